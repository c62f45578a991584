/** The rows of a table in the order in which they are to be brought in. */
import { MAX_WRONG } from './wrong.ts';
import type { State } from '../domain/model.ts';
import type { CsvFault, CsvRow } from './csv.ts';
import { rowError } from './planning.ts';
import { type LineError, readSheet, type Row } from './sheets/read.ts';
import type { Fields, Sheet } from './sheets/sheet.ts';

export type RowsRead = Readonly<{
  rows: readonly Row[];
  errors: readonly LineError[];
  /** Headers that no column answers to. */
  ignored: readonly string[];
  /** After so many rows it was sure that they are too many; null where they are not. */
  overflow: number | null;
}>;

const NONE = { rows: [], errors: [], ignored: [] } as const;

/**
 * Reads a table, step by step, and stops as soon as it is sure to be too much.
 * @param most rows, and commands: each record that the shop does not have yet takes one at least
 */
export function* readRows(
  sheet: Sheet,
  from: Iterable<CsvRow | CsvFault>,
  shop: State,
  most: Readonly<{ commands: number; rows: number }>,
): Generator<undefined, RowsRead> {
  const rows: Row[] = [];
  const errors: LineError[] = [];
  const ignored: string[] = [];
  const lines = new Map<unknown, number>();
  let news = 0;
  for (const item of readSheet(sheet, from)) {
    if (item.kind === 'blank') {
      yield;
      continue;
    }
    if (item.kind === 'error') errors.push(item.error);
    else if (item.kind === 'ignored') ignored.push(...item.headers);
    else {
      const { id } = item.given;
      const earlier = id === undefined ? undefined : lines.get(id);
      if (earlier !== undefined)
        errors.push(rowError(sheet, item, 'id', `${String(id)} is in line ${earlier} already`));
      else {
        if (id !== undefined) lines.set(id, item.line);
        if (surelyNew(sheet, item.given, shop)) news += 1;
        rows.push(item);
      }
    }
    if (errors.length >= MAX_WRONG) {
      errors.push(enough(errors));
      break;
    }
    if (news > most.commands || rows.length > most.rows) return { ...NONE, overflow: rows.length - 1 };
    yield;
  }
  return { rows: inTurn(sheet, rows, shop), errors, ignored, overflow: null };
}

/** What is said at the end of so many errors that the rest is not looked at. */
const enough = (errors: readonly LineError[]): LineError => ({
  ...{ line: errors.at(-1)?.line ?? 1, column: null, character: 1 },
  message: 'so much is wrong up to here that the rest was not looked at',
});

/** Whether a row takes a command of its own, whatever else is in the file. Equal spools can share one. */
function surelyNew({ table }: Sheet, { id }: Fields, shop: State): boolean {
  if (id === undefined) return table !== 'spools';
  return !isKnown(table, id, shop);
}

function isKnown(table: Sheet['table'], id: unknown, shop: State): boolean {
  if (typeof id !== 'string') return false;
  return shop[table].has(id) || (table === 'jobs' && shop.archive.jobs.has(id));
}

/** Ids that a file names are taken before any is generated: else a generated one could be taken for a named one. */
function inTurn(sheet: Sheet, rows: readonly Row[], shop: State): readonly Row[] {
  const isFirst = ({ given }: Row) =>
    sheet.isFirst?.(given) === true && !isKnown(sheet.table, given['id'], shop);
  const turn = (row: Row) => (row.given['id'] === undefined ? 2 : 0) + (isFirst(row) ? 0 : 1);
  return rows
    .map((row) => ({ row, turn: turn(row) }))
    .sort((one, other) => one.turn - other.turn)
    .map(({ row }) => row);
}
