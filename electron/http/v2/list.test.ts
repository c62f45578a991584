/** Pages of lists, apart from HTTP: what they hold together, whatever happens in between. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Job } from '../../../shared/domain/model.ts';
import { inQueueOrder } from '../../../shared/domain/queue.ts';
import { Refused } from '../refused.ts';
import { MAX_LOOKED } from './archive-walk.ts';
import { encode } from './cursor.ts';
import { readPage } from './list.ts';
import { job, Workday } from './testing/tables.ts';

type Page = { items: Job[]; next: string | null; index: number };

async function pageOf({ tables }: Workday, query: object): Promise<Page> {
  return JSON.parse(await readPage(tables, 7, 'jobs', query)) as Page;
}

/** Reads to the end. @param between what happens after each page but the last */
async function readAll(
  day: Workday,
  query: object,
  between: (page: number) => void = () => undefined,
): Promise<Job[]> {
  const items: Job[] = [];
  let cursor: string | null = null;
  for (let number = 0; number < 500; number += 1) {
    const page: Page = await pageOf(day, { ...query, ...(cursor === null ? {} : { cursor }) });
    items.push(...page.items);
    if (page.next === null) return items;
    cursor = page.next;
    between(number);
  }
  throw new Error('It never ends.');
}

const IDS = Array.from({ length: 14 }, (_, n) => `J${n}`);
const id = fc.constantFrom(...IDS);
const place = fc.nat({ max: 40 });
type Step = (day: Workday) => void;
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(id, place).map(
      ([one, at]): Step =>
        (day) =>
          day.move(one, at),
    ),
  },
  {
    weight: 4,
    arbitrary: id.map(
      (one): Step =>
        (day) =>
          day.finish(one),
    ),
  },
  { weight: 3, arbitrary: fc.constant<Step>((day) => day.archive()) },
  {
    weight: 3,
    arbitrary: fc.tuple(id, fc.constantFrom('', 'a', 'b')).map(
      ([one, note]): Step =>
        (day) =>
          day.note(one, note),
    ),
  },
);
const steps = fc.array(step, { maxLength: 40, size: 'max' });
const limit = fc.integer({ min: 1, max: 6 });

function begin(): Workday {
  const day = new Workday();
  IDS.forEach((one, at) => day.add(one, at));
  return day;
}

describe('pages together', () => {
  it('tell each record once, as it is newest and in its order, while nothing changes', async () => {
    await fc.assert(
      fc.asyncProperty(steps, limit, async (before, size) => {
        const day = begin();
        for (const one of before) one(day);
        const { jobs, archive } = day.tables;
        const found = await readAll(day, { limit: size });

        expect(found.map((one) => one.id).sort()).toEqual([...day.ids()].sort());
        for (const one of found) expect(one).toEqual(jobs.get(one.id) ?? archive.jobs.get(one.id));
        const open = [...jobs.values()].filter((one) => one.completedAt === null).sort(inQueueOrder);
        expect(found.slice(0, open.length)).toEqual(open);
        const over = found.slice(open.length, jobs.size).map(({ completedAt }) => -(completedAt ?? 0));
        expect(over).toEqual(over.toSorted((one, other) => one - other));
        expect(await readAll(day, { limit: 500 })).toEqual(found);
      }),
      { numRuns: 300 },
    );
  });

  it('leave out none that was there throughout, whatever changes in between', async () => {
    const meanwhile = fc.array(fc.array(step, { maxLength: 6 }), { maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(steps, meanwhile, limit, async (before, between, size) => {
        const day = begin();
        for (const one of before) one(day);
        const there = day.ids();
        const found = await readAll(day, { limit: size }, (page) => {
          for (const one of between[page] ?? []) one(day);
        });
        expect([...there].filter((one) => !found.some((job) => job.id === one))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a cursor', () => {
  it('goes on behind the record that it names, whatever was added or went before', async () => {
    const day = begin();
    for (const one of IDS) day.finish(one);
    const first = await pageOf(day, { limit: 5 });
    expect(first.items.map((one) => one.id)).toEqual(['J13', 'J12', 'J11', 'J10', 'J9']);
    day.add('new', 1);
    day.finish('new');
    const second = await pageOf(day, { limit: 5, cursor: first.next });
    expect(second.items.map((one) => one.id)).toEqual(['J8', 'J7', 'J6', 'J5', 'J4']);
  });

  it.each([
    ['', 'not even JSON'],
    ['bm9uZQ', 'not JSON'],
    [encode('prints', { in: 'archive', below: 1, length: 1 }), 'of another list'],
    [encode('jobs', { in: 'table', stage: 'nowhere' }), 'of a place that is none'],
    [
      encode('jobs', { in: 'table', stage: 'queue', after: { at: 1, id: 'J' } }),
      'with a mark of another place',
    ],
    [encode('jobs', { in: 'archive', below: -1, length: 0 }), 'of a position that is none'],
  ])('%j is refused: %s', async (cursor) => {
    const reading = pageOf(begin(), { cursor });
    await expect(reading).rejects.toBeInstanceOf(Refused);
    await expect(reading).rejects.toMatchObject({ status: 400, more: { errors: [{ path: 'cursor' }] } });
  });

  it('of a longer archive, or with any other numbers, is read as far as there is something', async () => {
    const day = begin();
    const cursor = encode('jobs', { in: 'archive', below: 1e9, length: 1e9, settled: 'x'.repeat(99) });
    expect(await pageOf(day, { cursor })).toEqual({ items: [], next: null, index: 7 });
  });
});

describe('a long archive', () => {
  const LENGTH = 2 * MAX_LOOKED + 100;
  const longDay = () => {
    const day = new Workday();
    const rare = (n: number) => (n === 50 ? 'rare' : '');
    const filings = Array.from({ length: LENGTH }, (_, n) => ({
      archive: 'jobs' as const,
      entity: job(`J${n}`, { status: 'Done', completedAt: n, customer: rare(n) }),
    }));
    day.tables.commit([], filings);
    return day;
  };

  it('of which hardly anything is asked for is looked through in bounded parts, with turns for others', async () => {
    const day = longDay();
    let turns = 0;
    let goesOn = true;
    const count = () => {
      turns += 1;
      if (goesOn) setImmediate(count);
    };
    setImmediate(count);
    const first = await pageOf(day, { customer: 'rare' });
    goesOn = false;
    expect(first.items).toEqual([]);
    expect(first.next).not.toBeNull();
    expect(turns).toBeGreaterThan(20);

    const second = await pageOf(day, { customer: 'rare', cursor: first.next });
    const third = await pageOf(day, { customer: 'rare', cursor: second.next });
    expect(second.items).toEqual([]);
    expect(third.items.map((one) => one.id)).toEqual(['J50']);
    expect(third.next).toBeNull();
  });

  it('of large records has small pages', async () => {
    const day = new Workday();
    const file = 'x'.repeat(1_000);
    const filings = Array.from({ length: 1_500 }, (_, n) => ({
      archive: 'activity' as const,
      entity: {
        ...{
          id: String(n + 1),
          at: n,
          operator: '',
          workstation: '',
          action: 'job.edit',
          note: '',
          undoes: null,
        },
        changes: Array.from({ length: 10 }, () => ({
          ...{ table: 'jobs' as const, id: 'J' },
          ...{ before: { file }, after: { file } },
        })),
      },
    }));
    day.tables.commit([], filings);
    const text = await readPage(day.tables, 1, 'activity', { limit: 500 });
    expect(text.length).toBeLessThan(1_100_000);
    expect((JSON.parse(text) as Page).next).not.toBeNull();
  });
});
