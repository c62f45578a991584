/** Where Electron keeps what is its own: caches, the form drafts of the window. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** More than Chromium writes before there is a window. */
const ROOM = 256 * 1024;

/**
 * The folder for it in a data directory, made if it is missing. Where nothing can be written there (a
 * read-only or full disk, somebody else's folder), one that lasts as long as this start: without it there
 * would be no window to say why.
 */
export function profileIn(directory: string): string {
  const profile = join(directory, 'desktop');
  try {
    mkdirSync(profile, { recursive: true, mode: 0o700 });
    // Written and not only asked for: permissions know of no full disk.
    const probe = join(profile, `probe-${process.pid}`);
    try {
      writeFileSync(probe, Buffer.alloc(ROOM));
    } finally {
      rmSync(probe, { force: true });
    }
    return profile;
  } catch {
    return mkdtempSync(join(tmpdir(), 'printraft-'));
  }
}
