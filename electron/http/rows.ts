/** Long lists as JSON without holding the event loop: a slice, a turn for the others, the next slice. */
import { Readable } from 'node:stream';
import { ownTurn } from '../viewer/turns.ts';

/** Entities turned into JSON in one go: well under a millisecond. */
const SLICE = 500;

/** A list that is turned into JSON later; null leaves an item out. `items` must not change meanwhile. */
export type Rows = Readonly<{ items: readonly unknown[]; row: (item: unknown) => object | null }>;

/** Pairs items with how one is told. */
export function rows<T>(items: readonly T[], row: (item: T) => object | null): Rows {
  // `row` only ever gets `items`, so the type of both may be forgotten here.
  return { items, row: row as (item: unknown) => object | null };
}

/** The JSON array: as one string where it is short, else as a stream. */
export function jsonOf({ items, row }: Rows): string | Readable {
  if (items.length <= SLICE) return `[${slice(items, row).join(',')}]`;
  return Readable.from(chunks(items, row), { objectMode: false });
}

async function* chunks(items: Rows['items'], row: Rows['row']): AsyncGenerator<string> {
  let separator = '[';
  for (let start = 0; start < items.length; start += SLICE) {
    const told = slice(items.slice(start, start + SLICE), row);
    if (told.length > 0) {
      yield separator + told.join(',');
      separator = ',';
    }
    await ownTurn();
  }
  yield separator === '[' ? '[]' : ']';
}

function slice(items: readonly unknown[], row: Rows['row']): string[] {
  const told: string[] = [];
  for (const item of items) {
    const json = row(item);
    if (json !== null) told.push(JSON.stringify(json));
  }
  return told;
}

/** Oldest first: the same order on every workstation, whatever order its tables hold. */
export function oldestFirst<T extends Readonly<{ id: string; createdAt: number }>>(
  entities: ReadonlyMap<string, T>,
): T[] {
  return Array.from(entities.values()).sort(
    (one, other) => one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1),
  );
}
