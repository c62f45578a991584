/**
 * A file that the user gets, written beside its place and put there once it is whole: what was there before is replaced
 * by all of it or not at all. For PrintRaft's own data, which has to outlive a power cut, see `storage/files.ts`.
 */
import { randomBytes } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';

/** A file that is not in its place yet. One of `keep` and `drop` ends it. */
export type Beside = Readonly<{
  write: (piece: string | Uint8Array) => Promise<void>;
  /** Puts it in its place. */
  keep: () => Promise<void>;
  /** Leaves nothing of it behind. Never rejects; does nothing where it was kept. */
  drop: () => Promise<void>;
}>;

/** There is something that must not be replaced by a file. */
class NoFile extends Error {
  override readonly name = 'NoFile';
  readonly code: string;

  constructor(place: string, isFolder: boolean) {
    super(`${place} is no file`);
    this.code = isFolder ? 'EISDIR' : NO_FILE;
  }
}

/** Not one of the system's: it would take a file's name from a device without a word. */
const NO_FILE = 'NOFILE';

/** Rejects with what the system said where a file cannot be made there; so do its methods. */
export async function openBeside(place: string): Promise<Beside> {
  const there = await stat(place).catch(() => null);
  if (there !== null && !there.isFile()) throw new NoFile(place, there.isDirectory());
  // A name that nobody has: neither the user's own file, nor that of another who writes to the same place.
  const beside = `${place}.${randomBytes(4).toString('hex')}.part`;
  const handle = await open(beside, 'wx');
  return {
    write: (piece) => handle.writeFile(piece),
    async keep() {
      await handle.sync();
      await handle.close();
      await rename(beside, place);
    },
    async drop() {
      await handle.close().catch(() => undefined);
      await rm(beside, { force: true }).catch(() => undefined);
    },
  };
}

const FULL = 'the disk is full';
const FORBIDDEN = 'this user may not do that';
const IN_USE = 'another program has it open';
const WORDS: Readonly<Partial<Record<string, string>>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'its path leads through a file',
  EISDIR: 'it is a folder',
  [NO_FILE]: 'what has this name is no file',
  ENAMETOOLONG: 'the name is too long',
  EINVAL: 'the system knows no such name',
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EROFS: 'this disk may not be written to',
  ENOSPC: FULL,
  EDQUOT: FULL,
  EFBIG: 'the disk takes no file so large',
  EBUSY: IN_USE,
  ETXTBSY: IN_USE,
  EIO: 'the disk does not work',
};

/** Why the system does not let a file be read or written, to stand in a sentence; null for no error of the system's. */
export function whyNot(cause: unknown): string | null {
  if (!(cause instanceof Error) || !('code' in cause) || typeof cause.code !== 'string') return null;
  // Node's own errors, such as ERR_INVALID_ARG_TYPE, are faults of whoever called it.
  if (cause.code.startsWith('ERR_')) return null;
  return WORDS[cause.code] ?? `the system says ${cause.code}`;
}
