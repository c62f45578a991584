/** Decimal numbers in cells: exact, and refused where they could mean two things. */
import type { Delimiter } from '../csv.ts';

/** 12500 with 3 places → `12.5`. */
export function writeDecimal(value: number, places: number): string {
  const digits = String(Math.abs(value)).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const part = digits.slice(digits.length - places).replace(/0+$/, '');
  return `${value < 0 ? '-' : ''}${whole}${places > 0 && part !== '' ? `.${part}` : ''}`;
}

/** Longer than any number that is meant: what takes its time with them is not begun. */
const LONGEST = 40;

/**
 * The whole number that `12.5` or `12,5` is with so many places, or why it is none.
 * A thousands separator is refused, and so is what looks like one: `"1,234"` in a file whose cells commas divide, `1.234`
 * in one where semicolons do, as it is where decimals have commas. Whoever writes such files mostly means 1234 by it, and
 * a spool would be a thousand times too light.
 */
export function readDecimal(
  cell: string,
  places: number,
  delimiter: Delimiter,
): Readonly<{ ok: true; value: number }> | Readonly<{ ok: false; message: string }> {
  const wrong = (message: string) => ({ ok: false, message }) as const;
  if (cell.length > LONGEST) return wrong(`“${cell.slice(0, LONGEST)}…” is too large`);
  const parts = /^([+-]?)(\d+)(?:([.,])(\d+))?$/.exec(cell);
  if (parts === null) {
    const grouped = /^[+-]?\d{1,3}([.,'’\s]\d{3})+([.,]\d+)?$/.test(cell);
    return wrong(
      grouped
        ? `“${cell}” has a thousands separator, which can be read in two ways: write it without`
        : `“${cell}” is no number`,
    );
  }
  const [, sign = '', whole = '', mark = '', part = ''] = parts;
  const isDoubtful = (mark === ',' && delimiter === ',') || (mark === '.' && delimiter === ';');
  if (isDoubtful && part.length === 3 && /^[1-9]\d{0,2}$/.test(whole)) {
    const decimal = `${whole}${mark === ',' ? '.' : ','}${part}`;
    return wrong(`“${cell}” can be read in two ways: write ${decimal} or ${whole}${part}`);
  }
  const kept = part.replace(/0+$/, '');
  if (kept.length > places)
    return wrong(
      places === 0 ? `“${cell}” must be a whole number` : `“${cell}” has more than ${places} decimals`,
    );
  const digits = `${whole}${kept.padEnd(places, '0')}`.replace(/^0+(?=\d)/, '');
  if (digits.length > 15) return wrong(`“${cell}” is too large`);
  const value = Number(digits);
  return { ok: true, value: sign === '-' && value !== 0 ? -value : value };
}
