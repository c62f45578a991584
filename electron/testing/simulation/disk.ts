/**
 * A workstation's disk, simulated: the store's own rules (`storage/replay.ts`) over writes that take their time, hang,
 * fail, run out of room, are torn by a crash, or can no longer be read.
 */
import type { Random } from '../../raft/testing/random.ts';
import type { HardState, Index, Restored, SnapshotMeta, Term } from '../../raft/types.ts';
import type { Write } from '../../storage/document.ts';
import { FullError, StorageError } from '../../storage/errors.ts';
import { afterSnapshot, replay, type Replayed, startsAfresh } from '../../storage/replay.ts';
import type { Append, Opened, SnapshotWriter, Storage } from '../../storage/types.ts';
import type { Timeline } from './timeline.ts';

type Snapshot = Readonly<{ meta: SnapshotMeta; records: readonly string[] }>;
type Job = { readonly takes: () => void; readonly done: (cause?: Error) => void };

const CHUNK_BYTES = 2_000;
const NOTHING: HardState = { term: 0, vote: null, commit: 0 };

/** What is on the platters; outlives every opening. */
export class SimDisk {
  writes: readonly Write[] = [];
  snapshot: Snapshot | null = null;
  damaged = false;
  /** It takes writes and finishes none. */
  hangs = false;
  isFull = false;
  /** The next write fails, and whoever asked for it is told so. */
  fails = false;
  /** ms that a write takes at most. */
  latency = 3;
  readonly #timeline: Timeline;
  readonly #random: Random;
  #opened: SimStorage | null = null;

  constructor(timeline: Timeline, random: Random) {
    this.#timeline = timeline;
    this.#random = random;
  }

  /** What is there, as the store reads it. */
  read(): Restored & Readonly<{ superseded: boolean }> {
    const log: Replayed = { base: null, entries: [] };
    for (const write of this.writes) if (!replay(log, write)) throw new Error('the disk holds a gap');
    const snapshot = this.snapshot?.meta ?? null;
    const { entries, missing, superseded } = afterSnapshot(log, snapshot);
    if (missing) throw new Error('the disk has dropped what no snapshot covers');
    const stated = this.writes.at(-1)?.hardState ?? NOTHING;
    const base = snapshot?.index ?? 0;
    const commit = Math.max(base, Math.min(stated.commit, base + entries.length));
    return { hardState: { ...stated, commit }, snapshot, entries, damaged: this.damaged, superseded };
  }

  /** Whether the entry, or a snapshot that covers it, would be found after a crash now. */
  holds(index: Index, term: Term): boolean {
    const { snapshot, entries } = this.read();
    if (index <= (snapshot?.index ?? 0)) return true;
    return entries[index - 1 - (snapshot?.index ?? 0)]?.term === term;
  }

  open(): SimStorage {
    this.#opened = new SimStorage(this, this.#timeline, this.#random);
    return this.#opened;
  }

  /** Power fails: of what is under way the disk has taken some already, in order; nobody hears of it any more. */
  crash(): void {
    this.#opened?.crash(this.#random);
    this.#opened = null;
    this.hangs = false;
    this.fails = false;
  }

  /** The newest `lost` writes can no longer be read, but for the term and vote in the last of them. */
  damage(lost: number): void {
    const { hardState } = this.read();
    this.writes = this.writes.slice(0, Math.max(0, this.writes.length - lost));
    const { snapshot, entries } = this.read();
    const firstIndex = (snapshot?.index ?? 0) + entries.length + 1;
    const number = (this.writes.at(-1)?.number ?? 0) + 1;
    const write = {
      number,
      previous: number - 1,
      reset: entries.length === 0,
      hardState,
      firstIndex,
      entries: [],
    };
    this.writes = [...this.writes, write];
    this.damaged = true;
  }

  /** Whatever hung goes on. */
  mend(): void {
    this.hangs = false;
    this.isFull = false;
    this.fails = false;
    this.#opened?.goOn();
  }
}

/** One opening of it: the storage that a replica gets. */
export class SimStorage implements Storage {
  readonly opened: Opened;
  readonly #disk: SimDisk;
  readonly #timeline: Timeline;
  readonly #random: Random;
  /** The log's writes and the snapshots' go their own ways, each in order. */
  readonly #lanes: Readonly<Record<'log' | 'snapshots', Job[]>> = { log: [], snapshots: [] };
  #lastIndex: Index;
  #lastWrite: number;
  #superseded: boolean;
  #incoming: { readonly meta: SnapshotMeta; bytes: Buffer } | null = null;
  #failure: StorageError | null = null;
  #dead = false;

  constructor(disk: SimDisk, timeline: Timeline, random: Random) {
    this.#disk = disk;
    this.#timeline = timeline;
    this.#random = random;
    const { superseded, ...found } = disk.read();
    this.opened = { ...found, findings: [] };
    this.#superseded = superseded;
    this.#lastIndex = (found.snapshot?.index ?? 0) + found.entries.length;
    this.#lastWrite = disk.writes.at(-1)?.number ?? 0;
  }

