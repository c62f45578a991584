/** What `/api/v2` tells: lists, filters and single records, over HTTP. */
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { CommandInput } from '../../../shared/domain/commands.ts';
import { call, serveSolo, type Served } from '../../testing/http.ts';

let served: Served;
beforeEach(async () => {
  served = await serveSolo();
  onTestFinished(() => served.http.close());
});

const get = (path: string) => call(served, 'GET', `/api/v2${path}`);
type Page = { items: { id: string }[]; next: string | null; index: number };
const page = async (path: string) => (await get(path)).body as Page;
const idsOf = async (path: string) => (await page(path)).items.map(({ id }) => id);
const problem = (status: number, more: object) => ({ status, body: { status, ...more } });

async function execute(...commands: CommandInput[]): Promise<void> {
  for (const command of commands) {
    const answer = await served.solo.execute(command, { operator: 'Ada' });
    expect(answer).toMatchObject({ ok: true });
  }
}

const black = { type: 'filament.create', maker: 'eSun', material: 'PLA', colour: 'Black' } as const;
async function shop(): Promise<void> {
  await execute(
    { ...black, id: 'F1' },
    { ...black, id: 'F2', material: 'PETG', colour: 'Orange' },
    { type: 'spool.create', id: 'S1', filament: { id: 'F1' }, totalMg: 900_000, remainingMg: 900_000 },
    {
      type: 'spool.create',
      id: 'S2',
      filament: { id: 'F2' },
      totalMg: 500,
      remainingMg: 400,
      location: 'Shelf',
    },
    { type: 'printer.create', id: 'P1', maker: 'Prusa', model: 'MK4S', group: 'Hall', tags: ['fast'] },
    { type: 'printer.create', id: 'P2', maker: 'Voron', model: '2.4' },
    { type: 'spool.move', id: 'S1', printer: 'P1' },
    { type: 'job.create', id: 'J1', file: 'a', weightMg: 100, material: 'PLA', customer: 'Ada' },
    { type: 'job.create', id: 'J2', file: 'b', weightMg: 100, spool: 'S2', priority: 1 },
    { type: 'job.create', id: 'J3', file: 'c', weightMg: 100, material: 'PLA', printer: 'P1', copies: 2 },
    { type: 'job.hold', id: 'J1', held: true },
    { type: 'job.start', id: 'J3' },
    { type: 'job.finish', id: 'J3' },
    { type: 'job.start', id: 'J3', cleared: true },
    { type: 'job.cancel', id: 'J2' },
  );
}

describe('a list', () => {
  it('is empty before the first record, and says at which index', async () => {
    for (const kind of ['filaments', 'spools', 'printers', 'jobs', 'prints', 'activity'])
      expect(await get(`/${kind}`)).toMatchObject({ status: 200, body: { items: [], next: null, index: 0 } });
  });

  it('tells records exactly as they are kept', async () => {
    await shop();
    const { items, index } = await page('/spools');
    expect(items).toEqual([...served.solo.shop.spools.values()]);
    expect(index).toBe(served.solo.appliedIndex);
    expect((await get('/spools')).headers.get('cache-control')).toBe('no-store');
  });

  it('has the queue first, then what is over, newest first', async () => {
    await shop();
    await execute(
      { type: 'job.cancel', id: 'J1' },
      { type: 'job.create', id: 'J4', file: 'd', weightMg: 1, material: 'PLA', priority: 2 },
    );
    const ids = await idsOf('/jobs');
    expect(ids.slice(0, 2)).toEqual(['J4', 'J3']);
    expect(ids.slice(2).sort()).toEqual(['J1', 'J2']);
    expect((await page('/prints')).items).toMatchObject([{ outcome: 'running' }, { outcome: 'done' }]);
  });

  it.each([
    ['/filaments?material=pla', ['F1']],
    ['/filaments?maker=ESUN&colour=orange', ['F2']],
    ['/filaments?retired=true', []],
    ['/spools?filament=F2', ['S2']],
    ['/spools?printer=P1', ['S1']],
    ['/spools?printer=', ['S2']],
    ['/spools?location=shelf', ['S2']],
    ['/spools?retired=false', ['S1', 'S2']],
    ['/printers?state=ready', ['P1', 'P2']],
    ['/printers?state=maintenance', []],
    ['/printers?group=hall', ['P1']],
    ['/printers?tag=FAST', ['P1']],
    ['/printers?tag=', ['P2']],
    ['/printers?retired=false', ['P1', 'P2']],
    ['/jobs?status=Running', ['J3']],
    ['/jobs?status=Cancelled', ['J2']],
    ['/jobs?printer=P1', ['J3']],
    ['/jobs?spool=S2', ['J2']],
    ['/jobs?material=pla&held=false', ['J3']],
    ['/jobs?held=true', ['J1']],
    ['/jobs?customer=ada', ['J1']],
    ['/prints?job=J3&outcome=running', ['P-0002']],
    ['/prints?printer=P1', ['P-0002', 'P-0001']],
    ['/activity?action=job.hold', ['11']],
    ['/activity?table=printers&id=P2', ['6']],
    ['/activity?id=J2', ['15', '9']],
    ['/activity?operator=bob', []],
    ['/activity?operator=ada&workstation=front%20desk&action=spool.create', ['4', '3']],
    ['/activity?since=2100-01-01T00:00:00Z', []],
    ['/activity?until=2100-01-01T00:00:00%2B02:00&table=filaments&id=F1', ['1']],
    ['/activity?until=1000', []],
  ])('%s', async (path, ids) => {
    await shop();
    expect(await idsOf(path)).toEqual(ids);
  });

  it('is told in pages as large as one likes', async () => {
    await shop();
    const first = await page('/activity?limit=10');
    expect(first.items).toHaveLength(10);
    const second = await page(`/activity?limit=10&cursor=${first.next ?? ''}`);
    expect(second).toMatchObject({ next: null, items: { length: 5 } });
    const ids = [...first.items, ...second.items].map(({ id }) => Number(id));
    expect(ids).toEqual(Array.from({ length: 15 }, (_, n) => 15 - n));
  });

  it.each([
    'limit=0',
    'limit=501',
    'limit=',
    'limit=1e2',
    'limit=1&limit=2',
    'cursor=x',
    'statu=Done',
    'status=done',
    'held=1',
    'consistency=maybe',
  ])('?%s is refused, and what is wrong is told', async (query) => {
    const path = query.split('=', 1)[0] === 'statu' ? '' : query.split('=', 1)[0];
    expect(await get(`/jobs?${query}`)).toMatchObject(
      problem(400, { detail: expect.stringMatching(/^Query: /) as string, errors: [{ path }] }),
    );
  });

  it.each(['since=yesterday', 'until=2026-05-01', 'since=-1'])('?%s is no time', async (query) => {
    const path = query.split('=', 1)[0];
    expect(await get(`/activity?${query}`)).toMatchObject(problem(400, { errors: [{ path }] }));
  });
});

