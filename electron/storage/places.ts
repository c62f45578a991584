/** Where a workstation's data lies, the same for the app and without a window. */
import { posix, win32 } from 'node:path';

/**
 * The data directory: the flag, else `PRINTRAFT_DATA`, else the platform's place for an
 * application's data. Relative paths are returned as given.
 */
export function dataDirectory(
  given: Readonly<{
    platform: NodeJS.Platform;
    env: Readonly<Record<string, string | undefined>>;
    home: string;
    flag?: string | undefined;
  }>,
): string {
  const { platform, env, home, flag } = given;
  if (flag !== undefined && flag !== '') return flag;
  const named = env.PRINTRAFT_DATA;
  if (named !== undefined && named !== '') return named;
  if (platform === 'win32') {
    const local = env.LOCALAPPDATA;
    return win32.join(
      local === undefined || local === '' ? win32.join(home, 'AppData', 'Local') : local,
      'PrintRaft',
    );
  }
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'PrintRaft');
  // A relative path in it is invalid and ignored (XDG Base Directory Specification).
  const xdg = env.XDG_DATA_HOME;
  const base = xdg !== undefined && posix.isAbsolute(xdg) ? xdg : posix.join(home, '.local', 'share');
  return posix.join(base, 'printraft');
}
