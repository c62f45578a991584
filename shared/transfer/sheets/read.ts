/** What the rows of a file say: its header is matched to a sheet's columns, and each cell is read by its column. */
import { type CsvFault, type CsvRow, meant } from '../csv.ts';
import type { Column, Fields, Sheet } from './sheet.ts';

/** `column`: the header of the cell that is wrong, or its place in the line where it has none; null for the whole row. */
export type LineError = Readonly<{ line: number; column: string | null; message: string }>;
export type SheetItem =
  | Readonly<{ kind: 'ignored'; headers: readonly string[] }>
  | Readonly<{ kind: 'given'; line: number; given: Fields }>
  | Readonly<{ kind: 'error'; error: LineError }>;

const plain = (header: string) => meant(header).trim().replace(/\s+/g, ' ');
const key = (header: string) => plain(header).toLowerCase();

function columnFor({ columns }: Sheet, header: string): Column | undefined {
  const name = key(header);
  return (
    columns.find((column) => key(column.header) === name) ??
    columns.find(({ aliases }) => aliases.includes(name))
  );
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
      yield error(row.line, String(row.column), row.message);
      return;
    }
    if (row.cells.every((cell) => cell.trim() === '')) continue;
    if (columns !== null) {
      yield* readRow(columns, row);
      continue;
    }
    columns = row.cells.map((header) => columnFor(sheet, header));
    const errors = [...headerErrors(sheet, columns, row)];
    yield* errors;
    if (errors.length > 0) return;
    const ignored = row.cells.filter((header, i) => columns?.[i] === undefined && plain(header) !== '');
    yield { kind: 'ignored', headers: ignored.map(plain) };
  }
  if (columns === null) yield error(1, null, 'the file is empty: its first line has to name the columns');
}

const error = (line: number, column: string | null, message: string): SheetItem => ({
  kind: 'error',
  error: { line, column, message },
});

function* headerErrors(
  sheet: Sheet,
  columns: readonly (Column | undefined)[],
  { line, cells }: CsvRow,
): Generator<SheetItem, undefined> {
  for (const [i, column] of columns.entries()) {
    const header = plain(cells[i] ?? '');
    const earlier = columns.findIndex((one, at) =>
      one && column ? one === column : key(cells[at] ?? '') === key(header),
    );
    if (header === '' || earlier === i) continue;
    yield error(line, header, `this column is there twice: “${plain(cells[earlier] ?? '')}” and “${header}”`);
  }
  const fields = new Set(columns.map((column) => column?.field));
  const missing = sheet.needs.map((needed) => needed.filter((field) => !fields.has(field)));
  if (missing.some((needed) => needed.length === 0)) return;
  const named = (field: string) => sheet.columns.find((column) => column.field === field)?.header ?? field;
  const ways = missing.map((needed) => needed.map(named).join(' and ')).join(', or ');
  yield error(line, null, `columns are missing: ${ways}`);
}

function* readRow(
  columns: readonly (Column | undefined)[],
  { line, cells, delimiter }: CsvRow,
): Generator<SheetItem, undefined> {
  if (cells.length > columns.length) {
    yield error(line, null, `the row has ${cells.length} cells, and the header ${columns.length}`);
    return;
  }
  const given: Record<string, unknown> = {};
  let wrong = false;
  for (const [i, cell] of cells.entries()) {
    const column = columns[i];
    if (column === undefined || column.computed) continue;
    const read = column.read(meant(cell).trim(), delimiter);
    if (read.ok) given[column.field] = read.value;
    else yield error(line, column.header, read.message);
    wrong ||= !read.ok;
  }
  if (!wrong) yield { kind: 'given', line, given };
}
