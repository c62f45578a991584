/** What somebody who wrote to a data directory knows of it: what was promised to be there, and what may be. Pure. */
import type { Entry, HardState, Index, SnapshotMeta } from '../../../raft/types.ts';
import type { Append, Opened } from '../../types.ts';

/** The log from its base on, and the newest snapshot. */
export type Held = Readonly<{
  hardState: HardState;
  base: Index;
  entries: readonly Entry[];
  snapshot: SnapshotMeta | null;
  /** The mark that acknowledged entries may be missing. */
  damaged: boolean;
}>;

export const NOTHING: Held = {
  hardState: { term: 0, vote: null, commit: 0 },
  base: 0,
  entries: [],
  snapshot: null,
  damaged: false,
};

export type Work =
  | Readonly<{ kind: 'append'; append: Append }>
  | Readonly<{ kind: 'snapshot'; meta: SnapshotMeta }>
  /** Another node's, in place of whatever is here. */
  | Readonly<{ kind: 'received'; meta: SnapshotMeta }>
  /** Everything is put aside but term and vote; in the middle of it `marked`, then `emptied` but for the snapshot. */
  | Readonly<{ kind: 'forget' | 'marked' | 'emptied' | 'healed' }>;

/** A piece of work was begun; with `done`, it was acknowledged. `at`: how many file operations had happened. */
export type Mark = Readonly<{ at: number; work: Work; done: boolean }>;

/** What must be there, and what was begun since and may be there as well, in part. */
export type Known = Readonly<{ held: Held; begun: readonly Work[] }>;

export function knownAt(marks: readonly Mark[], operations: number, first: Held = NOTHING): Known {
  let held = first;
  let begun: readonly Work[] = [];
  for (const { at, work, done } of marks) {
    // What was begun with the very next operation has not happened, what is acknowledged has.
    if (at > operations) break;
    if (!done) begun = [...begun, work];
    else {
      begun = begun.filter((one) => one !== work);
      held = after(held, work);
    }
  }
  return { held, begun };
}

/** Everything that may be there, most complete last. */
export function possible({ held, begun }: Known): readonly Held[] {
  return begun.reduce<readonly Held[]>(
    (all, work) => all.flatMap((one) => [one, ...partsOf(work).map((part) => after(one, part))]),
    [held],
  );
}

/** The pieces of a work that a crash in its middle may leave: of an append, any beginning. */
function partsOf(work: Work): readonly Work[] {
  if (work.kind === 'forget') return [{ kind: 'marked' }, { kind: 'emptied' }, work];
  if (work.kind !== 'append') return [work];
  const { append } = work;
  return Array.from({ length: append.entries.length + 1 }, (_, n) => ({
    kind: 'append',
    append: { ...append, entries: append.entries.slice(0, n) },
  }));
}

export function after(held: Held, work: Work): Held {
  switch (work.kind) {
    case 'append': {
      const { hardState, firstIndex, entries } = work.append;
      const isAfresh = firstIndex <= held.base || firstIndex > held.base + held.entries.length + 1;
      const before = isAfresh ? [] : held.entries.slice(0, firstIndex - 1 - held.base);
      return { ...held, hardState, base: firstIndex - 1 - before.length, entries: [...before, ...entries] };
    }
    case 'snapshot':
      return { ...held, snapshot: newer(held.snapshot, work.meta) };
    case 'received':
      return { ...held, snapshot: work.meta, base: work.meta.index, entries: [] };
    case 'marked':
      return { ...held, damaged: true };
    case 'emptied':
      return { ...after(held, { kind: 'forget' }), snapshot: held.snapshot };
    case 'forget':
      return { ...NOTHING, hardState: { ...held.hardState, commit: 0 }, damaged: true };
    case 'healed':
      return { ...held, damaged: false };
  }
}

const newer = (a: SnapshotMeta | null, b: SnapshotMeta) => (a !== null && a.index > b.index ? a : b);

/** What opening has to show of what is held. */
export function shown(held: Held): Omit<Opened, 'findings'> {
  const { hardState, base, entries, snapshot, damaged } = held;
  const covered = snapshot?.index ?? 0;
  const rest = entries.slice(Math.max(0, covered - base));
  const last = Math.max(covered, base + entries.length);
  // The commit index is a hint: never more than what is here, never less than the snapshot.
  const commit = Math.max(covered, Math.min(hardState.commit, last));
  return { hardState: { ...hardState, commit }, snapshot, entries: rest, damaged };
}
