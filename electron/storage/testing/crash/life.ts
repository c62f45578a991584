/** A data directory's life, drawn from a seed, with a note of everything that was begun and acknowledged. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Entry, SnapshotMeta } from '../../../raft/types.ts';
import { Random } from '../../../raft/testing/random.ts';
import { forgetRecords } from '../../forget.ts';
import { openStorage, type StorageOptions } from '../../open.ts';
import { createSnapshotFile } from '../../snapshot-file.ts';
import type { Storage } from '../../types.ts';
import { after, type Held, type Mark, NOTHING, type Work } from './known.ts';

/** Segments that fill after a few writes, and no reserve: its bytes mean nothing. */
export const OPTIONS: StorageOptions = { segmentBytes: 1_000, freeBytes: () => Promise.resolve(1_000) };

export const recordOf = (meta: SnapshotMeta): string => `state at ${meta.index} of term ${meta.term}`;

export class Life {
  readonly marks: Mark[] = [];
  readonly #directory: string;
  readonly #random: Random;
  /** How many file operations have happened. */
  readonly #operations: () => number;
  #held: Held = NOTHING;
  #storage: Storage | null = null;

  constructor(directory: string, seed: number, operations: () => number) {
    this.#directory = directory;
    this.#random = new Random(seed);
    this.#operations = operations;
  }

  /** Lives for so many steps; rejects with what the storage rejects with, and closes it in any case. */
  async live(steps: number): Promise<void> {
    try {
      this.#storage = await openStorage(this.#directory, OPTIONS);
      await this.#append(this.#storage, 0, 1);
      for (let step = 0; step < steps; step++) await this.#step(this.#storage);
    } finally {
      await this.#storage?.close();
    }
  }

  async #step(storage: Storage): Promise<void> {
    const random = this.#random;
    switch (
      random.pick([
        'append',
        'append',
        'append',
        'append',
        'overwrite',
        'vote',
        'compact',
        'receive',
        'reopen',
        'forget',
      ])
    ) {
      case 'append':
        return this.#append(storage, 0, 1 + random.int(4));
      case 'overwrite':
        return this.#append(storage, 1 + random.int(4), random.int(3));
      case 'vote':
        return this.#append(storage, 0, 0);
      case 'compact':
        // As in a shop, where writing goes on meanwhile.
        return this.#both(this.#compact(storage), this.#append(storage, 0, 1 + random.int(3)));
      case 'receive':
        return this.#receive(storage);
      case 'reopen':
        await storage.close();
        this.#storage = await openStorage(this.#directory, OPTIONS);
        return;
      case 'forget': {
        await storage.close();
        await this.#noted({ kind: 'forget' }, () => forgetRecords(this.#directory, 'They differed.'));
        this.#storage = await openStorage(this.#directory, OPTIONS);
        await this.#noted({ kind: 'healed' }, () => this.#opened.healed());
        return;
      }
    }
  }

  async #both(...works: readonly Promise<void>[]): Promise<void> {
    try {
      await Promise.all(works);
    } finally {
      await Promise.allSettled(works);
    }
  }

  get #opened(): Storage {
    if (this.#storage === null) throw new Error('it is not open');
    return this.#storage;
  }

  get #last(): number {
    return Math.max(this.#held.base + this.#held.entries.length, this.#held.snapshot?.index ?? 0);
  }

  /** @param back how many entries at the end are replaced */
  async #append(storage: Storage, back: number, count: number): Promise<void> {
    const covered = this.#held.snapshot?.index ?? 0;
    const firstIndex = Math.max(covered, this.#last - back) + 1;
    const term =
      this.#held.hardState.term + (back > 0 || this.#held.hardState.term === 0 ? 1 : this.#random.int(2));
    const entries = Array.from({ length: count }, (_, n): Entry => {
      const data = `entry ${firstIndex + n} of term ${term}${' '.repeat(this.#random.int(200))}`;
      return { index: firstIndex + n, term, payload: { kind: 'command', data } };
    });
    const vote = this.#random.pick([null, 'a', 'b']);
    const hardState = { term, vote, commit: Math.max(covered, firstIndex - 1 - this.#random.int(3)) };
    const append = { hardState, firstIndex, entries };
    await this.#noted({ kind: 'append', append }, () => storage.append(append));
  }

  async #compact(storage: Storage): Promise<void> {
    const { entries, base, snapshot } = this.#held;
    const entry = entries[this.#random.int(entries.length)];
    if (entry === undefined || entry.index <= Math.max(base, snapshot?.index ?? 0)) return;
    const meta = metaOf(entry.index, entry.term);
    await this.#noted({ kind: 'snapshot', meta }, async () => {
      const writer = await storage.createSnapshot(meta);
      await writer.write([recordOf(meta)]);
      await writer.commit();
    });
    await storage.dropThrough(meta.index);
  }

  /** A snapshot beyond the end of the log, in chunks. */
  async #receive(storage: Storage): Promise<void> {
    const term = this.#held.hardState.term;
    const meta = metaOf(this.#last + 1 + this.#random.int(5), term);
    await this.#noted({ kind: 'received', meta }, async () => {
      const bytes = await snapshotOf(meta);
      const half = bytes.length >> 1;
      await storage.storeSnapshotChunk(meta, 0, bytes.subarray(0, half), false);
      await storage.storeSnapshotChunk(meta, half, bytes.subarray(half), true);
    });
    // What follows starts the log afresh.
    await this.#append(storage, 0, this.#random.int(3));
  }

  async #noted(work: Work, does: () => Promise<void>): Promise<void> {
    this.marks.push({ at: this.#operations(), work, done: false });
    await does();
    this.#held = after(this.#held, work);
    this.marks.push({ at: this.#operations(), work, done: true });
  }
}

/** The bytes of a snapshot as another node would send it; made where nothing is recorded. */
async function snapshotOf(meta: SnapshotMeta): Promise<Uint8Array> {
  const directory = await mkdtemp(join(tmpdir(), 'printraft-snapshot-'));
  try {
    const path = join(directory, 'file');
    const nothing = () => Promise.resolve();
    const writer = await createSnapshotFile(path, meta, nothing, nothing);
    await writer.write([recordOf(meta)]);
    await writer.commit();
    return await readFile(path);
  } finally {
    await rm(directory, { recursive: true });
  }
}

export function metaOf(index: number, term: number): SnapshotMeta {
  return { index, term, configuration: { voters: ['a', 'b', 'c'], outgoing: [], learners: [] } };
}
