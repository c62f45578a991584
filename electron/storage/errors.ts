/** What can go wrong with a node's files. Every message is one sentence a shop's user can read. */

/** Any failure of the data folder; `cause` is what the system or NeDB said. */
export class StorageError extends Error {
  override name = 'StorageError';
}

/** Something on disk was written by a newer PrintRaft; nothing was touched. */
export class NewerFormatError extends StorageError {
  override name = 'NewerFormatError';
}

/** Term and vote cannot be known any more, so this node must not come back under its id. */
export class VoteLostError extends StorageError {
  override name = 'VoteLostError';
}

/** The system refuses writing to the data folder. */
export class ReadOnlyError extends StorageError {
  override name = 'ReadOnlyError';
}

/** No room is left where the data folder lies. */
export class FullError extends StorageError {
  override name = 'FullError';
}

/** Another process uses the data folder. */
export class LockedError extends StorageError {
  override name = 'LockedError';
}

/** The system's code of an error (`ENOENT`, …), or '' if it has none. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** Turns whatever was thrown while doing something in `directory` into a `StorageError`. */
export function toStorageError(directory: string, cause: unknown): StorageError {
  if (cause instanceof StorageError) return cause;
  switch (errorCode(cause)) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new FullError(`The disk that holds the data folder ${directory} is full.`, { cause });
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return new ReadOnlyError(`The data folder ${directory} cannot be written to.`, { cause });
    case 'ENOTDIR':
    case 'EEXIST':
      return new StorageError(`The data folder ${directory} cannot be used: a file is in its place.`, {
        cause,
      });
    default: {
      const detail = cause instanceof Error ? cause.message : String(cause);
      return new StorageError(`The data folder ${directory} failed: ${detail}.`, { cause });
    }
  }
}
