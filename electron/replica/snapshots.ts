/** Takes and loads snapshots of the state machine, slice by slice, while everything else goes on. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Index, SnapshotMeta } from '../raft/types.ts';
import type { Storage } from '../storage/types.ts';
import type { Frozen } from './machine.ts';
import { Machine } from './machine.ts';

/** A slice ends with whichever comes first: a session's record can be a thousand times as long as a row's. */
const SLICE_RECORDS = 200;
const SLICE_CHARACTERS = 128 * 1024;
const SLICE_MS = 8;

/**
 * Writes the frozen state as the newest snapshot; resolves when it is durable. Rejects with StateError, and leaves the
 * one before, where it does not hold the state that it says.
 * @param goOn asked after each slice; false gives up, and the result is null
 */
export async function writeSnapshot(
  storage: Storage,
  frozen: Frozen,
  goOn: () => boolean,
): Promise<SnapshotMeta | null> {
  const writer = await storage.createSnapshot(frozen.meta);
  try {
    // Read back as whoever loads it will: one that does not come to what it says must never replace the log.
    const readBack = new Machine();
    for (const slice of slices(frozen.records)) {
      for (const record of slice) readBack.restore(record);
      await writer.write(slice);
      await turn();
      if (goOn()) continue;
      await writer.abort();
      return null;
    }
    readBack.restored();
    await writer.commit();
  } catch (cause) {
    await writer.abort();
    throw cause;
  }
  return frozen.meta;
}

function* slices(records: Iterable<string>): Generator<readonly string[]> {
  let slice: string[] = [];
  let characters = 0;
  for (const record of records) {
    slice.push(record);
    characters += record.length;
    if (slice.length < SLICE_RECORDS && characters < SLICE_CHARACTERS) continue;
    yield slice;
    slice = [];
    characters = 0;
  }
  if (slice.length > 0) yield slice;
}

/**
 * A machine at the state of the newest snapshot in storage.
 *
 * @param goOn asked after each slice; false gives up, and the result is null
 * @throws NewerSnapshotError, StateError, StorageError
 */
export async function loadSnapshot(storage: Storage, goOn: () => boolean): Promise<Machine | null> {
  const machine = new Machine();
  let sliceEnd = performance.now() + SLICE_MS;
  for await (const records of storage.readSnapshot()) {
    for (const record of records) {
      machine.restore(record);
      if (performance.now() < sliceEnd) continue;
      await turn();
      if (!goOn()) return null;
      sliceEnd = performance.now() + SLICE_MS;
    }
  }
  machine.restored();
  return machine;
}

/** Takes a snapshot every so many entries, one at a time, and drops the log that it covers. */
export class Snapshotter {
  readonly #storage: Storage;
  readonly #every: number;
  readonly #on: Readonly<{
    compacted: (snapshot: SnapshotMeta) => void;
    failed: (cause: unknown) => void;
  }>;
  #index: Index;
  #busy: Promise<void> | null = null;
  #stopped = false;

  /** @param index of the newest snapshot in storage */
  constructor(
    storage: Storage,
    every: number,
    index: Index,
    on: Readonly<{ compacted: (snapshot: SnapshotMeta) => void; failed: (cause: unknown) => void }>,
  ) {
    this.#storage = storage;
    this.#every = every;
    this.#index = index;
    this.#on = on;
  }

  /** What the newest snapshot covers. */
  get index(): Index {
    return this.#index;
  }

  /** A snapshot of another node's is in place. */
  installed(index: Index): void {
    this.#index = Math.max(this.#index, index);
  }

  /** Starts a snapshot if it is time for one and none is under way. */
  consider(machine: Machine): void {
    if (this.#stopped || machine.index - this.#index < this.#every) return;
    this.#busy ??= this.#take(machine.freeze());
  }

  /** Gives up what is under way and resolves then. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#busy;
  }

  async #take(frozen: Frozen): Promise<void> {
    try {
      const snapshot = await writeSnapshot(this.#storage, frozen, () => !this.#stopped);
      if (snapshot !== null) {
        this.installed(snapshot.index);
        this.#on.compacted(snapshot);
        await this.#storage.dropThrough(snapshot.index);
      }
      this.#busy = null;
    } catch (cause) {
      // #busy stays set: a store whose write failed takes no more.
      this.#on.failed(cause);
    }
  }
}
