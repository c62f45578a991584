/** The lists of `/api/v2`: a page from a cursor on, through a table and then through its archive. */
import { z } from 'zod';
import type { KindName } from '../../../shared/contract/v2.ts';
import type { Archive, State } from '../../../shared/domain/model.ts';
import { fromTop, walkArchive } from './archive-walk.ts';
import { type Cursor, decode } from './cursor.ts';
import { filterOf, filterShape } from './filters.ts';
import type { Records } from './kinds.ts';
import { STAGES } from './order.ts';
import { Page } from './page.ts';
import { type Walk, walkTable } from './table-walk.ts';

const MOST = 500;
export const USUAL = 100;
const Limit = z
  .string()
  .regex(/^\d{1,4}$/, 'must be a whole number')
  .transform(Number)
  .pipe(z.int().min(1, 'must be at least 1').max(MOST, `must be at most ${MOST}`))
  .meta({ type: 'integer', minimum: 1, maximum: MOST, description: `The usual is ${USUAL}.` });

export const Consistency = z.enum(['linearizable', 'local']).optional();

/** How a list is read on, and from where. */
export const PAGING = {
  limit: Limit.optional(),
  cursor: z.string().max(16_384, 'must be the next of a page of this list').optional(),
  consistency: Consistency,
} as const;

/** What may be asked of a list. A name that is not known is refused: a filter with a slip in it would tell everything. */
export function listQuery(kind: KindName) {
  return z.strictObject({ ...filterShape(kind), ...PAGING });
}
export type ListQuery = Readonly<{ limit?: number | undefined; cursor?: string | undefined }>;

/**
 * One page as JSON. While nothing changes, pages together tell each record once; a record that changes between two
 * pages may come twice, and one that is there throughout is never left out.
 * @param index what `shop` is at
 * @throws Refused 400 where the cursor is none
 */
export async function readPage(
  shop: State,
  index: number,
  kind: KindName,
  query: ListQuery,
): Promise<string> {
  const page = new Page(query.limit ?? USUAL);
  const cursor = query.cursor === undefined ? null : decode(kind, query.cursor);
  const { stages, rows, archive, matches } = partsOf(shop, kind, query);
  const top = fromTop(archive?.length ?? 0);

  let next: Cursor | null = null;
  if (cursor?.in !== 'archive') next = await walkTable({ stages, rows, matches }, cursor, page);
  if (next === null && archive !== null) {
    const from = cursor?.in === 'archive' ? cursor : top;
    next = await walkArchive(archive, from, { matches, repeats: kind !== 'activity' }, page);
  }
  return page.toText(kind, next, index);
}

type Row = Records[KindName];
type Parts = Readonly<{ archive: Archive<Row> | null }> & Walk<Row>;

/** Table and archive of one moment: what leaves the table while a page is made is told from there alone. */
function partsOf(shop: State, kind: KindName, query: ListQuery): Parts {
  const parts = {
    stages: STAGES[kind],
    rows: kind === 'activity' ? [] : Array.from<Row>(shop[kind].values()),
    archive: kind === 'jobs' || kind === 'prints' || kind === 'activity' ? shop.archive[kind] : null,
    matches: filterOf(kind, query as Readonly<Record<string, string | undefined>>),
  };
  // All are of the same kind, which the compiler cannot see across a union.
  return parts as unknown as Parts;
}
