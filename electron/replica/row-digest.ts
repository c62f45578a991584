/**
 * Takes rows into the digest and out of it. A shop's few printers, spools and counters change all the
 * time, and what comes in with one change goes out with the next: so the text of recent rows is kept.
 */
import type { Change, Entities, Shop, TableName } from '../../shared/domain/model.ts';
import { packedText } from '../../shared/domain/versions.ts';
import type { Items } from './sessions.ts';

/** Rows whose text is kept at most; at some 200 bytes each. */
const KEPT = 4_096;

export class RowDigest {
  readonly #items: Items;
  readonly #kept: number;
  /** The oldest first. Rows are immutable, so a text stays right for as long as its row lives. */
  readonly #texts = new Map<object, string>();

  constructor(items: Items, kept = KEPT) {
    this.#items = items;
    this.#kept = kept;
  }

  /** @param shop as it is before the change */
  take(shop: Shop, { table, id, entity }: Change): void {
    const before = shop[table].get(id);
    if (before !== undefined) {
      this.#items.remove(this.#texts.get(before) ?? rowItem(table, before));
      this.#texts.delete(before);
    }
    if (entity !== null) this.#items.add(this.#keep(entity, rowItem(table, entity)));
  }

  #keep(row: object, text: string): string {
    if (this.#texts.size >= this.#kept) {
      const [oldest] = this.#texts.keys();
      if (oldest !== undefined) this.#texts.delete(oldest);
    }
    this.#texts.set(row, text);
    return text;
  }
}

function rowItem<T extends TableName>(table: T, entity: Entities[T]): string {
  return `["${table}",${packedText(table, entity)}]`;
}
