/** What the rows of a file say: its header is matched to a sheet's columns, and each cell is read by its column. */
import { type CsvFault, type CsvPlace, type CsvRow, meant } from '../csv.ts';
import type { Read } from './codecs.ts';
import type { Column, Fields, Sheet } from './sheet.ts';

/**
 * `column`: the header of the cell that is wrong, or its place in the line where it has none; null for the whole row.
 * `character`: where in the line that cell begins, from 1, for editors.
 */
export type LineError = Readonly<{ line: number; column: string | null; character: number; message: string }>;
/** What a row says. `place`: where the cell of a field begins, or the row where it has none. */
export type Row = Readonly<{ line: number; given: Fields; place: (field: string | null) => CsvPlace }>;
export type SheetItem =
  | Readonly<{ kind: 'ignored'; headers: readonly string[] }>
  | (Row & Readonly<{ kind: 'given' }>)
  | Readonly<{ kind: 'blank' }>
  | Readonly<{ kind: 'error'; error: LineError }>;

/** More than any table has that people made: finding out what they are costs their square. */
export const MAX_COLUMNS = 200;
/** More than any field of a record may have. */
const MAX_CELL = 16_384;

const plain = (header: string) => meant(header).trim().replace(/\s+/g, ' ');
const key = (header: string) => plain(header).toLowerCase();

function columnFor({ columns }: Sheet, header: string): Column | undefined {
  const name = key(header);
  return (
    columns.find((column) => key(column.header) === name) ??
    columns.find(({ aliases }) => aliases.includes(name))
  );
}

/** How many of a sheet's columns a header names, and whether these are enough to bring anything in. */
export function knows(sheet: Sheet, header: readonly string[]): Readonly<{ count: number; enough: boolean }> {
  const fields = new Set(header.map((name) => columnFor(sheet, name)?.field));
  fields.delete(undefined);
  return {
    count: fields.size,
    enough: sheet.needs.some((needed) => needed.every((field) => fields.has(field))),
  };
}

/**
 * First which headers are ignored, then for each row what it says, or what is wrong with it. After an error in the
 * header nothing comes. Rows of nothing but blanks are left out; a cell that a short row lacks says nothing.
 * @param rows as `parseCsv` gives them
 */
export function* readSheet(sheet: Sheet, rows: Iterable<CsvRow | CsvFault>): Generator<SheetItem, undefined> {
  let columns: readonly (Column | undefined)[] | null = null;
  for (const row of rows) {
    if (row.kind === 'fault') {
      yield error(row, String(row.column), row.message);
      return;
    }
    if (row.cells.every((cell) => cell.trim() === '')) {
      yield { kind: 'blank' };
      continue;
    }
    if (columns !== null) {
      yield* readRow(columns, row);
      continue;
    }
    if (row.cells.length > MAX_COLUMNS) {
      yield error(
        row.place(0),
        null,
        `the first line has ${row.cells.length} columns, and at most ${MAX_COLUMNS} are read`,
      );
      return;
    }
    columns = row.cells.map((header) => columnFor(sheet, header));
    const errors = [...headerErrors(sheet, columns, row)];
    yield* errors;
    if (errors.length > 0) return;
    const ignored = row.cells.filter((header, i) => columns?.[i] === undefined && plain(header) !== '');
    yield { kind: 'ignored', headers: ignored.map(plain) };
  }
  if (columns === null) yield error(START, null, 'the file is empty: its first line has to name the columns');
}

const START: CsvPlace = { line: 1, column: 1 };

const error = ({ line, column: character }: CsvPlace, column: string | null, message: string): SheetItem => ({
  kind: 'error',
  error: { line, column, character, message },
});

function* headerErrors(
  sheet: Sheet,
  columns: readonly (Column | undefined)[],
  { cells, place }: CsvRow,
): Generator<SheetItem, undefined> {
  for (const [i, column] of columns.entries()) {
    const header = plain(cells[i] ?? '');
    const earlier = columns.findIndex((one, at) =>
      one && column ? one === column : key(cells[at] ?? '') === key(header),
    );
    if (header === '' || earlier === i) continue;
    const both = `“${plain(cells[earlier] ?? '')}” and “${header}”`;
    yield error(place(i), header, `this column is there twice: ${both}`);
  }
  const fields = new Set(columns.map((column) => column?.field));
  const missing = sheet.needs.map((needed) => needed.filter((field) => !fields.has(field)));
  if (missing.some((needed) => needed.length === 0)) return;
  const named = (field: string) => sheet.columns.find((column) => column.field === field)?.header ?? field;
  const ways = missing.map((needed) => needed.map(named).join(' and ')).join(', or ');
  yield error(place(0), null, `columns are missing: ${ways}`);
}

function* readRow(
  columns: readonly (Column | undefined)[],
  { line, cells, delimiter, place }: CsvRow,
): Generator<SheetItem, undefined> {
  if (cells.length > columns.length) {
    yield error(
      place(columns.length),
      null,
      `the row has ${cells.length} cells, and the header ${columns.length}`,
    );
    return;
  }
  const given: Record<string, unknown> = {};
  let wrong = false;
  for (const [i, cell] of cells.entries()) {
    const column = columns[i];
    if (column === undefined || column.computed) continue;
    const read: Read<unknown> =
      cell.length > MAX_CELL
        ? { ok: false, message: `has ${cell.length} characters, and at most ${MAX_CELL} are read` }
        : column.read(meant(cell).trim(), delimiter);
    if (read.ok) given[column.field] = read.value;
    else yield error(place(i), column.header, read.message);
    wrong ||= !read.ok;
  }
  if (wrong) return;
  const placeOf = (field: string | null) =>
    place(
      Math.max(
        0,
        columns.findIndex((column) => column?.field === field),
      ),
    );
  yield { kind: 'given', line, given, place: placeOf };
}
