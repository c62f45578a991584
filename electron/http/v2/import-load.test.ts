/** Files that are large, many, or given up: none of them holds anybody up. */
import { request } from 'node:http';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Problem } from '../../../shared/contract/problem.ts';
import { Rehearsal } from '../../../shared/transfer/rehearsal.ts';
import { inSlices } from '../../viewer/slices.ts';
import { call, forge, type Served, serveSolo } from '../../testing/http.ts';
import { createRoom, MAX_IMPORTS } from './import-room.ts';
import { soon } from './testing/soon.ts';

let served: Served;
beforeEach(async () => {
  served = await serveSolo();
  onTestFinished(() => served.http.close());
});

type Answer = { counts: Record<string, number>; errors: { message: string }[]; detail?: string };
async function bring(what: string, body: string, query = '') {
  const response = await fetch(`${served.url}/api/v2/import/${what}${query}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', 'idempotency-key': `load-${body.length}-${query}` },
    body,
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Answer,
  };
}

describe('a file of 100,000 rows', () => {
  const rows = Array.from({ length: 100_000 }, (_, n) => `X${n},PLA,Colour ${n},${n % 1_000}`).join('\n');

  it.each([
    ['filament', 'ID,Material,Colour,Note', /parts of 1000 rows/],
    ['filament', 'SKU,Material,Colour,Note', /parts of 1000 rows/],
    ['spools', 'Lot,Material,Colour,Total', /more than 20000 rows/],
  ])(
    'of %s (%s) is refused before much is done about it, and says how to split it',
    async (what, header, words) => {
      const began = performance.now();
      const { status, body } = await bring(what, `${header}\n${rows}\n`);
      expect([status, JSON.stringify(body)]).toEqual([422, expect.stringMatching(words)]);
      // Planning all of it would take many times as long.
      expect(performance.now() - began).toBeLessThan(5_000);
      expect(served.solo.shop.filaments.size).toBe(0);
    },
  );
});

it('what came out and comes in again with a few changes is brought in, however long it is', async () => {
  await served.solo.execute({ type: 'filament.create', id: 'F1', material: 'PLA', colour: 'Red' });
  for (let n = 0; n < 10; n += 1)
    await served.solo.execute({
      ...{ type: 'spool.create', filament: { id: 'F1' }, totalMg: 1_000_000, remainingMg: 1_000_000 },
      count: 500,
    });
  const csv = (await call(served, 'GET', '/api/v2/export/spools')).body as string;
  const edited = csv.replace(/^(S-(?:0001|2500|5000),.*?,1000,)1000,/gm, '$1750,');
  const { status, body } = await bring('spools', edited);
  expect([status, body.counts]).toEqual([
    200,
    { creates: 0, changes: 3, same: 4_997, errors: 0, warnings: 0 },
  ]);
  expect(served.solo.shop.spools.get('S-2500')?.remainingMg).toBe(750_000);
});

async function lookedAt({ url }: Served): Promise<number> {
  const { status } = await fetch(`${url}/api/v2/import/printers?dryRun=true`, {
    ...{ method: 'POST', headers: { 'content-type': 'text/csv' }, body: 'ID,Maker,Model\nP1,a,b\n' },
  });
  return status;
}

it('of a file with many warnings the first are told, and how many there are', async () => {
  const filaments = Array.from({ length: 501 }, (_, id) => ({
    ...{ id, name: `C${id}`, material: 'PLA', diameter: 1.75, comment: 'x'.repeat(600) },
  }));
  const response = await fetch(`${served.url}/api/v2/import/spoolman?dryRun=true`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(filaments) },
  });
  const { counts, warnings } = (await response.json()) as Answer & { warnings: unknown[] };
  expect([counts, warnings.length]).toMatchObject([{ creates: 501, warnings: 501 }, 500]);
});

describe('many files at once', () => {
  it('are looked at a few at a time; whoever comes on top is asked to come again', async () => {
    const head = { method: 'POST', path: '/api/v2/import/printers?dryRun=true', agent: false } as const;
    const slow = Array.from({ length: MAX_IMPORTS }, () => {
      const headers = { 'content-type': 'text/csv', 'content-length': 1_000 };
      const sent = request({ host: '127.0.0.1', port: served.port, ...head, headers });
      sent.on('error', () => undefined).write('ID,');
      return sent;
    });
    const CSV = 'ID,Maker,Model\nP1,a,b\n';
    await soon(async () => (await bring('printers', CSV, '?dryRun=true')).status).toBe(503);
    const { headers, body } = await bring('printers', CSV);
    expect([headers.get('retry-after'), body.detail]).toEqual([
      '2',
      expect.stringMatching(/busy with other files/),
    ]);
    expect(served.solo.shop.printers.size).toBe(0);
    // Whoever leaves makes room.
    for (const sent of slow) sent.destroy();
    await soon(async () => (await bring('printers', CSV)).status).toBe(200);
  });

  it('find one room behind all doors of a workstation', async () => {
    const imports = createRoom(1);
    const doors = await Promise.all([serveSolo(null, imports), serveSolo(null, imports)]);
    onTestFinished(() => Promise.all(doors.map(({ http }) => http.close())).then(() => undefined));
    const leave = imports.enter();
    const statuses = () => Promise.all(doors.map((door) => lookedAt(door)));
    expect(await statuses()).toEqual([503, 503]);
    leave?.();
    expect([await lookedAt(doors[0]), await lookedAt(doors[1])]).toEqual([200, 200]);
  });

  it('find a room that counts each of them once', () => {
    const room = createRoom(2);
    const [one, two] = [room.enter(), room.enter()];
    expect(room.enter()).toBeNull();
    one?.();
    one?.();
    expect([room.enter() === null, room.enter()]).toEqual([false, null]);
    two?.();
  });
});

it('whoever leaves in the middle of a file ends the work on it', async () => {
  const tried = vi.spyOn(Rehearsal.prototype, 'try');
  onTestFinished(() => tried.mockRestore());
  // Edits that say nothing new are planned to the end, however many there are.
  await served.solo.execute({ type: 'filament.create', id: 'F1', material: 'PLA', colour: 'Red' });
  const rows = 'F1,1\n'.repeat(15_000);
  const leaving = new AbortController();
  const sent = fetch(`${served.url}/api/v2/import/spools?dryRun=true`, {
    ...{ method: 'POST', headers: { 'content-type': 'text/csv' }, body: `Filament,Total\n${rows}` },
    signal: leaving.signal,
  }).catch(() => 'left');
  await soon(() => tried.mock.calls.length).toBeGreaterThan(0);
  leaving.abort();
  expect(await sent).toBe('left');
  let before = -1;
  await soon(() => {
    const now = tried.mock.calls.length;
    const isStill = now === before;
    before = now;
    return isStill;
  }).toBe(true);
  expect(tried.mock.calls.length).toBeLessThan(15_000);
  expect(served.logged).toEqual([]);
});

it('whatever is sent as a file is answered, and never with a fault of the workstation', async () => {
  const text = fc.oneof(
    fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
    fc.json().map((json) => Buffer.from(json)),
    fc
      .array(fc.constantFrom('ID', ',', '\n', 'Maker', 'Model', 'P1', '"', '\0'), { maxLength: 20 })
      .map((parts) => Buffer.from(parts.join(''))),
  );
  const what = fc.constantFrom('auto', 'printers', 'jobs', 'spoolman', 'original', 'x', '%00');
  const headers = fc.record(
    {
      'content-type': fc.constantFrom('text/csv', 'application/json', 'text/plain'),
      'idempotency-key': fc.constantFrom('short', 'long enough', 'ü'),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(what, headers, text, async (kind, given, body) => {
      const length = { host: `127.0.0.1:${served.port}`, 'content-length': String(body.length) };
      const answer = await forge(served, 'POST', `/api/v2/import/${kind}`, { ...given, ...length }, body);
      expect([200, 400, 415, 422, 428]).toContain(answer.status);
      if (answer.status !== 200) expect(Problem.parse(JSON.parse(answer.text)).detail).not.toBe('');
    }),
    { numRuns: 150 },
  );
  expect(served.logged).toEqual([]);
});

it('work on a file ends with whoever waits for it', async () => {
  let steps = 0;
  function* endless(): Generator<undefined, never> {
    for (;;) {
      steps += 1;
      yield;
    }
  }
  const leaving = new AbortController();
  setTimeout(() => leaving.abort(new Error('left')), 20);
  await expect(inSlices(endless(), leaving.signal)).rejects.toThrow('left');
  const before = steps;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(steps).toBe(before);
});

it('a file that is larger than any may be is refused by its size', async () => {
  const { status, body } = await bring('printers', 'x'.repeat(25 * 1024 * 1024));
  expect([status, body.detail]).toEqual([413, 'A file may have 24 MB: split it into several.']);
});
