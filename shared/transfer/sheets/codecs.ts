/**
 * How a value is written into a cell and read out of one. Reading gives `undefined` where an empty cell says nothing,
 * because the value cannot be empty: then a record keeps what it has, and a new one gets what is usual.
 */
import type { Delimiter } from '../csv.ts';
import { momentText, readMoment } from '../moments.ts';
import { readDecimal, writeDecimal } from './decimals.ts';

export type Read<V> = Readonly<{ ok: true; value: V | undefined }> | Readonly<{ ok: false; message: string }>;
export type Codec<V> = Readonly<{
  write: (value: V) => string;
  /** @param cell without blanks around it */
  read: (cell: string, delimiter: Delimiter) => Read<V>;
}>;

const ok = <V>(value: V | undefined): Read<V> => ({ ok: true, value });
const wrong = (message: string) => ({ ok: false, message }) as const;

/** Null as an empty cell. */
function optional<V>(codec: Codec<V>): Codec<V | null> {
  return {
    write: (value) => (value === null ? '' : codec.write(value)),
    read: (cell, delimiter) => (cell === '' ? ok<V | null>(null) : codec.read(cell, delimiter)),
  };
}

export const text: Codec<string> = { write: (value) => value, read: (cell) => ok(cell) };
/** A text that cannot be empty. */
export const word: Codec<string> = {
  write: (value) => value,
  read: (cell) => ok(cell === '' ? undefined : cell),
};
export const optionalWord = optional(text);

/** A whole number of thousandths, say, as decimals: 3 places for mg ⇔ g and µm ⇔ mm, 2 for cents, 0 for none. */
export function decimal(places: number): Codec<number> {
  return {
    write: (value) => writeDecimal(value, places),
    read: (cell, delimiter) => (cell === '' ? ok<number>(undefined) : readDecimal(cell, places, delimiter)),
  };
}
export const optionalDecimal = (places: number) => optional(decimal(places));

const YES = new Set(['yes', 'true', '1']);
const NO = new Set(['no', 'false', '0']);
export const yesNo: Codec<boolean> = {
  write: (value) => (value ? 'yes' : 'no'),
  read: (cell) => {
    const said = cell.toLowerCase();
    if (cell === '') return ok<boolean>(undefined);
    return YES.has(said) ? ok(true) : NO.has(said) ? ok(false) : wrong('must be yes or no');
  },
};

export const moment: Codec<number> = {
  write: momentText,
  read: (cell) => {
    const at = readMoment(cell);
    return at === null ? wrong('must be a date like 2026-01-31 or 2026-01-31T09:05:00Z') : ok(at);
  },
};
export const optionalMoment = optional(moment);

/** One of some words, whatever their letter case. */
export function oneOf<W extends string>(words: readonly W[]): Codec<W> {
  return {
    write: (value) => value,
    read: (cell) => {
      if (cell === '') return ok<W>(undefined);
      const found = words.find((one) => one.toLowerCase() === cell.toLowerCase());
      return found === undefined ? wrong(`must be one of ${words.join(', ')}`) : ok(found);
    },
  };
}

/** A list as `one; other`. A semicolon within an item is written `\;`, and a backslash `\\`. */
export function list<V>(item: Codec<V>): Codec<readonly V[]> {
  return {
    write: (values) => values.map((value) => item.write(value).replace(/[\\;]/g, '\\$&')).join('; '),
    read: (cell, delimiter) => {
      const values: V[] = [];
      for (const part of cell.match(/(?:\\[\\;]|[^;])+/g) ?? []) {
        const one = part.replace(/\\([\\;])/g, '$1').trim();
        if (one === '') continue;
        const read = item.read(one, delimiter);
        if (!read.ok) return wrong(`${read.message} (several are divided by semicolons)`);
        if (read.value !== undefined) values.push(read.value);
      }
      return ok<readonly V[]>(values);
    },
  };
}
