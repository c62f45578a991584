/** The queue as `/api/v2` tells it. Where a job fits, and why not, is the domain's: `suggest.test.ts`. */
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { CommandInput } from '../../../shared/domain/commands.ts';
import { call, serveSolo, type Served } from '../../testing/http.ts';
import { readQueue, WaitingJob } from './queue.ts';
import { Workday } from './testing/tables.ts';

let served: Served;
beforeEach(async () => {
  served = await serveSolo();
  onTestFinished(() => served.http.close());
});

type Page = { items: { job: string }[]; next: string | null; index: number };
const queue = async (query = '') => (await call(served, 'GET', `/api/v2/queue${query}`)).body as Page;
async function execute(...commands: CommandInput[]): Promise<void> {
  for (const command of commands) expect(await served.solo.execute(command)).toMatchObject({ ok: true });
}

const SHOP: readonly CommandInput[] = [
  { type: 'printer.create', id: 'P1', maker: 'a', model: 'b' },
  {
    type: 'spool.create',
    id: 'S1',
    filament: { product: { material: 'PLA', colour: 'x' } },
    totalMg: 9,
    remainingMg: 9,
  },
  { type: 'job.create', id: 'J1', file: 'a', weightMg: 1, material: 'PLA' },
];

describe('a job in the queue', () => {
  it('names the printers that it fits, and from which spool', async () => {
    await execute(...SHOP);
    const { items, index } = await queue();
    expect(items).toEqual([
      {
        job: 'J1',
        held: false,
        waits: [],
        printers: [{ printer: 'P1', spool: 'S1', changes: 1, obstacles: [] }],
      },
    ]);
    expect(index).toBe(served.solo.appliedIndex);
  });

  it('says why it waits, as codes and in words', async () => {
    await execute(...SHOP, { type: 'printer.maintain', id: 'P1', on: true });
    const { items } = await queue();
    expect(items).toMatchObject([{ waits: [{ code: 'maintenance', words: 'in maintenance' }] }]);
    expect(WaitingJob.parse(items[0])).toEqual(items[0]);
  });

  it('comes in the order of the queue, page by page', async () => {
    await execute(...SHOP);
    for (const id of ['J2', 'J3', 'J4'])
      await execute({ type: 'job.create', id, file: 'a', weightMg: 1, material: 'PLA' });
    await execute({ type: 'job.move', id: 'J4', before: 'J1' });
    const first = await queue('?limit=3');
    const second = await queue(`?limit=3&cursor=${first.next ?? ''}`);
    expect([...first.items, ...second.items].map(({ job }) => job)).toEqual(['J4', 'J1', 'J2', 'J3']);
    expect(second.next).toBeNull();
  });

  it('is not told without a majority, and by no word that is no cursor', async () => {
    expect((await call(served, 'GET', '/api/v2/queue?cursor=x')).status).toBe(400);
    expect((await call(served, 'GET', '/api/v2/queue?status=Queued')).status).toBe(400);
    served.solo.setMode('readingOnly');
    expect((await call(served, 'GET', '/api/v2/queue')).status).toBe(503);
    expect((await queue('?consistency=local')).items).toEqual([]);
  });
});

it('a page is of one moment, whatever changes while it is made', async () => {
  const day = new Workday();
  for (let n = 0; n < 200; n += 1) day.add(`J${n}`, 0);
  const before = await readQueue(day.tables, 1, { limit: 500 });
  const reading = readQueue(day.tables, 1, { limit: 500 });
  for (let n = 0; n < 200; n += 1) day.finish(`J${n}`);
  day.add('new', 1);
  expect(await reading).toBe(before);
});
