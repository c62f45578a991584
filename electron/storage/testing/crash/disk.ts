/**
 * What a power failure may leave of a record of file operations. Pure.
 *
 * The model is the one that POSIX promises and nothing more: bytes are durable once a sync of their file that began
 * after them has ended; a name (of a creation, a renaming, a removal) once a sync of its directory has. Of
 * everything else any part may be there: nothing, all, a beginning, or room without its bytes.
 */
import { dirname } from 'node:path';

export type FileId = number;

export type Op =
  | Readonly<{ kind: 'create'; path: string; file: FileId }>
  | Readonly<{ kind: 'mkdir'; path: string }>
  | Readonly<{ kind: 'rename'; from: string; to: string }>
  /** A file, or a directory with all that is in it. */
  | Readonly<{ kind: 'remove'; path: string }>
  | Readonly<{ kind: 'write'; file: FileId; offset: number; data: Buffer }>
  | Readonly<{ kind: 'truncate'; file: FileId; size: number }>
  /** A sync has ended; it covers the first `upto` operations. */
  | Readonly<{ kind: 'sync'; file: FileId; path: string; upto: number }>
  | Readonly<{ kind: 'syncDirectory'; path: string; upto: number }>
  /** A sync has failed. What was not durable by then may be forgotten, and no later sync writes it any more. */
  | Readonly<{ kind: 'syncFailed'; file: FileId }>;

/** What lies on a disk. Paths are relative to what was recorded; the root is `.`. */
export type Files = Readonly<{ directories: ReadonlySet<string>; files: ReadonlyMap<string, Buffer> }>;

/** What was there at first, all of it durable, and what happened to it. `base` files have ids from 0 on, in order. */
export type Trace = Readonly<{ base: Files; ops: readonly Op[] }>;

type Change = Extract<Op, { kind: 'write' | 'truncate' }>;
export type Sync = Extract<Op, { kind: 'sync' | 'syncDirectory' }>;
type Naming = Exclude<Op, Change | Sync | { kind: 'syncFailed' }>;

/** What becomes of what no sync covers. `zeroed`: the file is as long as if it were there. */
export type Fate = 'kept' | 'lost' | 'torn' | 'zeroed';

export type Choice = Readonly<{
  /** Of the n-th operation, on a name. */
  name: (n: number) => boolean;
  /** Of the n-th operation, on bytes. */
  bytes: (n: number) => Fate;
}>;

export const ALL: Choice = { name: () => true, bytes: () => 'kept' };
export const NONE: Choice = { name: () => false, bytes: () => 'lost' };

/**
 * @param length how many operations had happened
 * @param deaf syncs that the disk takes for done and does not do
 */
export function afterCrash(
  { base, ops }: Trace,
  length: number,
  choice: Choice,
  deaf: (sync: Sync) => boolean = () => false,
): Files {
  const happened = ops.slice(0, length);
  const durable = durableBytes(happened, deaf);
  const syncedDirectories = new Map<string, number>();
  for (const op of happened)
    if (op.kind === 'syncDirectory' && !deaf(op))
      syncedDirectories.set(op.path, Math.max(op.upto, syncedDirectories.get(op.path) ?? 0));
  const directories = new Set(base.directories);
  const names = new Map([...base.files.keys()].map((path, id): [string, FileId] => [path, id]));
  const contents = new Map([...base.files.values()].map((data, id): [FileId, Buffer] => [id, data]));
  for (const [n, op] of happened.entries()) {
    if (op.kind === 'write' || op.kind === 'truncate') {
      const fate = durable.has(n) ? 'kept' : choice.bytes(n);
      contents.set(op.file, changed(contents.get(op.file) ?? Buffer.alloc(0), op, fate));
    } else if (op.kind !== 'syncFailed' && !('upto' in op)) {
      const isCovered = placesOf(op).every((path) => n < (syncedDirectories.get(path) ?? 0));
      if (isCovered || choice.name(n)) rename(op, names, directories);
    }
  }
  const reachable = [...names].filter(([path]) => isReachable(path, directories));
  return {
    directories: new Set([...directories].filter((path) => isReachable(path, directories))),
    files: new Map(reachable.map(([path, id]) => [path, contents.get(id) ?? Buffer.alloc(0)])),
  };
}

/** Which operations on bytes a sync has made durable. */
function durableBytes(ops: readonly Op[], deaf: (sync: Sync) => boolean): ReadonlySet<number> {
  const durable = new Set<number>();
  const pending = new Map<FileId, number[]>();
  for (const [n, op] of ops.entries()) {
    if (op.kind === 'write' || op.kind === 'truncate')
      pending.set(op.file, [...(pending.get(op.file) ?? []), n]);
    else if (op.kind === 'syncFailed') pending.delete(op.file);
    else if (op.kind === 'sync' && !deaf(op)) {
      const left = pending.get(op.file) ?? [];
      for (const one of left) if (one < op.upto) durable.add(one);
      pending.set(
        op.file,
        left.filter((one) => one >= op.upto),
      );
    }
  }
  return durable;
}

/** The directories that an operation on a name changes. */
function placesOf(op: Naming): readonly string[] {
  return op.kind === 'rename' ? [dirname(op.from), dirname(op.to)] : [dirname(op.path)];
}

function rename(op: Naming, names: Map<string, FileId>, directories: Set<string>): void {
  switch (op.kind) {
    case 'create':
      names.set(op.path, op.file);
      return;
    case 'mkdir':
      directories.add(op.path);
      return;
    case 'rename': {
      const file = names.get(op.from);
      // What it would rename was never there, or is not any more.
      if (file === undefined) return;
      names.delete(op.from);
      names.set(op.to, file);
      return;
    }
    case 'remove':
      for (const path of [...names.keys(), ...directories])
        if (path === op.path || path.startsWith(`${op.path}/`)) {
          names.delete(path);
          directories.delete(path);
        }
  }
}

function changed(before: Buffer, op: Change, fate: Fate): Buffer {
  if (fate === 'lost') return before;
  if (op.kind === 'truncate') {
    const after = Buffer.alloc(op.size);
    before.copy(after);
    return fate === 'kept' ? after : before;
  }
  const data = fate === 'torn' ? op.data.subarray(0, op.data.length >> 1) : op.data;
  const after = Buffer.alloc(Math.max(before.length, op.offset + data.length));
  before.copy(after);
  if (fate !== 'zeroed') data.copy(after, op.offset);
  return after;
}

function isReachable(path: string, directories: ReadonlySet<string>): boolean {
  for (let at = dirname(path); at !== '.'; at = dirname(at)) if (!directories.has(at)) return false;
  return true;
}
