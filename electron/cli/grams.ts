/** Grams as people type them and read them. Pure. */

const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** A decimal number, or null: the shop judges whether it is a good one. */
export function parseGrams(text: string): number | null {
  const trimmed = text.trim();
  if (!DECIMAL.test(trimmed)) return null;
  const grams = Number(trimmed);
  return Number.isFinite(grams) ? grams : null;
}
