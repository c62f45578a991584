import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { table } from './table.ts';
import { visible, visibleJson, widthOf } from './text.ts';

/** Whatever a terminal would obey, or show elsewhere than where it stands. */
const OBEYED = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;

const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 5 }),
      fc.constantFrom(
        '\u001b[2J',
        '\u001b]0;owned\u0007',
        '\u009b31m',
        '\r',
        '\n',
        '\u202e',
        '\u2028',
        '\ud800',
      ),
    ),
  )
  .map((parts) => parts.join(''));

describe('text of others on a terminal', () => {
  it.each([
    ['\u001b[2Jgone', '\\u{1b}[2Jgone'],
    ['a\u202eb', 'a\\u{202e}b'],
    ['a\nb\tc', 'a\\u{a}b\\u{9}c'],
    ['印刷 – Müller 👩‍🔧', '印刷 – Müller 👩‍🔧'],
  ])('%j is shown as %s', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('is never obeyed', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(visible(text)).not.toMatch(OBEYED);
      }),
    );
  });

  it('is never obeyed in JSON either, which still says the same', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ id: hostile }), { maxLength: 3 }), (value) => {
        const json = visibleJson(value);
        expect(json.replaceAll('\n', '')).not.toMatch(OBEYED);
        expect(JSON.parse(json)).toEqual(value);
      }),
    );
  });
});

describe('a table', () => {
  const columns = [
    { title: 'ID', cell: (row: readonly string[]) => row[0] ?? '' },
    { title: 'WEIGHT', cell: (row: readonly string[]) => row[1] ?? '', right: true },
    { title: 'FILE', cell: (row: readonly string[]) => row[2] ?? '' },
  ];

  it('has its columns below their titles, numbers at the right', () => {
    expect(
      table(columns, [
        ['J1', '5 g', 'a'],
        ['Job 印', '1200 g', 'b'],
      ]),
    ).toBe(['ID      WEIGHT  FILE', 'J1         5 g  a', 'Job 印  1200 g  b', ''].join('\n'));
  });

  it('gives every row one line, and every last cell the same place, whatever the records say', () => {
    const row = fc.tuple(hostile, hostile, fc.constant('|'));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
        const lines = table(columns, rows).split('\n');
        expect(lines).toHaveLength(rows.length + 2);
        const places = lines.slice(1, -1).map((line) => widthOf(line.slice(0, line.lastIndexOf('|'))));
        expect(new Set(places).size).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each(['\u0300', '\u0600', 'a\u200d', '\u{1f3fb}', '\u{1f1e9}'])(
    'keeps its columns where a cell would join its neighbours: %j',
    (cell) => {
      const rows = [[cell, cell, '|'] as const, ['', '', '|'] as const];
      const [, ...lines] = table(columns, rows).trimEnd().split('\n');
      const places = lines.map((line) => widthOf(line.slice(0, line.lastIndexOf('|'))));
      expect(new Set(places).size).toBe(1);
    },
  );

  it('takes lists that are longer than a call may have arguments', () => {
    const rows = Array.from({ length: 200_000 }, (_, n) => [String(n), '1', 'x']);
    expect(table(columns, rows).split('\n')).toHaveLength(200_002);
  });
});
