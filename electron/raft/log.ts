/**
 * The log in memory (Raft §5.3): entries after a base, which is (0, term 0) at first and moves up as
 * snapshots cover the beginning (Raft §7). Entries at and below `snapshot.index` may still be here
 * for followers that are a little late.
 */
import { InvariantError, invariant } from './invariant.ts';
import type { Entry, Index, SnapshotMeta, Term } from './types.ts';

/** Beyond its text, what an entry costs in memory and on the wire, roughly. */
const ENTRY_OVERHEAD_BYTES = 64;

/** An estimate, which is enough for bounds: text counts one byte per UTF-16 unit. */
export function entryBytes({ payload }: Entry): number {
  switch (payload.kind) {
    case 'noop':
      return ENTRY_OVERHEAD_BYTES;
    case 'command':
      return ENTRY_OVERHEAD_BYTES + payload.data.length;
    case 'configuration': {
      const { voters, outgoing, learners } = payload.configuration;
      const members = voters.length + outgoing.length + learners.length;
      return ENTRY_OVERHEAD_BYTES * (1 + members) + payload.data.length;
    }
  }
}

export class Log {
  #base: Readonly<{ index: Index; term: Term }>;
  #entries: Entry[] = [];
  #snapshot: SnapshotMeta | null;

  /**
   * @param entries contiguous and after the snapshot; what the snapshot covers is skipped. A tail whose
   *   terms fall below the snapshot's is left from before its installation (a crash came between) and
   *   is skipped as well.
   * @throws InvariantError if they are not contiguous
   */
  constructor(snapshot: SnapshotMeta | null, entries: readonly Entry[]) {
    this.#snapshot = snapshot;
    this.#base = { index: snapshot?.index ?? 0, term: snapshot?.term ?? 0 };
    const tail = entries.filter((entry) => entry.index > this.#base.index);
    if ((tail[0]?.term ?? Infinity) >= this.#base.term) this.append(tail);
  }

  /** The newest durable snapshot. */
  get snapshot(): SnapshotMeta | null {
    return this.#snapshot;
  }
  /** Where memory begins: the term of this index is known, its entry is not here. */
  get baseIndex(): Index {
    return this.#base.index;
  }
  get firstIndex(): Index {
    return this.#base.index + 1;
  }
  get lastIndex(): Index {
    return this.#base.index + this.#entries.length;
  }
  get lastTerm(): Term {
    return this.#entries.at(-1)?.term ?? this.#base.term;
  }

  /** Null where the log does not reach, or no longer reaches. */
  termAt(index: Index): Term | null {
    if (index === this.#base.index) return this.#base.term;
    return this.#entries[index - this.firstIndex]?.term ?? null;
  }

  /** The entries from `from` to `to`, both included. They must be in memory. */
  between(from: Index, to: Index): readonly Entry[] {
    invariant(from >= this.firstIndex && to <= this.lastIndex, `entries ${from} to ${to} are not in memory`);
    return this.#entries.slice(from - this.firstIndex, to - this.firstIndex + 1);
  }

  /** Entries from `from` on, as many as fit into `maxBytes`, and at least one if there is one. */
  upTo(from: Index, maxBytes: number): readonly Entry[] {
    let bytes = 0;
    let to = from - 1;
    for (let index = from; index <= this.lastIndex; index++) {
      bytes += entryBytes(this.#at(index));
      if (bytes > maxBytes && to >= from) break;
      to = index;
    }
    return this.between(from, to);
  }

  /**
   * The last index ≤ `index` whose term is ≤ `term`: beyond it, two logs of which one ends in
   * (index, term) cannot agree (Raft §5.3, the optimization of fast rejection). Where the answer lies
   * below memory, an index below the base.
   */
  lastAtMost(index: Index, term: Term): Index {
    if (index < this.#base.index) return index;
    let low = this.#base.index - 1;
    let high = Math.min(index, this.lastIndex);
    // Terms never fall along a log, so halving finds it.
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.termAt(middle) ?? Infinity) <= term) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  }

  /** @throws InvariantError unless they follow the log's end */
  append(entries: readonly Entry[]): void {
    for (const entry of entries) {
      invariant(entry.index === this.lastIndex + 1, `entry ${entry.index} does not follow ${this.lastIndex}`);
      invariant(entry.term >= this.lastTerm, `entry ${entry.index} has a lower term than its predecessor`);
      this.#entries.push(entry);
    }
  }

  /** Drops this index and all after it. */
  truncateFrom(index: Index): void {
    invariant(index >= this.firstIndex, `cannot truncate at ${index}, memory begins at ${this.firstIndex}`);
    this.#entries.length = Math.min(this.#entries.length, index - this.firstIndex);
  }

  /** Takes note of a newer snapshot and drops what lies more than `keep` entries behind it. */
  compact(snapshot: SnapshotMeta, keep: number): void {
    invariant(this.termAt(snapshot.index) === snapshot.term, `snapshot ${snapshot.index} is not of this log`);
    this.#snapshot = snapshot;
    const index = Math.max(this.#base.index, snapshot.index - keep);
    const term = this.termAt(index);
    invariant(term !== null, `no term at ${index}`);
    this.#entries.splice(0, index - this.#base.index);
    this.#base = { index, term };
  }

  /** Becomes the snapshot and nothing else. */
  reset(snapshot: SnapshotMeta): void {
    this.#snapshot = snapshot;
    this.#base = { index: snapshot.index, term: snapshot.term };
    this.#entries = [];
  }

  #at(index: Index): Entry {
    const entry = this.#entries[index - this.firstIndex];
    if (entry === undefined) throw new InvariantError(`entry ${index} is not in memory`);
    return entry;
  }
}
