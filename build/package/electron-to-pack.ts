/** Which Electron goes into a package where electron-builder shall not download one. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chooseElectron, NoDesktopError } from '../choose-electron.ts';
import { runQuietly } from '../run-quietly.ts';

const UNPACK_MS = 300_000;

export type PackedElectron = Readonly<{ directory: string; version: string }>;

/**
 * An unpacked Electron of this machine and its real version; null where there is none, and electron-builder
 * has to download the one that package.json names. Rejects with NoDesktopError where ELECTRON_DIST is wrong.
 */
export async function electronToPack(root: string): Promise<PackedElectron | null> {
  let directory: string;
  try {
    directory = await chooseElectron({
      platform: process.platform,
      env: process.env,
      root,
      exists: existsSync,
      unpack: async (program, into) => {
        await runQuietly(program, [into], UNPACK_MS);
      },
    });
  } catch (cause) {
    if (!(cause instanceof NoDesktopError) || process.env.ELECTRON_DIST) throw cause;
    return null;
  }
  const version = (await readFile(join(directory, 'version'), 'utf8')).trim().replace(/^v/, '');
  return { directory, version };
}
