/** What a sequence of writes says: the log, term and vote as they stand after the last. */
import type { Effect, Entry, HardState, Index, Term } from '../types.ts';

export type DiskWrite = Omit<Extract<Effect, { type: 'persist' }>, 'type'>;

export class DiskImage {
  hardState: HardState = { term: 0, vote: null, commit: 0 };
  /** By index; with holes below a snapshot that came from elsewhere. */
  readonly #entries: Entry[] = [];

  static replay(writes: readonly DiskWrite[]): DiskImage {
    const image = new DiskImage();
    for (const write of writes) image.take(write);
    return image;
  }

  get lastIndex(): Index {
    return Math.max(0, this.#entries.length - 1);
  }

  /** The log becomes what lies below `firstIndex` plus `entries`. */
  take({ firstIndex, entries, hardState }: DiskWrite): void {
    this.#entries.length = firstIndex;
    for (const entry of entries) this.#entries.push(entry);
    this.hardState = hardState;
  }

  termAt(index: Index): Term | null {
    return this.#entries[index]?.term ?? null;
  }

  after(index: Index): readonly Entry[] {
    return this.#entries.slice(index + 1);
  }
}
