import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CsvFault,
  type CsvRow,
  csvCell,
  detectDelimiter,
  DELIMITERS,
  meant,
  parseCsv,
  writeCsv,
} from './csv.ts';

const cells = (text: string) => [...parseCsv(text)].map((row) => (row.kind === 'row' ? row.cells : row));
const lines = (text: string) => [...parseCsv(text)].map(({ line }) => line);
const fault = (text: string): CsvRow | CsvFault | undefined => [...parseCsv(text)].at(-1);

describe('reading', () => {
  it('takes CRLF, LF and CR for the end of a line, and needs none after the last', () => {
    for (const end of ['\r\n', '\n', '\r']) {
      expect(cells(`a,b${end}1,2${end}`)).toEqual([
        ['a', 'b'],
        ['1', '2'],
      ]);
      expect(cells(`a,b${end}1,2`)).toEqual([
        ['a', 'b'],
        ['1', '2'],
      ]);
    }
  });

  it('gives quoted cells as they are, with delimiters, quotes and line ends', () => {
    expect(cells('a,b\n"1,""2""\r\n3","4"')).toEqual([
      ['a', 'b'],
      ['1,"2"\r\n3', '4'],
    ]);
  });

  it('keeps empty cells, also the last', () => {
    expect(cells('a,b,\n,,\n"",x,')).toEqual([
      ['a', 'b', ''],
      ['', '', ''],
      ['', 'x', ''],
    ]);
  });

  it('says in which line a row begins, whatever lies in its cells', () => {
    expect(lines('a\n"1\r\n2\r3\n4"\n5\n\n7')).toEqual([1, 2, 6, 7, 8]);
  });

  it('drops a byte order mark', () => {
    expect(cells('\uFEFF"a",b')).toEqual([['a', 'b']]);
  });

  it.each([
    ['a,b;c,d', ','],
    ['a;b;c,d', ';'],
    ['a\tb\n1;2;3;4', '\t'],
    ['"a,b,c";d', ';'],
    ['a', ','],
    ['', ','],
  ])('finds in %j that %j divides', (text, delimiter) => expect(detectDelimiter(text)).toBe(delimiter));

  it('says where a quote is never closed: at the quote', () => {
    expect(fault('a,b\n1,"2\n3')).toMatchObject({ kind: 'fault', line: 2, column: 3 });
  });

  it('says where a quote stands in the middle of a cell', () => {
    expect(fault('a,b\r\n1,2"3"')).toMatchObject({ kind: 'fault', line: 2, column: 4 });
    expect(fault('"a" ,b')).toMatchObject({ kind: 'fault', line: 1, column: 4 });
  });

  it('says where a NUL stands, also within quotes', () => {
    expect(fault('\uFEFFa\n"b\0"')).toMatchObject({ kind: 'fault', line: 2, column: 3 });
  });

  it('gives the rows before a fault', () => {
    expect(cells('a\n1\n2"')).toMatchObject([['a'], ['1'], { kind: 'fault', line: 3 }]);
  });
});

describe('writing', () => {
  it('protects what a spreadsheet would calculate, and no plain number', () => {
    const written = ['=1', '+1', '-x', '@a', '-5', '-0.25', 'a=b', "'=1", "'a"].map(csvCell);
    expect(written).toEqual(["'=1", "'+1", "'-x", "'@a", '-5', '-0.25', 'a=b', "''=1", "'a"]);
    expect(csvCell('\tx')).toBe('"\'\tx"');
    expect(csvCell('\rx')).toBe('"\'\rx"');
  });

  it('quotes where it has to, for whichever delimiter', () => {
    expect(['a', 'a b', ' a', 'a,', 'a;', 'a\t', 'a"'].map(csvCell)).toEqual([
      'a',
      'a b',
      '" a"',
      '"a,"',
      '"a;"',
      '"a\t"',
      '"a"""',
    ]);
  });
});

// Often of what matters to CSV and to spreadsheets, else of anything.
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom("'", '=', '+', '-', '@', '"', ',', ';', '\t', '\r', '\n', '5', '.', ' '),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 8,
});
const table = fc
  .integer({ min: 1, max: 4 })
  .chain((width) =>
    fc.array(fc.array(text, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
  );

it('what was written is read as it was, with any delimiter', () => {
  fc.assert(
    fc.property(table, fc.constantFrom(...DELIMITERS), (rows, delimiter) => {
      const csv = [...writeCsv(rows, delimiter)].join('');
      const found = delimiter === ',' || (rows[0]?.length ?? 0) > 1 ? undefined : delimiter;
      const read = [...parseCsv(csv, found)].map((row) => (row.kind === 'row' ? row.cells.map(meant) : row));
      expect(read).toEqual(rows);
    }),
    { numRuns: 500 },
  );
});

it('reads 100,000 rows one by one, and can stop after any of them', () => {
  const csv = `a,b,c\n${'S-0001,"a ""quoted"" cell",12.5\n'.repeat(100_000)}`;
  const started = performance.now();
  let rows = 0;
  for (const row of parseCsv(csv)) rows += row.kind === 'row' ? 1 : 0;
  expect(rows).toBe(100_001);
  expect(performance.now() - started).toBeLessThan(5_000);
  const few = parseCsv(csv);
  expect(few.next().value).toMatchObject({ line: 1 });
  few.return(undefined);
});
