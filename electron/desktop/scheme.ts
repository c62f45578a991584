/**
 * Tells Electron of the `app://` scheme, which only counts before it is ready. The app's first act; and a
 * module of its own for `electron --require`, for there are default apps that load theirs only afterwards.
 */
import { app, protocol } from 'electron';
import type { CustomScheme } from 'electron';
import { SCHEME } from './origin.ts';

/** `standard` gives pages an origin, `secure` what only secure ones may. */
const APP_SCHEME: CustomScheme = {
  scheme: SCHEME,
  privileges: { standard: true, secure: true, codeCache: true },
};

/** Where it is remembered across the two bundles that hold this module. */
const DONE = Symbol.for('printraft.scheme');
const memory = globalThis as { [DONE]?: true };

/** Tells it, once. @returns false where it is too late for that */
export function registerScheme(): boolean {
  if (memory[DONE] === true) return true;
  if (app.isReady()) return false;
  protocol.registerSchemesAsPrivileged([APP_SCHEME]);
  memory[DONE] = true;
  return true;
}

registerScheme();
