/**
 * A dry run of bringing a CSV file into a shop: what it would make, what it would change, and what is wrong with it.
 * All or nothing: with any error there are no commands.
 *
 * A row whose id is known is edited until it is like the row; a row with another id, or with none, is a new record.
 * A column that a file does not have, and an empty cell where a value cannot be empty, leave things as they are.
 * Jobs that are over cannot be brought in by CSV (`sheets/jobs.ts`). A cell is never more than text or a number here:
 * `=cmd|' /C calc'!A0` is a note like any other.
 */
import type { State } from '../domain/model.ts';
import { RULES_VERSION } from '../domain/versions.ts';
import type { CsvFault, CsvRow } from './csv.ts';
import { type ImportPlan, Planning, type Row } from './planning.ts';
import { drain, Rehearsal } from './rehearsal.ts';
import { readSheet } from './sheets/read.ts';
import type { Sheet } from './sheets/sheet.ts';

export type { ImportPlan, PlannedRow } from './planning.ts';

/**
 * The whole dry run at once.
 * @param rows as `parseCsv` gives them @param version of the rules that the shop follows
 */
export function planImport(
  sheet: Sheet,
  rows: Iterable<CsvRow | CsvFault>,
  shop: State,
  version = RULES_VERSION,
): ImportPlan {
  return drain(planSteps(sheet, rows, shop, version));
}

/** The same step by step, for files that take longer: between any two of them other work can have a turn. */
export function* planSteps(
  sheet: Sheet,
  rows: Iterable<CsvRow | CsvFault>,
  shop: State,
  version = RULES_VERSION,
): Generator<undefined, ImportPlan> {
  const planning = new Planning(sheet, yield* Rehearsal.of(shop, version));
  const read: Row[] = [];
  const ignored: string[] = [];
  for (const item of readSheet(sheet, rows)) {
    if (item.kind === 'error') planning.errors.push(item.error);
    else if (item.kind === 'ignored') ignored.push(...item.headers);
    else if (planning.isFree(item)) read.push(item);
    yield;
  }
  const isFirst = ({ given }: Row) => sheet.isFirst?.(given) === true && !planning.isKnown(given);
  // Ids that a file names are taken before any is generated: else a generated one could be taken for a named one.
  const turn = (row: Row) => (row.given['id'] === undefined ? 2 : 0) + (isFirst(row) ? 0 : 1);
  for (const row of read.sort((one, other) => turn(one) - turn(other))) {
    planning.plan(row);
    yield;
  }
  yield* planning.finish();
  return planning.result(ignored);
}
