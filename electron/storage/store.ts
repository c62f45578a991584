/** An open data directory: what `Storage` promises, and the guard that stops after a failed write. */
import type { Index, SnapshotMeta } from '../raft/types.ts';
import { removeMark } from './damage.ts';
import { NewerFormatError, StorageError, toStorageError } from './errors.ts';
import type { Log } from './log.ts';
import type { Snapshots } from './snapshots.ts';
import type { Append, Opened, SnapshotWriter, Storage } from './types.ts';

export class Store implements Storage {
  readonly opened: Opened;
  readonly #directory: string;
  readonly #log: Log;
  readonly #snapshots: Snapshots;
  readonly #pending = new Set<Promise<unknown>>();
  #failure: StorageError | null = null;
  #closed = false;

  constructor(directory: string, opened: Opened, log: Log, snapshots: Snapshots) {
    this.#directory = directory;
    this.opened = opened;
    this.#log = log;
    this.#snapshots = snapshots;
  }

  append(append: Append): Promise<void> {
    return this.#write(() => this.#log.append(append, this.#snapshots.newest));
  }

  async createSnapshot(meta: SnapshotMeta): Promise<SnapshotWriter> {
    const writer = await this.#write(() => this.#snapshots.create(meta));
    return {
      write: (records) => this.#write(() => writer.write(records)),
      commit: () => this.#write(() => writer.commit()),
      // Giving up must not fail: the next opening removes what is left.
      abort: () => writer.abort().catch(() => undefined),
    };
  }

  async *readSnapshot(): AsyncGenerator<readonly string[]> {
    this.#assertUsable();
    try {
      yield* this.#snapshots.read();
    } catch (error) {
      throw toStorageError(this.#directory, error);
    }
  }

  async readSnapshotChunk(
    meta: SnapshotMeta,
    offset: number,
  ): Promise<{ data: Uint8Array; done: boolean } | null> {
    this.#assertUsable();
    try {
      return await this.#snapshots.chunk(meta, offset);
    } catch (error) {
      throw toStorageError(this.#directory, error);
    }
  }

  storeSnapshotChunk(
    meta: SnapshotMeta,
    offset: number,
    data: Uint8Array,
    done: boolean,
  ): Promise<'stored' | 'installed' | 'rejected'> {
    return this.#write(() => this.#snapshots.store(meta, offset, data, done));
  }

  dropThrough(index: Index): Promise<void> {
    return this.#write(() => this.#log.dropThrough(Math.min(index, this.#snapshots.newest?.index ?? 0)));
  }

  healed(): Promise<void> {
    return this.#write(() => removeMark(this.#directory));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.allSettled(this.#pending);
    try {
      await this.#snapshots.close();
      await this.#log.close();
    } catch (error) {
      throw toStorageError(this.#directory, error);
    }
  }

  /**
   * After a failed write nobody knows what is on disk (a failed fsync may have dropped the data, and
   * NeDB keeps in memory what it could not write), so nothing more is written until it is read anew.
   */
  async #write<T>(work: () => Promise<T>): Promise<T> {
    this.#assertUsable();
    const working = work();
    this.#pending.add(working);
    try {
      return await working;
    } catch (cause) {
      const error = toStorageError(this.#directory, cause);
      // Another node's newer snapshot was refused; nothing here is in doubt.
      if (!(error instanceof NewerFormatError)) this.#failure ??= error;
      throw error;
    } finally {
      this.#pending.delete(working);
    }
  }

  #assertUsable(): void {
    if (this.#closed) throw new StorageError(`The data folder ${this.#directory} has been closed.`);
    if (this.#failure === null) return;
    throw new StorageError(
      `The data folder ${this.#directory} is not used any more: an earlier write failed.`,
      {
        cause: this.#failure,
      },
    );
  }
}
