/**
 * A dry run of bringing a CSV file into a shop: what it would make, what it would change, and what is wrong with it.
 * All or nothing: with any error there are no commands.
 *
 * A row whose id is known is edited until it is like the row; a row with another id, or with none, is a new record.
 * A column that a file does not have, and an empty cell where a value cannot be empty, leave things as they are.
 * Jobs that are over and not known here are left out (`sheets/jobs.ts`). A cell is never more than text or a number here:
 * `=cmd|' /C calc'!A0` is a note like any other.
 */
import type { State } from '../domain/model.ts';
import type { CsvFault, CsvRow } from './csv.ts';
import { type ImportPlan, Planning } from './planning.ts';
import { Rehearsal } from './rehearsal.ts';
import { readRows } from './rows.ts';
import type { Sheet } from './sheets/sheet.ts';

export type { CreatedRow, ImportPlan, PlannedRow } from './planning.ts';

/** `most`: how many commands and rows may come of a file; of more nothing is told but that they are too many. */
export type PlanOptions = Readonly<{ most?: Readonly<{ commands: number; rows: number }> }>;
const ANY = { commands: Infinity, rows: Infinity } as const;

/**
 * The whole dry run, step by step: between any two of them other work can have a turn.
 * @param rows as `parseCsv` gives them
 */
export function* planSteps(
  sheet: Sheet,
  rows: Iterable<CsvRow | CsvFault>,
  shop: State,
  { most = ANY }: PlanOptions = {},
): Generator<undefined, ImportPlan> {
  const read = yield* readRows(sheet, rows, shop, most);
  // Before the shop is copied, which is most of the work where a file is far too long.
  if (read.overflow !== null) return tooMuch(read.overflow);
  const planning = new Planning(sheet, yield* Rehearsal.of(shop), read.errors);
  let planned = 0;
  for (const row of read.rows) {
    planning.plan(row);
    if (planning.size > most.commands) return tooMuch(planned);
    planned += 1;
    yield;
  }
  yield* planning.finish();
  return planning.result(read.ignored);
}

const tooMuch = (overflow: number): ImportPlan => ({
  ...{ creates: [], changes: [], same: [], commands: [], errors: [], warnings: [], ignored: [] },
  overflow,
});
