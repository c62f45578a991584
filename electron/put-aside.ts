/** Puts a former member's records aside, so that this computer can join anew, as another workstation. */
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './storage/errors.ts';

/** What makes a directory a member; who it belongs to goes last. */
const PARTS = ['records', 'identity', 'shop.json'] as const;

/**
 * Moves it into a folder of its own beside what else is there; nothing is deleted. Rejects with the system's error,
 * and may be asked again.
 * @returns that folder
 */
export async function putAside(directory: string, now: Date = new Date()): Promise<string> {
  const aside = join(directory, `former-${now.toISOString().replace(/[:.]/g, '-')}`);
  await mkdir(aside, { mode: 0o700 });
  for (const part of PARTS) {
    await rename(join(directory, part), join(aside, part)).catch((cause: unknown) => {
      if (errorCode(cause) !== 'ENOENT') throw cause;
    });
  }
  return aside;
}
