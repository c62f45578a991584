/** The drawings, as they are kept. */
import { readFile } from 'node:fs/promises';
import type { TrayState } from '../../electron/desktop/tray/icon-files.ts';

/** A drawing of 16 × 16 units in `currentColor`. */
export function traySource(state: TrayState): Promise<string> {
  return readFile(new URL(`tray-${state}.svg`, import.meta.url), 'utf8');
}

/** The app's sign is the console's too. */
export function appSource(): Promise<string> {
  return readFile(new URL('../../renderer/public/icon.svg', import.meta.url), 'utf8');
}
