/** Virtual time: what is to happen when, in ms. Of what is due at the same time, what was asked for first comes first. */
import { setImmediate as turn } from 'node:timers/promises';

type Due = { readonly at: number; readonly order: number; work: (() => void) | null };

/** Turns of the event loop after each moment: what it set off there runs its course. */
const TURNS = 4;

export class Timeline {
  now = 0;
  #order = 0;
  /** A binary heap, the next first. */
  readonly #due: Due[] = [];

  /** @returns the way to have it not happen */
  after(ms: number, work: () => void): () => void {
    const due: Due = { at: this.now + Math.max(0, ms), order: this.#order++, work };
    this.#push(due);
    return () => {
      due.work = null;
    };
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** Moves time, moment by moment. `each` is called after every one. */
  async run(ms: number, each: () => void): Promise<void> {
    const end = this.now + ms;
    for (let next = this.#due[0]; next !== undefined && next.at <= end; next = this.#due[0]) {
      this.now = Math.max(this.now, next.at);
      for (let due: Due | undefined = next; due !== undefined && due.at <= this.now; due = this.#due[0]) {
        this.#pop();
        due.work?.();
      }
      for (let n = 0; n < TURNS; n++) await turn();
      each();
    }
    this.now = end;
  }

  #push(due: Due): void {
    const heap = this.#due;
    heap.push(due);
    for (let at = heap.length - 1; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!isBefore(heap[at], heap[parent])) return;
      swap(heap, at, parent);
      at = parent;
    }
  }

  #pop(): void {
    const heap = this.#due;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    heap[0] = last;
    for (let at = 0; ;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (isBefore(heap[child], heap[least])) least = child;
      if (least === at) return;
      swap(heap, at, least);
      at = least;
    }
  }
}

function isBefore(a: Due | undefined, b: Due | undefined): boolean {
  if (a === undefined) return false;
  return b === undefined || a.at < b.at || (a.at === b.at && a.order < b.order);
}

function swap(heap: Due[], a: number, b: number): void {
  const [one, other] = [heap[a], heap[b]];
  if (one === undefined || other === undefined) return;
  heap[a] = other;
  heap[b] = one;
}
