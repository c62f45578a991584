/** The other half of unsynced.mjs: makes of a killed process's files what a power failure leaves. */
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';

type Change =
  | { readonly op: 'create'; readonly id: string; readonly path: string; readonly ino: number }
  | { readonly op: 'mkdir'; readonly id: string; readonly path: string }
  | {
      readonly op: 'rename';
      readonly id: string;
      readonly from: string;
      readonly to: string;
      readonly over: string | null;
    }
  | { readonly op: 'unlink'; readonly id: string; readonly path: string; readonly grave: string | null };

type Line =
  | Change
  | { readonly op: 'base' | 'sync'; readonly ino: number; readonly size: number }
  | { readonly op: 'syncdir'; readonly path: string; readonly upto: string };

/** A change of names, and the directories that have not been synced since. */
type Pending = { readonly change: Change; readonly directories: Set<string> };

export type Cut = Readonly<{
  /** Files that lost bytes at their end. */
  shortened: number;
  /** Creations, renames and removals that were taken back. */
  undone: number;
}>;

/**
 * Call it when the recorded processes are dead. Every file below `directory` is cut to what a sync
 * covered or, at random, to something between that and what is there (a torn write); creations,
 * renames and removals that no directory sync covered are kept or taken back at random, the later
 * ones of a name first. Then the journal is removed: what is left is durable.
 * @param random uniform in [0, 1)
 */
export function cutUnsynced(journalPath: string, directory: string, random: () => number): Cut {
  const { durable, pending } = readJournal(journalPath);
  const root = resolve(directory) + sep;
  const undone = undo(
    pending.filter(({ change }) => namesOf(change).some((path) => path.startsWith(root))),
    random,
  );
  const shortened = shorten(directory, durable, random);
  rmSync(journalPath, { force: true });
  rmSync(`${journalPath}.graves`, { recursive: true, force: true });
  return { shortened, undone };
}

function readJournal(path: string): { durable: Map<number, number>; pending: Pending[] } {
  const durable = new Map<number, number>();
  let pending: Pending[] = [];
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  // A line that the kill cut in two counts as not written.
  for (const json of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) {
    if (json === '') continue;
    const line = JSON.parse(json) as Line;
    switch (line.op) {
      case 'base':
      case 'sync':
        durable.set(line.ino, line.size);
        break;
      case 'syncdir':
        for (const { change, directories } of pending) {
          if (isCovered(change.id, line.upto)) directories.delete(line.path);
        }
        pending = pending.filter(({ directories }) => directories.size > 0);
        break;
      default:
        // A hard link names a file that is known already.
        if (line.op === 'create' && !durable.has(line.ino)) durable.set(line.ino, 0);
        pending.push({ change: line, directories: new Set(namesOf(line).map(dirname)) });
    }
  }
  return { durable, pending };
}

function namesOf(change: Change): readonly string[] {
  return change.op === 'rename' ? [change.from, change.to] : [change.path];
}

/** Another process's changes count as covered when its own syncs say so. */
function isCovered(id: string, upto: string): boolean {
  const [pid, count] = id.split(':').map(Number);
  const [syncPid, syncCount] = upto.split(':').map(Number);
  return pid === syncPid && (count ?? 0) <= (syncCount ?? 0);
}

function undo(pending: readonly Pending[], random: () => number): number {
  const settled = new Set<string>();
  let undone = 0;
  for (const { change } of [...pending].reverse()) {
    const names = namesOf(change);
    if (names.some((name) => settled.has(name)) || random() < 0.5) {
      for (const name of names) settled.add(name);
      continue;
    }
    takeBack(change);
    undone += 1;
  }
  return undone;
}

function takeBack(change: Change): void {
  switch (change.op) {
    case 'create':
    case 'mkdir':
      rmSync(change.path, { recursive: true, force: true });
      break;
    case 'rename':
      if (existsSync(change.to) && existsSync(dirname(change.from))) renameSync(change.to, change.from);
      if (change.over !== null && existsSync(dirname(change.to))) exhume(change.over, change.to);
      break;
    case 'unlink':
      if (change.grave !== null && existsSync(dirname(change.path))) exhume(change.grave, change.path);
  }
}

/** Graves may lie on another disk. */
function exhume(grave: string, path: string): void {
  copyFileSync(grave, path);
  rmSync(grave);
}

function shorten(directory: string, durable: ReadonlyMap<number, number>, random: () => number): number {
  let shortened = 0;
  for (const item of readdirSync(directory, { withFileTypes: true, recursive: true })) {
    if (!item.isFile()) continue;
    const path = join(item.parentPath, item.name);
    const { ino, size } = statSync(path);
    const kept = durable.get(ino) ?? size;
    if (kept >= size) continue;
    truncateSync(path, random() < 0.5 ? kept : kept + Math.floor(random() * (size - kept + 1)));
    shortened += 1;
  }
  return shortened;
}
