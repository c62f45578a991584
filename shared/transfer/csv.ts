/**
 * CSV by RFC 4180, read and written. What is in a cell is text here and nothing else: `sheets/` says what it means.
 * Both ways are generators, row by row, so that a caller with much of it can let other work have a turn.
 */

export const DELIMITERS = [',', ';', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** Both counted from 1; `column` in characters. */
export type CsvPlace = Readonly<{ line: number; column: number }>;
/** `line`: where the row begins, from 1; quoted cells may go on over further lines. */
export type CsvRow = Readonly<{
  kind: 'row';
  line: number;
  cells: readonly string[];
  delimiter: Delimiter;
  /** Where a cell begins. @param cell from 0 */
  place: (cell: number) => CsvPlace;
}>;
/** Where the text is no CSV. Nothing comes after it. */
export type CsvFault = CsvPlace & Readonly<{ kind: 'fault'; message: string }>;

const BREAKS = /\r\n?|\n/g;
const breaksIn = (text: string) => text.match(BREAKS)?.length ?? 0;

/** The line and the column, both from 1, of a place in a text. */
export function placeIn(text: string, offset: number): CsvPlace {
  let [line, start] = [1, 0];
  for (const { index, 0: mark } of text.slice(0, offset).matchAll(BREAKS))
    [line, start] = [line + 1, index + mark.length];
  return { line, column: offset - start + 1 };
}

/** So much of a first line is looked at: what has no line within that is no table. */
const LONGEST_HEADER = 1_000_000;

/** The delimiter that the first line has most of outside quotes; a comma where it has none. */
export function detectDelimiter(text: string): Delimiter {
  const counts = { ',': 0, ';': 0, '\t': 0 };
  let quoted = false;
  for (let at = 0; at < Math.min(text.length, LONGEST_HEADER); at++) {
    const character = text[at];
    if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (isBreak(character)) break;
    else if (character === ',' || character === ';' || character === '\t') counts[character] += 1;
  }
  return DELIMITERS.reduce((most, one) => (counts[one] > counts[most] ? one : most));
}

/** Programs that guess an encoding guess right with it: without one, Excel takes UTF-8 for something else. */
export const BYTE_ORDER_MARK = '\uFEFF';
const without = (text: string) => (text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);

/**
 * The rows of a text, or those before the place where it is none, and that place.
 * @param text with or without a byte order mark; lines may end in CRLF, LF or CR
 * @param delimiter detected from the first line where it is not given
 */
export function* parseCsv(text: string, delimiter?: Delimiter): Generator<CsvRow | CsvFault, undefined> {
  const all = without(text);
  const between = delimiter ?? detectDelimiter(all);
  const fault = (offset: number, message: string): CsvFault => ({
    kind: 'fault',
    ...placeIn(all, offset),
    message,
  });
  const nul = all.indexOf('\0');
  if (nul >= 0) {
    yield fault(nul, 'A NUL character: this is no text file, or one in an encoding that it does not name.');
    return;
  }
  let [at, line] = [0, 1];
  while (at < all.length) {
    const [first, start, cells] = [line, at, [] as string[]];
    const starts: number[] = [];
    for (let more = true; more;) {
      starts.push(at);
      const cell = all[at] === '"' ? quotedCell(all, at) : plainText(all, at, between);
      if ('wrong' in cell) {
        yield fault(cell.at, cell.wrong);
        return;
      }
      if (all[at] === '"') line += breaksIn(cell.text);
      cells.push(cell.text);
      more = all[cell.end] === between;
      const ends = all[cell.end] === '\r' && all[cell.end + 1] === '\n' ? 2 : 1;
      if (!more && cell.end < all.length && !isBreak(all[cell.end])) {
        yield fault(cell.end, 'A quoted cell goes on behind its closing quote.');
        return;
      }
      at = more ? cell.end + 1 : cell.end + ends;
    }
    yield {
      ...{ kind: 'row', line: first, cells, delimiter: between },
      place: (cell) => {
        const before = all.slice(start, starts[cell] ?? start);
        const { line, column } = placeIn(before, before.length);
        return { line: first + line - 1, column };
      },
    };
    line += 1;
  }
}

type Cell = Readonly<{ text: string; end: number }> | Readonly<{ wrong: string; at: number }>;
const isBreak = (character: string | undefined) => character === '\n' || character === '\r';

function quotedCell(all: string, start: number): Cell {
  let [text, from] = ['', start + 1];
  for (;;) {
    const end = all.indexOf('"', from);
    if (end < 0) return { wrong: 'A quote that is never closed.', at: start };
    text += all.slice(from, end);
    if (all[end + 1] !== '"') return { text, end: end + 1 };
    text += '"';
    from = end + 2;
  }
}

function plainText(all: string, start: number, delimiter: Delimiter): Cell {
  let end = start;
  for (; end < all.length; end++) {
    const character = all[end];
    if (character === delimiter || isBreak(character)) break;
    if (character === '"')
      return { wrong: 'A quote in the middle of a cell that does not begin with one.', at: end };
  }
  return { text: all.slice(start, end), end };
}

/** What a spreadsheet takes for a formula, and what looks as if this writer had protected one. */
const FORMULA = /^'*[=+\-@\t\r]/;
const PROTECTED = /^'+[=+\-@\t\r]/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;
const QUOTED = /[,;\t"\r\n]|^\s|\s$/;

/** A cell as it was meant: without the apostrophe that keeps spreadsheets from calculating it. */
export const meant = (cell: string) => (PROTECTED.test(cell) ? cell.slice(1) : cell);

/** One cell as it is written: protected where a spreadsheet would take it for a formula, quoted where it has to be. */
export function csvCell(text: string): string {
  const cell = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return QUOTED.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/**
 * Each row as a line of text with its CRLF. `meant` of what `parseCsv` makes of them is what went in.
 * @param rows of at least one cell each
 */
export function* writeCsv(
  rows: Iterable<readonly string[]>,
  delimiter: Delimiter = ',',
): Generator<string, undefined> {
  for (const cells of rows) yield `${cells.map(csvCell).join(delimiter)}\r\n`;
}
