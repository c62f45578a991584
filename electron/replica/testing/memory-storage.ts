/**
 * A node's durable memory without a disk: what was written outlives the node that wrote it, each
 * write takes a turn of the event loop, and failures come when asked for.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { Entry, HardState, Index, Restored, SnapshotMeta } from '../../raft/types.ts';
import type { Append, Opened, SnapshotWriter, Storage } from '../../storage/types.ts';

type Snapshot = Readonly<{ meta: SnapshotMeta; records: readonly string[] }>;

const CHUNK_BYTES = 1_000;

export class MemoryStorage implements Storage {
  hardState: HardState = { term: 0, vote: null, commit: 0 };
  entries: readonly Entry[] = [];
  snapshot: Snapshot | null = null;
  /** What was acknowledged here may be lost. */
  damaged = false;
  /** What every write fails with from now on. */
  failure: Error | null = null;
  /** Everything up to here was dropped because a snapshot covers it. */
  dropped: Index = 0;
  /** Times this was closed. */
  closed = 0;
  #incoming: Buffer = Buffer.alloc(0);

  get opened(): Opened {
    return { ...this.restored(), findings: [] };
  }

  /** What a node that starts now finds. */
  restored(): Restored {
    const snapshot = this.snapshot?.meta ?? null;
    const entries = this.entries.filter(({ index }) => index > (snapshot?.index ?? 0));
    return { hardState: this.hardState, snapshot, entries, damaged: this.damaged };
  }

  async append({ hardState, firstIndex, entries }: Append): Promise<void> {
    await this.#write();
    this.hardState = hardState;
    this.entries = [...this.entries.filter(({ index }) => index < firstIndex), ...entries];
  }

  createSnapshot(meta: SnapshotMeta): Promise<SnapshotWriter> {
    const records: string[] = [];
    return Promise.resolve({
      write: async (slice) => {
        await this.#write();
        records.push(...slice);
      },
      commit: async () => {
        await this.#write();
        this.#settle({ meta, records });
      },
      abort: () => Promise.resolve(),
    });
  }

  async *readSnapshot(): AsyncGenerator<readonly string[]> {
    const records = this.snapshot?.records ?? [];
    for (let at = 0; at < records.length; at += 50) {
      await turn();
      yield records.slice(at, at + 50);
    }
  }

  async readSnapshotChunk(meta: SnapshotMeta, offset: number) {
    await turn();
    const { snapshot } = this;
    if (snapshot?.meta.index !== meta.index) return null;
    const bytes = Buffer.from(JSON.stringify(snapshot));
    const end = offset + CHUNK_BYTES;
    return { data: bytes.subarray(offset, end), done: end >= bytes.length };
  }

  async storeSnapshotChunk(_meta: SnapshotMeta, offset: number, data: Uint8Array, done: boolean) {
    await this.#write();
    if (offset === 0) this.#incoming = Buffer.alloc(0);
    if (this.#incoming.length !== offset) return 'rejected' as const;
    this.#incoming = Buffer.concat([this.#incoming, data]);
    if (!done) return 'stored' as const;
    this.#settle(JSON.parse(this.#incoming.toString()) as Snapshot);
    return 'installed' as const;
  }

  async dropThrough(index: Index): Promise<void> {
    await this.#write();
    this.dropped = Math.min(index, this.snapshot?.meta.index ?? 0);
    this.entries = this.entries.filter((entry) => entry.index > this.dropped);
  }

  healed(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.closed += 1;
    return Promise.resolve();
  }

  #settle(snapshot: Snapshot): void {
    if (snapshot.meta.index > (this.snapshot?.meta.index ?? 0)) this.snapshot = snapshot;
  }

  async #write(): Promise<void> {
    await turn();
    if (this.failure !== null) throw this.failure;
  }
}
