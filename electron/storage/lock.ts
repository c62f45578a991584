/** Keeps a second process out of a data directory. */
import { randomUUID } from 'node:crypto';
import { link, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode, LockedError, StorageError, toStorageError } from './errors.ts';
import { listDirectory, makeDirectory, readTextFile, removeFile } from './files.ts';
import { lockPipe, pipeName } from './pipe-lock.ts';
import { bootId, startTime } from './process-stamp.ts';

export type Lock = Readonly<{ release(): Promise<void> }>;

const holder = z.object({ pid: z.int().positive(), boot: z.string(), start: z.string() });

type Holder = z.infer<typeof holder>;

const NAME = /^lock-(\d{1,15})$/;

/**
 * Locks a directory, which is created if it is missing, for this process. What a dead process or an
 * earlier boot left behind is taken over.
 * @throws LockedError naming the process that holds it; StorageError
 */
export async function lockDirectory(directory: string): Promise<Lock> {
  try {
    await makeDirectory(directory);
    if (process.platform === 'win32') return await lockPipe(directory, await pipeName(directory));
    return await lockByFile(directory);
  } catch (error) {
    throw toStorageError(directory, error);
  }
}

/**
 * The lock is the file with the highest number. Taking over creates the next number, which only one
 * of several processes can do, with its contents in it from the first moment. The highest is never
 * removed, only marked as released: so nobody who looked earlier can take a number that had its turn.
 */
async function lockByFile(directory: string): Promise<Lock> {
  const me = await myself();
  const temporary = join(directory, `lock.${process.pid}.${randomUUID()}`);
  await writeFile(temporary, JSON.stringify(me), { flag: 'wx' });
  try {
    for (;;) {
      const highest = Math.max(0, ...(await numbers(directory)));
      if (highest > 0) await assertFree(directory, join(directory, `lock-${highest}`));
      const mine = highest + 1;
      const path = join(directory, `lock-${mine}`);
      if (!(await createdBy(() => link(temporary, path)))) continue;
      const present = await numbers(directory);
      if (present.some((number) => number > mine)) {
        // The number was removed by somebody who is further; look again.
        await removeFile(path);
        continue;
      }
      for (const number of present) if (number < mine) await removeFile(join(directory, `lock-${number}`));
      return { release: () => release(directory, path) };
    }
  } finally {
    await removeFile(temporary);
  }
}

async function release(directory: string, path: string): Promise<void> {
  try {
    const temporary = `${path}.${randomUUID()}`;
    await writeFile(temporary, '{}');
    await rename(temporary, path);
  } catch (error) {
    throw toStorageError(directory, error);
  }
}

async function assertFree(directory: string, path: string): Promise<void> {
  const text = await readTextFile(path);
  const found = text === null ? null : read(text);
  // Released, or cut by a power failure: a living process's file is whole from the first moment.
  if (found === null) return;
  if (found.boot !== (await bootId()) || found.start !== (await startTime(found.pid))) return;
  throw new LockedError(`The data folder ${directory} is in use by process ${found.pid}.`);
}

async function createdBy(create: () => Promise<void>): Promise<boolean> {
  try {
    await create();
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function numbers(directory: string): Promise<readonly number[]> {
  return (await listDirectory(directory)).flatMap((name) => {
    const match = NAME.exec(name);
    return match === null ? [] : [Number(match[1])];
  });
}

async function myself(): Promise<Holder> {
  const start = await startTime(process.pid);
  if (start === null) throw new StorageError('The system does not say when this process was started.');
  return { pid: process.pid, boot: await bootId(), start };
}

function read(text: string): Holder | null {
  try {
    return holder.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
