/** Small file operations that are complete only once they would survive a power failure. */
import { mkdir, open, readFile, readdir, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode } from './errors.ts';

/** Makes creations, renames and removals in a directory durable. Windows has no such call and needs none. */
export async function fsyncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a file's contents durable. Opened for writing, since FlushFileBuffers on Windows needs that. */
export async function fsyncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Of a file with secrets: its user reads and writes it, nobody else. Windows goes by the folder instead. */
export const SECRET_MODE = 0o600;

/**
 * Replaces or creates a file so that after a crash either the old or the new contents are there.
 * @param mode its rights from the first byte on, such as `SECRET_MODE`; without one, what the user's umask leaves.
 */
export async function writeAtomically(path: string, data: string | Uint8Array, mode?: number): Promise<void> {
  const temporary = `${path}.tmp`;
  const handle = await open(temporary, 'w', mode);
  try {
    // One that a crash left behind keeps the rights it had.
    if (mode !== undefined) await handle.chmod(mode);
    await handle.writeFile(data);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, path);
  await fsyncDirectory(dirname(path));
}

/** Cuts a file to its first `bytes` bytes, durably. */
export async function cutFile(path: string, bytes: number): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.truncate(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes a file; false if there was none. Durable only after `fsyncDirectory`. */
export async function removeFile(path: string): Promise<boolean> {
  try {
    await unlink(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Creates a directory and what is missing above it, durably. */
export async function makeDirectory(directory: string): Promise<void> {
  const first = await mkdir(directory, { recursive: true });
  if (first === undefined) return;
  // `first` is the topmost that was created: its name, and each below it, must be durable.
  for (let made = directory; ; made = dirname(made)) {
    await fsyncDirectory(dirname(made));
    if (made === first || made === dirname(made)) return;
  }
}

/** The names in a directory; empty if there is no such directory. */
export async function listDirectory(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** A text file's contents; null if there is none. */
export async function readTextFile(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** A file's size in bytes; null if there is none. */
export async function fileSize(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Where everything lies below a node's data directory. */
export const layout = (directory: string) => ({
  log: join(directory, 'log'),
  snapshots: join(directory, 'snapshots'),
  damaged: join(directory, 'damaged'),
  diverged: join(directory, 'diverged'),
  mark: join(directory, 'damaged.json'),
  reserve: join(directory, 'reserve'),
});