describe('one record', () => {
  it('is told under its id, whatever that is', async () => {
    await execute({ ...black, id: 'a/b ü?%2F' });
    const { status, body } = await get(`/filaments/${encodeURIComponent('a/b ü?%2F')}`);
    expect([status, body]).toEqual([200, served.solo.shop.filaments.get('a/b ü?%2F')]);
  });

  it('is told when it is archived, and listed once', async () => {
    for (let n = 0; n < 205; n += 1)
      await execute(
        { type: 'printer.create', id: `P${n}`, maker: 'a', model: 'b' },
        {
          type: 'spool.create',
          id: `S${n}`,
          filament: { product: { material: 'PLA', colour: 'x' } },
          totalMg: 9,
          remainingMg: 9,
        },
        { type: 'job.create', id: `J${n}`, printer: `P${n}`, spool: `S${n}`, file: 'a', weightMg: 1 },
        { type: 'job.start', id: `J${n}` },
        { type: 'job.finish', id: `J${n}` },
      );
    const [oldest] = await idsOf('/jobs').then((ids) => ids.slice(-1));
    expect(served.solo.shop.archive.jobs.length).toBe(5);
    await execute({ type: 'job.edit', id: 'J0', note: 'found again' });
    expect(await get('/jobs/J0')).toMatchObject({
      status: 200,
      body: { note: 'found again', status: 'Done' },
    });
    expect(await get('/prints/P-0001')).toMatchObject({ status: 200, body: { job: 'J0' } });
    expect((await idsOf('/jobs?limit=500')).filter((id) => id === 'J0')).toHaveLength(1);
    expect(await idsOf('/jobs?limit=500')).toHaveLength(205);
    expect(await idsOf('/prints?limit=500')).toHaveLength(205);
    expect(oldest).toBeDefined();
  });

  it.each(['filaments', 'spools', 'printers', 'jobs', 'prints', 'activity'])(
    'of the %s that is not there is 404 with what was looked for',
    async (kind) => {
      const answer = await get(`/${kind}/X9`);
      expect(answer).toMatchObject(problem(404, { code: 'notFound', params: { id: 'X9' } }));
      expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    },
  );

  it.each(['%00', '%20', '__proto__', 'x'.repeat(65)])('under %s there can be none', async (id) => {
    expect(await get(`/jobs/${id}`)).toMatchObject(problem(400, { errors: [{ path: 'id' }] }));
  });
});

describe('without a majority', () => {
  it('reading is 503 with when to come again; local reading goes on', async () => {
    await shop();
    served.solo.setMode('readingOnly');
    for (const path of ['/jobs', '/jobs/J1', '/activity']) {
      const answer = await get(path);
      expect(answer).toMatchObject(
        problem(503, { detail: 'No majority of the workstations can be reached.' }),
      );
      expect(answer.headers.get('retry-after')).toBe('1');
    }
    expect(await idsOf('/jobs?consistency=local')).toHaveLength(3);
    expect((await get('/jobs/J1?consistency=local')).status).toBe(200);
  });
});

describe('a method that is not known', () => {
  it('is 405 with those that are', async () => {
    const wrong = await call(served, 'DELETE', '/api/v2/jobs/J1');
    expect(wrong).toMatchObject(problem(405, {}));
    expect(wrong.headers.get('allow')).toBe('GET, HEAD, PATCH');
    expect((await get('/commands')).status).toBe(405);
    expect((await get('/nothing')).status).toBe(404);
  });

  it('while membership stays as it was', async () => {
    expect((await get('/membership')).body).toMatchObject({ shop: 'Sample shop' });
  });
});
