/** What the log says after a sequence of documents, and what is left of it behind a snapshot. */
import type { Entry, Index, SnapshotMeta } from '../raft/types.ts';
import type { Write } from './document.ts';

/** The entries after `base`; a log whose oldest segments were dropped starts at a base above 0. */
export type Replayed = { base: Index | null; readonly entries: Entry[] };

/** A later document overrides everything from its first index on. False: it leaves a gap. */
export function replay(log: Replayed, write: Write): boolean {
  const follows = write.firstIndex - 1;
  if (log.base === null || write.reset || follows < log.base) {
    log.base = follows;
    log.entries.length = 0;
  }
  if (follows > log.base + log.entries.length) return false;
  log.entries.length = follows - log.base;
  for (const entry of write.entries) log.entries.push(entry);
  return true;
}

/**
 * Whether a write starts the log afresh (Raft §7): it follows the newest snapshot, and the log before it does not lead
 * there, or may not, since the snapshot came from another node (`superseded`).
 */
export function startsAfresh(
  firstIndex: Index,
  log: Readonly<{ lastIndex: Index; superseded: boolean }>,
  snapshot: SnapshotMeta | null,
): boolean {
  const isBehindSnapshot = firstIndex === (snapshot?.index ?? 0) + 1;
  return isBehindSnapshot && (log.superseded || firstIndex > log.lastIndex + 1);
}

/**
 * The log that follows the snapshot (Raft §7). `missing`: something between the two is gone.
 * `superseded`: the log does not lead to the snapshot, which replaces all of it: it belongs to another
 * history, or ends before it.
 */
export function afterSnapshot(
  log: Replayed,
  snapshot: SnapshotMeta | null,
): Readonly<{ entries: readonly Entry[]; missing: boolean; superseded: boolean }> {
  const index = snapshot?.index ?? 0;
  const base = log.base ?? index;
  if (base > index) return { entries: [], missing: true, superseded: false };
  const covered = index - base;
  const superseded = covered > 0 && log.entries[covered - 1]?.term !== snapshot?.term;
  return { entries: superseded ? [] : log.entries.slice(covered), missing: false, superseded };
}
