/** What the storage tests share: real directories, short entries, and hands that break files. */
import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Entry, HardState, Index, SnapshotMeta, Term } from '../raft/types.ts';
import type { StorageOptions } from './open.ts';
import { openStorage } from './open.ts';
import type { Opened, Storage } from './types.ts';

/** An empty directory that goes when the test ends. */
export async function emptyDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'printraft-storage-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** Opens, works, closes; hands back what was found at opening. */
export async function using(
  directory: string,
  work: (storage: Storage) => Promise<void> = async () => {},
  options: StorageOptions = small,
): Promise<Opened> {
  const storage = await openStorage(directory, options);
  try {
    await work(storage);
  } finally {
    await storage.close();
  }
  return storage.opened;
}

/** Segments that fill quickly, and a reserve that costs nothing. */
export const small: StorageOptions = { segmentBytes: 2048 };

export const hard = (term: Term, vote: string | null = null, commit: Index = 0): HardState => ({
  term,
  vote,
  commit,
});

export function entries(first: Index, last: Index, term: Term, data = 'x'): Entry[] {
  const list: Entry[] = [];
  for (let index = first; index <= last; index += 1) {
    list.push({ index, term, payload: { kind: 'command', data: `${data}${index}` } });
  }
  return list;
}

/** Appends one entry per call, as a quiet shop does. */
export async function appendEach(storage: Storage, list: readonly Entry[]): Promise<void> {
  for (const entry of list) {
    await storage.append({ hardState: hard(entry.term, 'a'), firstIndex: entry.index, entries: [entry] });
  }
}

export const meta = (index: Index, term: Term): SnapshotMeta => ({
  index,
  term,
  configuration: { voters: ['a', 'b', 'c'], outgoing: [], learners: ['d'] },
});

export async function takeSnapshot(
  storage: Storage,
  of: SnapshotMeta,
  records: readonly string[] = [`state at ${of.index}`],
): Promise<void> {
  const writer = await storage.createSnapshot(of);
  for (let at = 0; at < records.length; at += 1000) await writer.write(records.slice(at, at + 1000));
  await writer.commit();
}

export async function recordsOf(storage: Storage): Promise<string[]> {
  const records: string[] = [];
  for await (const slice of storage.readSnapshot()) records.push(...slice);
  return records;
}

/** Full paths of the log's segment files, oldest first. */
export async function segments(directory: string): Promise<string[]> {
  const names = await readdir(join(directory, 'log'));
  return names.sort().map((name) => join(directory, 'log', name));
}

export async function snapshotFiles(directory: string): Promise<string[]> {
  return (await readdir(join(directory, 'snapshots'))).sort();
}

/** Flips bits of one byte of a file. */
export async function flip(path: string, offset: number, bits: number): Promise<void> {
  const byte = (await readFile(path))[offset] ?? 0;
  const handle = await open(path, 'r+');
  await handle.write(Uint8Array.of(byte ^ bits), 0, 1, offset);
  await handle.close();
}

/** Every file below a directory with its contents, to compare. */
export async function contents(directory: string): Promise<Map<string, string>> {
  const files = await readdir(directory, { recursive: true, withFileTypes: true });
  const all = new Map<string, string>();
  for (const file of files) {
    const path = join(file.parentPath, file.name);
    if (file.isFile()) all.set(path, await readFile(path, 'latin1'));
  }
  return all;
}
