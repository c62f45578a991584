/** A table of a shop as CSV. */
import type { State } from '../../domain/model.ts';
import { BYTE_ORDER_MARK, writeCsv } from '../csv.ts';
import type { Sheet } from './sheet.ts';

/**
 * The lines of a file with everything that the sheet knows of a shop, its header first.
 * @param past with what is in the archive (jobs)
 * @param mark begins with a byte order mark
 */
export function* writeSheet(
  sheet: Sheet,
  shop: State,
  { past = false, mark = false }: Readonly<{ past?: boolean; mark?: boolean }> = {},
): Generator<string, undefined> {
  if (mark) yield BYTE_ORDER_MARK;
  yield* writeCsv(rows(sheet, shop, past));
}

function* rows({ columns, rows: of }: Sheet, shop: State, past: boolean): Generator<readonly string[]> {
  yield columns.map(({ header }) => header);
  for (const row of of(shop, past)) yield columns.map(({ write }) => write(row));
}
