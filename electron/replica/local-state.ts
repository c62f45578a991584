/**
 * The state machine of this node: brought forward by what the core says is committed, replaced by
 * snapshots that come in, written out as a snapshot every so many entries. Whoever watches the records
 * is told here, once a slice.
 */
import type { Change, Filing } from '../../shared/domain/model.ts';
import type { Entry, Index, SnapshotMeta } from '../raft/types.ts';
import type { Storage } from '../storage/types.ts';
import type { Roster } from '../membership/roster/types.ts';
import type { Checkpoint } from './agreement.ts';
import { ApplyQueue } from './apply-queue.ts';
import { Machine } from './machine.ts';
import type { ReplicaOptions, Timing } from './options.ts';
import type { Outcome } from './sessions.ts';
import { loadSnapshot, Snapshotter } from './snapshots.ts';

export type LocalStateEvents = Pick<ReplicaOptions['on'], 'changes' | 'reset' | 'roster'> &
  Readonly<{
    /** The command of this session and number was applied, or came too late to be. */
    outcome: (session: string, seq: number, outcome: Outcome, index: Index) => void;
    /** So many entries are applied again: what the state amounts to now. */
    checkpoint: (checkpoint: Checkpoint) => void;
    /** A slice of entries, or a snapshot, has been taken in. */
    applied: (index: Index) => void;
    /** A snapshot of this state is durable. */
    compacted: (snapshot: SnapshotMeta) => void;
    failed: (cause: unknown) => void;
  }>;

export class LocalState {
  readonly #storage: Storage;
  readonly #on: LocalStateEvents;
  readonly #digestEntries: number;
  readonly #queue: ApplyQueue;
  readonly #snapshots: Snapshotter;
  #machine = new Machine();
  #toldRoster: Roster = this.#machine.roster;
  #batch: { from: Index; changes: Change[]; filings: Filing[] } | null = null;

  constructor(
    storage: Storage,
    every: Pick<Timing, 'snapshotEntries' | 'digestEntries'>,
    newest: SnapshotMeta | null,
    on: LocalStateEvents,
  ) {
    this.#storage = storage;
    this.#on = on;
    this.#digestEntries = every.digestEntries;
    this.#snapshots = new Snapshotter(storage, every.snapshotEntries, newest?.index ?? 0, on);
    this.#queue = new ApplyQueue({
      applyEntry: (entry) => this.#apply(entry),
      restore: (snapshot, goOn) => this.#restore(snapshot, goOn),
      afterSlice: () => this.#afterSlice(),
      failed: on.failed,
    });
  }

  get machine(): Machine {
    return this.#machine;
  }
  get snapshotIndex(): Index {
    return this.#snapshots.index;
  }

  apply(entries: readonly Entry[]): void {
    this.#queue.push({ entries });
  }

  /** Becomes the snapshot, which storage holds. */
  restore(snapshot: SnapshotMeta): void {
    this.#queue.push({ snapshot });
  }

  /** Stops after the slice under way, gives up a snapshot that is being written, and resolves then. */
  async stop(): Promise<void> {
    await Promise.all([this.#queue.stop(), this.#snapshots.stop()]);
  }

  #apply(entry: Entry): void {
    // A snapshot was loaded that is newer than the one that this entry followed.
    if (entry.index <= this.#machine.index) return;
    this.#batch ??= { from: this.#machine.index, changes: [], filings: [] };
    const { changes, filings, answer } = this.#machine.apply(entry);
    for (const change of changes) this.#batch.changes.push(change);
    for (const filing of filings) this.#batch.filings.push(filing);
    if (answer !== null) this.#on.outcome(answer.session, answer.seq, answer.outcome, entry.index);
    if (entry.index % this.#digestEntries === 0)
      this.#on.checkpoint({ index: entry.index, digest: this.#machine.digest });
  }

  /** Storage gives its newest snapshot: that asked for, or one that came in since. */
  async #restore({ index }: SnapshotMeta, goOn: () => boolean): Promise<void> {
    if (index <= this.#machine.index) return;
    const machine = await loadSnapshot(this.#storage, goOn);
    if (machine === null) return;
    this.#machine = machine;
    this.#snapshots.installed(machine.index);
    this.#batch = null;
    this.#on.reset();
  }

  #afterSlice(): void {
    const { index } = this.#machine;
    if (this.#batch !== null) {
      const { from, changes, filings } = this.#batch;
      this.#batch = null;
      this.#on.changes({ from, to: index, changes, filings });
    }
    if (this.#toldRoster !== this.#machine.roster) {
      this.#toldRoster = this.#machine.roster;
      this.#on.roster(this.#toldRoster);
    }
    this.#on.applied(index);
    this.#snapshots.consider(this.#machine);
  }
}
