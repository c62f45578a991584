/** Files that only their user reads: modes where there are such, an access list on Windows. */
import { execFile } from 'node:child_process';
import { chmod, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SECRET_MODE } from '../../storage/files.ts';

export const OWN_DIRECTORY = 0o700;

/**
 * The arguments with which `icacls` makes a directory, and what is in it, its user's alone: nothing inherited
 * from above, and one entry that is inherited below.
 * @param user as `DOMAIN\name`, or a name of this computer's
 */
export function accessArguments(directory: string, user: string): readonly string[] {
  return [directory, '/inheritance:r', '/grant:r', `${user}:(OI)(CI)F`, '/Q'];
}

/** Who runs this process, as `icacls` understands it. */
export function windowsUser(environment: Readonly<Record<string, string | undefined>>, name: string): string {
  const domain = environment['USERDOMAIN'];
  return domain === undefined || domain === '' ? name : `${domain}\\${name}`;
}

/** Takes a directory from everybody but this user; rejects with the system's error. */
export async function ownDirectory(directory: string): Promise<void> {
  if (process.platform !== 'win32') {
    await tighten(directory, OWN_DIRECTORY);
    return;
  }
  const icacls = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'icacls.exe');
  const user = windowsUser(process.env, userInfo().username);
  await promisify(execFile)(icacls, accessArguments(directory, user), { windowsHide: true, timeout: 10_000 });
}

/** Takes a file from everybody but this user; on Windows its directory's list does that. */
export async function ownFile(path: string): Promise<void> {
  if (process.platform !== 'win32') await tighten(path, SECRET_MODE);
}

async function tighten(path: string, mode: number): Promise<void> {
  const held = (await stat(path)).mode & 0o777;
  if (held !== mode) await chmod(path, mode);
}
