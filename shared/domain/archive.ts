import type { Archive } from './model.ts';
import type { Id } from './text.ts';

/** An archive as a list: for tests, and wherever there is little of it. */
export class MemoryArchive<T extends Readonly<{ id: Id }>> implements Archive<T> {
  readonly #records: T[] = [];
  readonly #newest = new Map<Id, T>();

  get length(): number {
    return this.#records.length;
  }
  has(id: Id): boolean {
    return this.#newest.has(id);
  }
  get(id: Id): T | undefined {
    return this.#newest.get(id);
  }
  at(position: number): T | undefined {
    return this.#records[position];
  }
  add(record: T): void {
    this.#records.push(record);
    this.#newest.set(record.id, record);
  }
}
