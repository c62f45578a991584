/** Work on a data directory, with what the system says of it put into sentences. */
import { join } from 'node:path';
import { IdentityError } from './membership/identity/key-store.ts';
import { errorCode, FullError, toStorageError } from './storage/errors.ts';
import { releaseReserve } from './storage/reserve.ts';

/** On a full disk even the lock needs room: the reserve gives it. */
export async function withRoom<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const released = cause instanceof FullError && (await releaseReserve(recordsOf(directory)));
    if (!released) throw cause;
    return work();
  }
}

/** Rejects with a StorageError or an IdentityError, whose message is one sentence. */
export async function inDirectory<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    // What the system says of a key's file it says of the directory; what is wrong inside of one says so itself.
    if (!(cause instanceof IdentityError)) throw toStorageError(directory, cause);
    throw errorCode(cause.cause) === '' ? cause : toStorageError(directory, cause.cause);
  }
}

export const recordsOf = (directory: string): string => join(directory, 'records');
