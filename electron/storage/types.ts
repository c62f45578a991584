import type { Entry, HardState, Index, SnapshotMeta } from '../raft/types.ts';

/** What one group commit writes. See docs/architecture.md, "The log on disk". */
export type Append = Readonly<{ hardState: HardState; firstIndex: Index; entries: readonly Entry[] }>;

export type Opened = Readonly<{
  hardState: HardState;
  snapshot: SnapshotMeta | null;
  /** Contiguous; follow the snapshot's index (or start at 1). */
  entries: readonly Entry[];
  /** Whole lines or a snapshot were found damaged, now or earlier, and not healed since. */
  damaged: boolean;
  /** Sentences for the log and the screen: what was found and where the copy lies. */
  findings: readonly string[];
}>;

/**
 * A node's durable memory. Every promise resolves after the data is on disk (fsynced). Any
 * rejection is a `StorageError`; after one on a write nothing more is written until the store has been
 * closed and opened anew.
 */
export interface Storage {
  /** What was found when it was opened. */
  readonly opened: Opened;
  /** Appends are called one at a time, in order; each is one document and one fdatasync. */
  append(append: Append): Promise<void>;
  /** Starts a snapshot file; it becomes the newest when `commit` resolves. */
  createSnapshot(meta: SnapshotMeta): Promise<SnapshotWriter>;
  /** The newest durable snapshot's records, in the order in which they were written, in slices. */
  readSnapshot(): AsyncIterable<readonly string[]>;
  /** Raw bytes of the newest snapshot for transfer; `done` with its last byte. Null: no such snapshot (any more). */
  readSnapshotChunk(meta: SnapshotMeta, offset: number): Promise<{ data: Uint8Array; done: boolean } | null>;
  /** Keeps a received chunk (offset 0 starts afresh). With `done`: checked, fsynced, put in place; `rejected` if it does not check out. */
  storeSnapshotChunk(
    meta: SnapshotMeta,
    offset: number,
    data: Uint8Array,
    done: boolean,
  ): Promise<'stored' | 'installed' | 'rejected'>;
  /** Drops sealed log segments, oldest first, that the newest snapshot covers up to this index. */
  dropThrough(index: Index): Promise<void>;
  /** Removes the durable mark of damage. */
  healed(): Promise<void>;
  close(): Promise<void>;
}

export interface SnapshotWriter {
  /** Records are single-line strings without a newline. */
  write(records: readonly string[]): Promise<void>;
  /** Checksummed, fsynced, renamed into place; older snapshots are removed afterwards. */
  commit(): Promise<void>;
  /** Gives up and removes what was written. */
  abort(): Promise<void>;
}
