import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseGrams } from './grams.ts';

it.each([
  ['12.5', 12.5],
  [' 12 ', 12],
  ['.5', 0.5],
  ['1e3', 1000],
  ['-5', -5],
  ['0', 0],
])('%j is %d grams', (text, grams) => {
  expect(parseGrams(text)).toBe(grams);
});

it.each(['', ' ', '12g', '12,5', '0x10', 'NaN', 'Infinity', '1e999', '--5', '1 2', '1_000'])(
  '%j is none',
  (text) => {
    expect(parseGrams(text)).toBeNull();
  },
);

it('every finite number comes back as it was written, and nothing else comes through', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      expect(parseGrams(String(number))).toBe(Number(String(number)));
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      const grams = parseGrams(text);
      expect(grams === null || Number.isFinite(grams)).toBe(true);
    }),
  );
});
