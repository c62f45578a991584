/** A walk through the stages of a table, from a cursor on until a page is full. */
import { ownTurn } from '../../viewer/turns.ts';
import { badCursor, type InTable } from './cursor.ts';
import type { Stage } from './order.ts';
import type { Page } from './page.ts';
import { groupOf, Passed } from './passed.ts';

/** Records looked at in one go: a few tenths of a millisecond. */
const SLICE = 1_000;

type Row = Readonly<{ id: string }>;

/** What is walked through: a table as it was at one moment. */
export type Walk<E> = Readonly<{
  stages: readonly Stage<E>[];
  rows: readonly E[];
  matches: (record: E) => boolean;
}>;

/** @returns where to go on; null: there is nothing more in the table. Throws Refused where `from` is no place in it. */
export async function walkTable<E extends Row>(
  { stages, rows, matches }: Walk<E>,
  from: InTable | null,
  page: Page,
): Promise<InTable | null> {
  const first = from === null ? 0 : stages.findIndex(({ name }) => name === from.stage);
  if (first < 0) throw badCursor();
  let again: readonly number[] = from?.again ?? [];
  for (const [offset, stage] of stages.slice(first).entries()) {
    const place = offset === 0 ? from : null;
    if (stage.again && again.length === 0) continue;
    const groups = new Set(again);
    const holds = (row: E) => stage.holds(row) && (!stage.again || groups.has(groupOf(row.id)));
    const follows = place?.after === undefined ? () => true : stage.follows(place.after);
    const isNext = (row: E) => holds(row) && follows(row) && matches(row);
    const found = await firstOf(rows, isNext, stage.compare, page.room + 1);
    const given = await page.addAll(found.slice(0, page.room));
    const last = found[given - 1];
    const mark = last === undefined ? place?.after : stage.mark(last);
    const passed = stage.shifting ? new Passed(place?.passed) : null;
    if (found.length > given) {
      const behind = mark === undefined ? () => true : stage.follows(mark);
      if (passed !== null) await addTo(passed, rows, (row) => holds(row) && follows(row) && !behind(row));
      return {
        in: 'table',
        stage: stage.name,
        ...(mark === undefined ? {} : { after: mark }),
        ...(passed === null ? {} : { passed: passed.toString() }),
        ...(stage.again ? { again: [...again] } : {}),
      };
    }
    // What was given within one page was all there at one moment.
    if (passed !== null && place?.after !== undefined) {
      await addTo(passed, rows, (row) => holds(row) && follows(row));
      const there = new Passed();
      await addTo(there, rows, holds);
      again = passed.differing(there);
    }
  }
  return null;
}

/** The first so many in that order, out of rows that may be many. */
async function firstOf<E>(
  rows: readonly E[],
  accepts: (row: E) => boolean,
  compare: (one: E, other: E) => number,
  count: number,
): Promise<readonly E[]> {
  let best: E[] = [];
  for (let start = 0; start < rows.length; start += SLICE) {
    if (start > 0) await ownTurn();
    const fresh = rows.slice(start, start + SLICE).filter(accepts);
    if (fresh.length > 0) best = [...best, ...fresh].sort(compare).slice(0, count);
  }
  return best;
}

async function addTo<E extends Row>(
  passed: Passed,
  rows: readonly E[],
  accepts: (row: E) => boolean,
): Promise<void> {
  for (const [position, row] of rows.entries()) {
    if (accepts(row)) passed.add(row.id);
    if ((position + 1) % SLICE === 0) await ownTurn();
  }
}
