/**
 * A file of one segment's size that does nothing but hold room. On a full disk it is given up, so
 * that the workstation can still start, take over a snapshot and drop what that covers.
 */
import { randomBytes } from 'node:crypto';
import { open, rename, statfs } from 'node:fs/promises';
import { FullError, toStorageError } from './errors.ts';
import { fileSize, fsyncDirectory, layout, removeFile } from './files.ts';

/** Bytes that are free where a directory lies. */
export type FreeBytes = (directory: string) => Promise<number>;

export const freeBytes: FreeBytes = async (directory) => {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
};

/** Gives the reserve up; false if there was none. */
export async function releaseReserve(directory: string): Promise<boolean> {
  const released = await removeFile(layout(directory).reserve);
  if (released) await fsyncDirectory(directory);
  return released;
}

/** Makes the reserve if it is missing and leaves as much again free; else leaves things as they are. */
export async function keepReserve(directory: string, bytes: number, free: FreeBytes): Promise<void> {
  const path = layout(directory).reserve;
  if ((await fileSize(path)) === bytes || (await free(directory)) < 2 * bytes) return;
  const temporary = `${path}.tmp`;
  try {
    const handle = await open(temporary, 'w');
    try {
      // Real bytes, and none that a file system could compress away.
      const block = randomBytes(64 * 1024);
      for (let left = bytes; left > 0; left -= block.length) await handle.writeFile(block.subarray(0, left));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
    await fsyncDirectory(directory);
  } catch (error) {
    // The room went to somebody else meanwhile; the log matters more.
    await removeFile(temporary);
    if (!(toStorageError(directory, error) instanceof FullError)) throw error;
  }
}
