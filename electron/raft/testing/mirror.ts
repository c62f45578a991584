/** The terms along a node's log in memory, as its `persist` effects tell them. */
import type { Index, Restored, SnapshotMeta, Term } from '../types.ts';
import type { DiskWrite } from './disk-image.ts';

export class LogMirror {
  #base: Index;
  readonly #terms: Term[] = [];

  constructor({ snapshot, entries }: Restored, lastIndex: Index) {
    this.#base = snapshot?.index ?? 0;
    this.#terms[this.#base] = snapshot?.term ?? 0;
    for (const { index, term } of entries) if (index <= lastIndex) this.#terms[index] = term;
  }

  get lastIndex(): Index {
    return this.#terms.length - 1;
  }
  /** The entries up to here are known by a snapshot alone. */
  get base(): Index {
    return this.#base;
  }

  termAt(index: Index): Term | null {
    return index < this.#base ? null : (this.#terms[index] ?? null);
  }

  take({ firstIndex, entries }: DiskWrite): void {
    this.#terms.length = firstIndex;
    for (const { term } of entries) this.#terms.push(term);
  }

  restore({ index, term }: SnapshotMeta): void {
    this.#base = index;
    this.#terms[index] = term;
  }
}
