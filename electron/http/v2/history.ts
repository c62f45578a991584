/** The newest changes, kept so that somebody who was away for a moment goes on where it was. */
import type { ChangeBatch, Workstation } from '../../workstation-interface.ts';

/** What is kept at most; the oldest goes first. */
export type HistoryLimits = Readonly<{ changes: number; bytes: number }>;
export const HISTORY: HistoryLimits = { changes: 10_000, bytes: 8 * 1024 * 1024 };

/** One batch as the bytes of its event. */
export type Frame = Readonly<{ from: number; to: number; changes: number; bytes: Buffer }>;

/** Frames that are gone from the front are cut off when they are so many. */
const MAX_GONE = 1_024;

export class History {
  readonly #workstation: Workstation;
  readonly #limits: HistoryLimits;
  readonly #listeners = new Set<() => void>();
  readonly #unwatch: () => void;
  #frames: Frame[] = [];
  /** How many at the front are gone. */
  #gone = 0;
  #changes = 0;
  #bytes = 0;
  #index: number;
  #epoch = 0;
  /** Indexes up to this one may be of another state than the one that is here now. */
  #doubtful = -1;

  constructor(workstation: Workstation, limits: HistoryLimits = HISTORY) {
    this.#workstation = workstation;
    this.#limits = limits;
    this.#index = workstation.appliedIndex;
    this.#unwatch = workstation.watch({
      changes: (batch) => this.#take(batch),
      reset: () => this.#restart(),
    });
  }

  /** What it reaches up to. */
  get index(): number {
    return this.#index;
  }

  /** Another number for each state that was put in place of the one before. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Whether everything after that index is here, and of the same state. */
  reaches(index: number): boolean {
    return index > this.#doubtful && this.next(index) !== 'gone';
  }

  /** What follows that index: null where nothing does yet, 'gone' where it is not here (any more). */
  next(index: number): Frame | null | 'gone' {
    if (index === this.#index) return null;
    let [low, high] = [this.#gone, this.#frames.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#frames[middle]?.from ?? 0) < index) low = middle + 1;
      else high = middle;
    }
    const frame = this.#frames[low];
    // Between the ends of a batch nobody can go on: which of its changes came when is not told.
    return frame?.from === index ? frame : 'gone';
  }

  /** Called after each batch and reset; returns how to stop. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#unwatch();
    this.#listeners.clear();
    this.#clear();
  }

  #take(batch: ChangeBatch): void {
    if (batch.to <= this.#index) return;
    if (batch.from > this.#index) {
      this.#restart();
      return;
    }
    const told = { ...batch, from: this.#index };
    const text = `id: ${batch.to}\nevent: change\ndata: ${JSON.stringify(told)}\n\n`;
    const frame = {
      from: this.#index,
      to: batch.to,
      // One that changes nothing counts, too, or there could be any number of them.
      changes: Math.max(1, batch.changes.length + batch.filings.length),
      bytes: Buffer.from(text),
    };
    this.#frames.push(frame);
    this.#changes += frame.changes;
    this.#bytes += frame.bytes.length;
    this.#index = batch.to;
    this.#trim();
    this.#tell();
  }

  /** The state is another one. */
  #restart(): void {
    this.#doubtful = Math.max(this.#doubtful, this.#index);
    this.#clear();
    this.#epoch += 1;
    this.#index = this.#workstation.appliedIndex;
    this.#tell();
  }

  #trim(): void {
    const { changes, bytes } = this.#limits;
    while (this.#changes > changes || this.#bytes > bytes) {
      const oldest = this.#frames[this.#gone];
      if (oldest === undefined) return;
      this.#changes -= oldest.changes;
      this.#bytes -= oldest.bytes.length;
      this.#gone += 1;
    }
    if (this.#gone < MAX_GONE) return;
    this.#frames = this.#frames.slice(this.#gone);
    this.#gone = 0;
  }

  #clear(): void {
    this.#frames = [];
    this.#gone = 0;
    this.#changes = 0;
    this.#bytes = 0;
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