  append({ hardState, firstIndex, entries }: Append): Promise<void> {
    const log = { lastIndex: this.#lastIndex, superseded: this.#superseded };
    const reset = startsAfresh(firstIndex, log, this.#disk.snapshot?.meta ?? null);
    if (firstIndex > this.#lastIndex + 1 && !reset)
      return Promise.reject(
        new StorageError(`The log ends at ${this.#lastIndex}: nothing can follow at ${firstIndex}.`),
      );
    this.#lastIndex = firstIndex - 1 + entries.length;
    if (reset) this.#superseded = false;
    const number = ++this.#lastWrite;
    const write: Write = { number, previous: number - 1, reset, hardState, firstIndex, entries };
    return this.#write('log', () => {
      this.#disk.writes = [...this.#disk.writes, write];
    });
  }

  createSnapshot(meta: SnapshotMeta): Promise<SnapshotWriter> {
    const records: string[] = [];
    return Promise.resolve({
      write: (slice) =>
        this.#write('snapshots', () => {
          records.push(...slice);
        }),
      commit: () => this.#write('snapshots', () => this.#settle({ meta, records })),
      abort: () => Promise.resolve(),
    });
  }

  async *readSnapshot(): AsyncGenerator<readonly string[]> {
    const records = this.#disk.snapshot?.records ?? [];
    for (let at = 0; at < records.length; at += 50) {
      await this.#timeline.sleep(1);
      yield records.slice(at, at + 50);
    }
  }

  async readSnapshotChunk(meta: SnapshotMeta, offset: number) {
    await this.#timeline.sleep(1);
    const { snapshot } = this.#disk;
    if (snapshot?.meta.index !== meta.index || snapshot.meta.term !== meta.term) return null;
    const bytes = Buffer.from(JSON.stringify(snapshot));
    if (offset > bytes.length) return null;
    const end = offset + CHUNK_BYTES;
    return { data: bytes.subarray(offset, end), done: end >= bytes.length };
  }

  async storeSnapshotChunk(meta: SnapshotMeta, offset: number, data: Uint8Array, done: boolean) {
    let result: 'stored' | 'installed' | 'rejected' = 'rejected';
    await this.#write('snapshots', () => {
      result = this.#store(meta, offset, data, done);
    });
    return result as 'stored' | 'installed' | 'rejected';
  }

  /** Whole writes from the oldest on, as whole segments are dropped. */
  dropThrough(index: Index): Promise<void> {
    return this.#write('snapshots', () => {
      const until = Math.min(index, this.#disk.snapshot?.meta.index ?? 0);
      let { writes } = this.#disk;
      for (let [oldest, next] = writes; oldest !== undefined && next !== undefined; [oldest, next] = writes) {
        if (oldest.firstIndex - 1 + oldest.entries.length > until) break;
        writes = writes.slice(1);
      }
      this.#disk.writes = writes;
    });
  }

  healed(): Promise<void> {
    return this.#write('snapshots', () => {
      this.#disk.damaged = false;
    });
  }

  async close(): Promise<void> {
    while (!this.#dead && this.#lanes.log.length + this.#lanes.snapshots.length > 0 && !this.#disk.hangs)
      await this.#timeline.sleep(1);
  }

  crash(random: Random): void {
    this.#dead = true;
    if (this.#failure !== null) return;
    for (const lane of Object.values(this.#lanes))
      for (let left = random.int(lane.length + 1); left > 0; left--) lane.shift()?.takes();
  }

  /** What hung is finished in its turn. */
  goOn(): void {
    for (const lane of ['log', 'snapshots'] as const)
      if (this.#lanes[lane].length > 0) this.#finishLater(lane);
  }

  /** Never settles after a crash: whoever waits is gone. */
  #write(lane: 'log' | 'snapshots', takes: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (cause?: Error) => (cause === undefined ? resolve() : reject(cause));
      this.#lanes[lane].push({ takes, done });
      if (this.#lanes[lane].length === 1) this.#finishLater(lane);
    });
  }

  #finishLater(lane: 'log' | 'snapshots'): void {
    this.#timeline.after(this.#random.between(0, this.#disk.latency), () => this.#finish(lane));
  }

  #finish(lane: 'log' | 'snapshots'): void {
    if (this.#dead || this.#disk.hangs) return;
    const job = this.#lanes[lane].shift();
    if (job === undefined) return;
    this.#failure ??= this.#failureNow();
    if (this.#failure === null) {
      job.takes();
      job.done();
    } else job.done(this.#failure);
    if (this.#lanes[lane].length > 0) this.#finishLater(lane);
  }

  #failureNow(): StorageError | null {
    if (this.#disk.isFull) return new FullError('The disk that holds the data folder is full.');
    return this.#disk.fails ? new StorageError('The data folder failed: an error of the disk.') : null;
  }

  #store(
    meta: SnapshotMeta,
    offset: number,
    data: Uint8Array,
    done: boolean,
  ): 'stored' | 'installed' | 'rejected' {
    if (offset === 0) this.#incoming = { meta, bytes: Buffer.alloc(0) };
    const incoming = this.#incoming;
    if (
      incoming?.meta.index !== meta.index ||
      incoming.meta.term !== meta.term ||
      incoming.bytes.length !== offset
    ) {
      this.#incoming = null;
      return 'rejected';
    }
    incoming.bytes = Buffer.concat([incoming.bytes, data]);
    if (!done) return 'stored';
    this.#incoming = null;
    const snapshot = JSON.parse(incoming.bytes.toString()) as Snapshot;
    if (snapshot.meta.index !== meta.index || snapshot.meta.term !== meta.term) return 'rejected';
    this.#settle(snapshot);
    this.#superseded = true;
    return 'installed';
  }

  #settle(snapshot: Snapshot): void {
    if (snapshot.meta.index > (this.#disk.snapshot?.meta.index ?? 0)) this.#disk.snapshot = snapshot;
  }
}
