/** An Electron for the desktop tests, found or got, that runs this project's app by itself. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chooseElectron, layoutOf, NoDesktopError } from './choose-electron.ts';
import { LOADED_LATER, NEEDED_COMMANDS, packagesFor, unresolved } from './debian-packages.ts';
import { layOut } from './electron-layout.ts';
import { offline } from './isolation.ts';
import { runQuietly } from './run-quietly.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** For a download of some 100 MB. */
const UNPACK_MS = 300_000;
const APT_MS = 240_000;
const LOOK_MS = 15_000;

export const isRoot = process.getuid?.() === 0;

/**
 * The path of an Electron that runs the built app in dist/ when it is started with the app's own flags, on a
 * machine that has what it takes. Rejects with NoDesktopError.
 */
export async function findElectron(): Promise<string> {
  const runtime = await chooseElectron({
    platform: process.platform,
    env: process.env,
    root: ROOT,
    exists: existsSync,
    unpack: async (program, directory) => {
      await runQuietly(program, [directory], UNPACK_MS);
    },
  });
  if (process.platform === 'linux') await prepareLinux(join(runtime, layoutOf('linux').executable));
  return layOut(runtime, ROOT, join(ROOT, '.electron', 'app'));
}

/** Makes sure that an Electron can be shown here, installing what is missing where that is allowed. */
async function prepareLinux(executable: string): Promise<void> {
  const missing = await missingFor(executable);
  const mayApt = isRoot && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
  if (missing.length > 0 && mayApt) await install(missing);
  // The loopback can be raised without it.
  const still = (await missingFor(executable)).filter((name) => name !== 'ip');
  if (still.length > 0) throw new NoDesktopError(`This machine has no ${still.join(', ')}.`);
  try {
    const [file = '', ...args] = offline(['true'], isRoot);
    await runQuietly(file, args, LOOK_MS);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new NoDesktopError(`No network namespace can be made here (${why}).`, { cause });
  }
}

async function missingFor(executable: string): Promise<readonly string[]> {
  const places = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  const commands = NEEDED_COMMANDS.filter((name) => !places.some((place) => existsSync(join(place, name))));
  const libraries = unresolved(await runQuietly('ldd', [executable], LOOK_MS));
  const cached = await runQuietly('/sbin/ldconfig', ['-p'], LOOK_MS).catch(() => LOADED_LATER);
  return [...commands, ...libraries, ...(cached.includes(LOADED_LATER) ? [] : [LOADED_LATER])];
}

async function install(missing: readonly string[]): Promise<void> {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await runQuietly('apt-get', ['update'], APT_MS, env);
    const known = new Set((await runQuietly('apt-cache', ['pkgnames'], LOOK_MS)).split('\n'));
    const packages = packagesFor(missing, (name) => known.has(name));
    await runQuietly('apt-get', ['install', '-y', '--no-install-recommends', ...packages], APT_MS, env);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new NoDesktopError(`apt could not install what is missing, ${missing.join(', ')} (${why}).`, {
      cause,
    });
  }
}
