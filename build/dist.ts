/**
 * `npm run dist [-- ARGUMENTS]`: packages for this system, or those that electron-builder's arguments name
 * (`--linux dir`). An Electron that is unpacked here already is taken in place of a download.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chooseElectron, NoDesktopError } from './choose-electron.ts';
import { runQuietly } from './run-quietly.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const UNPACK_MS = 300_000;

/** What electron-builder is told of an Electron on this machine; nothing where it has to download one. */
async function localElectron(): Promise<readonly string[]> {
  try {
    const directory = await chooseElectron({
      platform: process.platform,
      env: process.env,
      root: ROOT,
      exists: existsSync,
      unpack: async (program, into) => {
        await runQuietly(program, [into], UNPACK_MS);
      },
    });
    const version = (await readFile(join(directory, 'version'), 'utf8')).trim().replace(/^v/, '');
    return [`-c.electronDist=${directory}`, `-c.electronVersion=${version}`];
  } catch (cause) {
    if (cause instanceof NoDesktopError) return [];
    throw cause;
  }
}

const args = process.argv.slice(2);
const FOREIGN: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['--win', '-w', '--windows', '--mac', '-m', '--macos'],
  darwin: ['--win', '-w', '--windows', '--linux', '-l'],
  win32: ['--mac', '-m', '--macos', '--linux', '-l'],
};
// The one at hand is for this system only.
const isForeign = args.some((argument) => FOREIGN[process.platform]?.includes(argument));
const electron = isForeign ? [] : await localElectron();
const builder = fileURLToPath(import.meta.resolve('electron-builder/cli.js'));
const { status, error } = spawnSync(
  process.execPath,
  [builder, ...args, '--publish', 'never', ...electron],
  { cwd: ROOT, stdio: 'inherit' },
);
if (error !== undefined) throw error;
process.exit(status ?? 1);
