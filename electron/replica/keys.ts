/**
 * Idempotency keys inside the state machine: a request that a client repeats, on whichever
 * workstation and after whatever restart, is applied once and gets the first answer.
 */
import type { LogAnswer } from './envelope.ts';
import { EXPIRY_AGE, type Items, type Outcome } from './sessions.ts';

/** Keys kept at most; the oldest goes first. */
export const MAX_KEYS = 10_000;

/** `command`: SHA-256 of the canonical command that first came with the key. */
export type KeyRecord = Readonly<{ key: string; command: string; age: number; answer: LogAnswer }>;

const item = (record: KeyRecord) =>
  JSON.stringify(['key', record.key, record.command, record.age, record.answer]);

export class Keys {
  /** In log order, so the oldest comes first. */
  readonly #records = new Map<string, KeyRecord>();
  readonly #items: Items;

  constructor(items: Items) {
    this.#items = items;
  }

  /**
   * Runs `apply` unless the key was used before; the same key for another command is refused.
   * @param earlier what the command would have been under earlier rules: the shop may have been raised in between
   */
  once(
    key: string,
    command: string,
    age: number,
    apply: () => LogAnswer,
    earlier: () => string | null = () => null,
  ): Outcome {
    this.#expire(age);
    const first = this.#records.get(key);
    if (first !== undefined) {
      const isSame = first.command === command || first.command === earlier();
      return isSame ? { kind: 'answered', answer: first.answer } : { kind: 'keyReused' };
    }
    const record: KeyRecord = { key, command, age, answer: apply() };
    this.#records.set(key, record);
    this.#items.add(item(record));
    return { kind: 'answered', answer: record.answer };
  }

  /** What was answered to those that begin so, by the rest of the key. */
  answers(prefix: string): ReadonlyMap<string, LogAnswer> {
    const found = new Map<string, LogAnswer>();
    for (const { key, answer } of this.#records.values())
      if (key.startsWith(prefix)) found.set(key.slice(prefix.length), answer);
    return found;
  }

  records(): KeyRecord[] {
    return [...this.#records.values()];
  }

  /** Puts back a record of a snapshot. */
  restore(record: KeyRecord): void {
    this.#records.set(record.key, record);
    this.#items.add(item(record));
  }

  #expire(age: number): void {
    for (const record of this.#records.values()) {
      if (record.age >= age - EXPIRY_AGE && this.#records.size < MAX_KEYS) return;
      this.#records.delete(record.key);
      this.#items.remove(item(record));
    }
  }
}
