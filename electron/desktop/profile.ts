/** Where Electron keeps what is its own: caches, the form drafts of the window. */
import { accessSync, constants, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder for it in a data directory, made if it is missing. Where nothing can be written there, a
 * folder that lasts as long as this start: without one there would be no window to say why.
 */
export function profileIn(directory: string): string {
  const profile = join(directory, 'desktop');
  try {
    mkdirSync(profile, { recursive: true, mode: 0o700 });
    accessSync(profile, constants.W_OK);
    return profile;
  } catch {
    return mkdtempSync(join(tmpdir(), 'printraft-'));
  }
}
