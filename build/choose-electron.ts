/** Which Electron the desktop tests run: the decision, with every effect handed in. */
import { join } from 'node:path';

/** What choosing needs to know and to do. Effects that fail reject; their message goes to the user. */
export type ElectronEffects = Readonly<{
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  /** The project's root. */
  root: string;
  exists: (path: string) => boolean;
  /** Runs a program that unpacks an Electron into a directory, unless it has done so before. */
  unpack: (program: string, directory: string) => Promise<void>;
}>;

/** No Electron, or nothing to show it on. The message says why and what to do. */
export class NoDesktopError extends Error {
  override readonly name = 'NoDesktopError';
}

/** Where the program and its resources lie in an unpacked Electron. */
export function layoutOf(platform: NodeJS.Platform): Readonly<{ executable: string; resources: string }> {
  if (platform === 'win32') return { executable: 'electron.exe', resources: 'resources' };
  if (platform !== 'darwin') return { executable: 'electron', resources: 'resources' };
  const contents = join('Electron.app', 'Contents');
  return { executable: join(contents, 'MacOS', 'Electron'), resources: join(contents, 'Resources') };
}

/**
 * The directory of an unpacked Electron: the one that ELECTRON_DIST names, else the one that its package
 * got, else one that `../shared/tools/get-electron` unpacks where that exists. Rejects with NoDesktopError.
 */
export async function chooseElectron(effects: ElectronEffects): Promise<string> {
  const { env, root, platform, exists, unpack } = effects;
  const { executable } = layoutOf(platform);
  const isThere = (directory: string) => exists(join(directory, executable));

  const named = env.ELECTRON_DIST;
  if (named !== undefined && named !== '') {
    // Somebody's explicit choice: another one in its place would only puzzle.
    if (isThere(named)) return named;
    throw new NoDesktopError(`ELECTRON_DIST names ${named}, where there is no ${executable}.`);
  }
  const own = join(root, 'node_modules', 'electron', 'dist');
  if (isThere(own)) return own;

  const program = join(root, '..', 'shared', 'tools', 'get-electron');
  if (platform === 'linux' && exists(program)) {
    const directory = join(root, '.electron', 'runtime');
    try {
      await unpack(program, directory);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new NoDesktopError(`${program} got no Electron (${why}).`, { cause });
    }
    if (isThere(directory)) return directory;
    throw new NoDesktopError(`${program} left no ${executable} in ${directory}.`);
  }
  throw new NoDesktopError(
    'There is no Electron here: its package has not downloaded one (npx install-electron does), and ELECTRON_DIST names no directory of one.',
  );
}
