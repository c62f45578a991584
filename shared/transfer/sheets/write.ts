/** A table of a shop as CSV. */
import type { State } from '../../domain/model.ts';
import { type Delimiter, writeCsv } from '../csv.ts';
import type { Sheet } from './sheet.ts';

/**
 * The lines of a file with everything that the sheet knows of a shop, its header first.
 * @param past with what is in the archive (jobs)
 * @param mark begins with a byte order mark: without one, Excel takes UTF-8 for something else
 */
export function* writeSheet(
  sheet: Sheet,
  shop: State,
  {
    past = false,
    delimiter = ',',
    mark = false,
  }: Readonly<{ past?: boolean; delimiter?: Delimiter; mark?: boolean }> = {},
): Generator<string, undefined> {
  if (mark) yield '\uFEFF';
  yield* writeCsv(rows(sheet, shop, past), delimiter);
}

function* rows({ columns, rows: of }: Sheet, shop: State, past: boolean): Generator<readonly string[]> {
  yield columns.map(({ header }) => header);
  for (const row of of(shop, past)) yield columns.map(({ write }) => write(row));
}
