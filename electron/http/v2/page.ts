/** One page of a list: records as JSON, made in slices so that a long one does not hold the event loop. */
import { ownTurn } from '../../viewer/turns.ts';
import { type Cursor, encode } from './cursor.ts';

/** A page ends with so many characters, however few records they are. */
const MAX_CHARACTERS = 1_000_000;
/** Records that are turned into JSON in one go. */
const SLICE = 100;

export class Page {
  readonly #limit: number;
  readonly #texts: string[] = [];
  #characters = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** How many more records it takes. */
  get room(): number {
    return this.#characters < MAX_CHARACTERS ? this.#limit - this.#texts.length : 0;
  }

  add(record: object): void {
    const text = JSON.stringify(record);
    this.#texts.push(text);
    this.#characters += text.length;
  }

  /** Takes records until there is no room. Resolves with how many it took. */
  async addAll(records: readonly object[]): Promise<number> {
    let added = 0;
    for (const record of records) {
      if (this.room === 0) break;
      this.add(record);
      added += 1;
      if (added % SLICE === 0) await ownTurn();
    }
    return added;
  }

  /** The whole answer. @param index what it was read at */
  toText(list: string, next: Cursor | null, index: number): string {
    const word = next === null ? null : encode(list, next);
    return `{"items":[${this.#texts.join(',')}],"next":${JSON.stringify(word)},"index":${index}}`;
  }
}
