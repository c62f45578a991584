import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentText, readMoment } from '../moments.ts';
import { list, text } from './codecs.ts';
import { readDecimal, writeDecimal } from './decimals.ts';

it('whole numbers of a small unit are exact decimals of a large one', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: 0, max: 3 }),
      fc.constantFrom('.', ','),
      (value, places, mark) => {
        const written = writeDecimal(value, places);
        expect(Number(written)).toBeCloseTo(value / 10 ** places, 6);
        expect(readDecimal(written.replace('.', mark), places, ';')).toEqual({ ok: true, value });
      },
    ),
  );
  expect([writeDecimal(12_500, 3), writeDecimal(5, 3), writeDecimal(-50, 2), writeDecimal(100, 0)]).toEqual([
    '12.5',
    '0.005',
    '-0.5',
    '100',
  ]);
});

it('a number may be written with a plus, zeros in front and zeros behind', () => {
  expect(readDecimal('+0012.500', 3, ',')).toEqual({ ok: true, value: 12_500 });
  expect(readDecimal('12.000', 0, ',')).toEqual({ ok: true, value: 12 });
  expect(readDecimal('-0', 3, ',')).toEqual({ ok: true, value: 0 });
});

it.each([
  '',
  '.5',
  '5.',
  '1e3',
  '0x10',
  '١',
  '1.234,5',
  "1'000",
  '1,234,567',
  'NaN',
  'Infinity',
  '--1',
  '5 g',
])('%j is no number', (cell) => expect(readDecimal(cell, 3, ';')).toMatchObject({ ok: false }));

it('lists keep semicolons and backslashes of their items', () => {
  const item = fc
    .string({ unit: fc.constantFrom(';', '\\', 'a', 'b', ' '), minLength: 1 })
    .map((one) => one.trim())
    .filter((one) => one !== '');
  fc.assert(
    fc.property(fc.array(item), (items) => {
      expect(list(text).read(list(text).write(items), ',')).toEqual({ ok: true, value: items });
    }),
    { numRuns: 500 },
  );
  expect(list(text).read(' a;b ; ;C:\\dir', ',')).toEqual({ ok: true, value: ['a', 'b', 'C:\\dir'] });
});

describe('times', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7_258_118_400_000 }), (at) => {
        expect(readMoment(momentText(at))).toBe(at);
      }),
    );
    expect(momentText(0)).toBe('1970-01-01T00:00:00Z');
    expect(momentText(1)).toBe('1970-01-01T00:00:00.001Z');
  });

  it('may be days, have a blank for the T, offsets, and no seconds; without an offset they are UTC', () => {
    const noon = Date.UTC(2026, 1, 28, 12);
    const same = [
      '2026-02-28T12:00Z',
      '2026-02-28 12:00',
      '2026-02-28t13:00:00+01:00',
      '2026-02-28T07:30:00.0009-0430',
    ];
    expect(same.map(readMoment)).toEqual([noon, noon, noon, noon]);
    expect(readMoment('2026-02-28')).toBe(Date.UTC(2026, 1, 28));
    expect(readMoment('0001-01-01')).toBeLessThan(0);
  });

  it.each([
    '',
    '2026-02-29',
    '2026-13-01',
    '2026-01-01T24:00',
    '2026-01-01T12:60',
    '28.02.2026',
    '2/28/26',
    '2026-1-1',
    '2026-01-01T00:00+24:00',
    '20260101',
  ])('%j is none', (text) => expect(readMoment(text)).toBeNull());
});
