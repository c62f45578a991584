import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call, forge, recordsOf, serveSolo } from '../testing/http.ts';
import type { Answered, Served } from '../testing/http.ts';
import { JobList } from '../../shared/contract/v1.ts';
import { UnknownOutcome } from '../workstation-interface.ts';

let served: Served;
beforeEach(async () => {
  served = await serveSolo();
});
afterEach(() => served.http.close());

const get = (path: string) => call(served, 'GET', path);
const post = (path: string, body: unknown, headers?: Record<string, string>) =>
  call(served, 'POST', path, body, headers);
const setStatus = (id: string, status: unknown, prefix = '') =>
  call(served, 'PATCH', `${prefix}/api/v1/jobs/${encodeURIComponent(id)}/status`, { status });
const refusal = (status: number, error: unknown) => ({ status, body: { success: false, error } });
const success = (status: number) => ({ status, body: { success: true } });

const printer = (id = 'P1') => ({ id, company: 'Prusa', model: 'MK4' });
const filament = (id = 'F1') => ({
  id,
  type: 'PLA',
  color: 'Galaxy Black',
  total_weight_in_grams: 1000,
  remaining_weight_in_grams: 800.5,
});
const job = (id = 'J1', more: object = {}) => ({
  id,
  printer_id: 'P1',
  filament_id: 'F1',
  filepath: '/prints/vase.gcode',
  print_weight_in_grams: 100,
  ...more,
});
const shop = async (prefix = '') => {
  await post(`${prefix}/api/v1/printers`, printer());
  await post(`${prefix}/api/v1/filaments`, filament());
};

describe('printers', () => {
  it('are added and listed as Available', async () => {
    expect(await post('/api/v1/printers', printer())).toMatchObject(success(201));
    const listed = [{ id: 'P1', company: 'Prusa', model: 'MK4', status: 'Available' }];
    expect((await get('/api/v1/printers')).body).toEqual(listed);
  });

  it('are an empty list before the first, not an object', async () => {
    expect(await get('/api/v1/printers')).toMatchObject({ status: 200, body: [] });
  });

  it('are refused under a taken or unfit id', async () => {
    await post('/api/v1/printers', printer());
    const prefix = 'Invalid or duplicate printer ID';
    expect(await post('/api/v1/printers', printer())).toMatchObject(refusal(400, prefix));
    expect(await post('/api/v1/printers', printer(' '))).toMatchObject(
      refusal(400, `${prefix}: id must not be empty`),
    );
    expect(await post('/api/v1/printers', { company: 'a', model: 'b' })).toMatchObject(
      refusal(400, `${prefix}: id is missing`),
    );
    expect(await post('/api/v1/printers', { ...printer(), id: 7 })).toMatchObject(
      refusal(400, `${prefix}: id must be text`),
    );
  });

  it('leave the list when retired', async () => {
    await post('/api/v1/printers', printer());
    await served.solo.execute({ type: 'printer.retire', id: 'P1' });
    expect((await get('/api/v1/printers')).body).toEqual([]);
  });
});

describe('filaments', () => {
  it('are added with one set of names and listed with the other', async () => {
    expect(await post('/api/v1/filaments', { ...filament(), type: 'pla' })).toMatchObject(success(201));
    expect((await get('/api/v1/filaments')).body).toEqual([
      { id: 'F1', type: 'PLA', color: 'Galaxy Black', total_weight: 1000, remaining_weight: 800.5 },
    ]);
  });

  it('never have more left than they had', async () => {
    await post('/api/v1/filaments', { ...filament(), remaining_weight_in_grams: 5000 });
    expect((await get('/api/v1/filaments')).body).toMatchObject([{ remaining_weight: 1000 }]);
  });

  it('are refused under a taken id', async () => {
    await post('/api/v1/filaments', filament());
    expect(await post('/api/v1/filaments', filament())).toMatchObject(
      refusal(400, 'Invalid or duplicate filament ID'),
    );
  });

  it('of an unknown type are refused with the known ones', async () => {
    expect(await post('/api/v1/filaments', { ...filament(), type: 'WOOD' })).toMatchObject(
      refusal(400, expect.stringMatching(/^type: must be one of PLA, PETG, ABS, TPU/)),
    );
  });

  it.each(['1e999', '1e308', '-1', '0', '0.0004', '100001', '"5"', 'null', 'true', '[]'])(
    'with a weight of %s are refused and say where',
    async (weight) => {
      for (const field of ['total_weight_in_grams', 'remaining_weight_in_grams']) {
        const body = JSON.stringify({ ...filament(), [field]: '?' }).replace('"?"', weight);
        expect(await post('/api/v1/filaments', body)).toMatchObject(
          refusal(400, expect.stringMatching(new RegExp(`^${field}: must be `))),
        );
      }
      expect((await get('/api/v1/filaments')).body).toEqual([]);
    },
  );

  it('without weights are refused before anything is recorded', async () => {
    const { id, type, color } = filament();
    const before = recordsOf(served);
    expect(await post('/api/v1/filaments', { id, type, color })).toMatchObject(
      refusal(400, 'Missing required fields: total_weight_in_grams, remaining_weight_in_grams'),
    );
    expect(recordsOf(served)).toBe(before);
  });
});

describe('jobs', () => {
  beforeEach(() => shop());

  it('are queued, with the time in epoch seconds and no completion yet', async () => {
    const start = Date.now() / 1000;
    expect(await post('/api/v1/jobs', job())).toMatchObject(success(201));
    const [listed] = (await get('/api/v1/jobs')).body as Record<string, unknown>[];
    expect(listed).toEqual({ ...job(), status: 'Queued', created_at: expect.any(Number) as number });
    expect(Math.abs(Number(listed!.created_at) - start)).toBeLessThan(10);
  });

  it('that name no printer and no spool are told with text all the same, and with what they print on', async () => {
    await served.solo.execute({
      type: 'job.create',
      id: 'J1',
      file: 'a',
      material: 'PLA',
      weightMg: 100_000,
    });
    const told = async () => JobList.parse((await get('/api/v1/jobs')).body);
    expect(await told()).toMatchObject([{ printer_id: '', filament_id: '' }]);
    await served.solo.execute({ type: 'job.start', id: 'J1', printer: 'P1', spool: 'F1' });
    expect(await told()).toMatchObject([{ printer_id: 'P1', filament_id: 'F1' }]);
    await served.solo.execute({ type: 'job.finish', id: 'J1' });
    expect(await told()).toMatchObject([{ printer_id: 'P1', filament_id: 'F1', status: 'Done' }]);
  });

  it('name the fields that are missing', async () => {
    expect(await post('/api/v1/jobs', { id: 'J1', filepath: 'a' })).toMatchObject(
      refusal(400, 'Missing required fields: printer_id, filament_id, print_weight_in_grams'),
    );
  });

  it('are refused with 409 under a taken id', async () => {
    await post('/api/v1/jobs', job());
    expect(await post('/api/v1/jobs', job())).toMatchObject(refusal(409, 'Job ID already exists'));
  });

  it('are refused with 404 for an unknown printer or filament', async () => {
    expect(await post('/api/v1/jobs', job('J1', { printer_id: 'X' }))).toMatchObject(
      refusal(404, 'Printer not found'),
    );
    expect(await post('/api/v1/jobs', job('J1', { filament_id: 'X' }))).toMatchObject(
      refusal(404, 'Filament not found'),
    );
  });

  it('are refused where open jobs have promised the filament', async () => {
    await post('/api/v1/jobs', job('J1', { print_weight_in_grams: 600 }));
    expect(await post('/api/v1/jobs', job('J2', { print_weight_in_grams: 200.75 }))).toMatchObject(
      refusal(400, 'Insufficient filament. Available: 200.5g, Required: 200.75g'),
    );
  });

  it('queue up behind a busy printer, and only starting is refused', async () => {
    await post('/api/v1/jobs', job('J1'));
    expect(await setStatus('J1', 'Running')).toMatchObject(success(200));
    expect(await post('/api/v1/jobs', job('J2'))).toMatchObject(success(201));
    expect(await setStatus('J2', 'Running')).toMatchObject(
      refusal(400, 'Printer is currently busy with another job'),
    );
  });

  it('book their weight when done, and tell when', async () => {
    await post('/api/v1/jobs', job());
    await setStatus('J1', 'rUNNING');
    expect(await setStatus('J1', 'done')).toMatchObject(success(200));
    expect((await get('/api/v1/filaments')).body).toMatchObject([{ remaining_weight: 700.5 }]);
    expect((await get('/api/v1/jobs')).body).toMatchObject([
      { status: 'Done', completed_at: expect.any(Number) as number },
    ]);
  });

  it.each([
    ['Queued', [], 'Done'],
    ['Queued', [], 'Queued'],
    ['Running', ['Running'], 'Queued'],
    ['Done', ['Running', 'Done'], 'Cancelled'],
    ['Done', ['Running', 'Done'], 'Queued'],
    ['Cancelled', ['Cancelled'], 'Running'],
  ])('never go from %s (after %j) to %s', async (from, way, to) => {
    await post('/api/v1/jobs', job());
    for (const status of way) expect(await setStatus('J1', status)).toMatchObject(success(200));
    expect(await setStatus('J1', to.toLowerCase())).toMatchObject(
      refusal(400, `Invalid status transition: ${from} → ${to}`),
    );
  });

  it('know four statuses', async () => {
    await post('/api/v1/jobs', job());
    const text = 'status: must be one of Queued, Running, Done, Cancelled';
    expect(await setStatus('J1', 'Paused')).toMatchObject(refusal(400, text));
    expect(await setStatus('J1', 3)).toMatchObject(refusal(400, 'status: must be text'));
    expect(await call(served, 'PATCH', '/api/v1/jobs/J1/status', {})).toMatchObject(
      refusal(400, 'Missing required fields: status'),
    );
  });

  it('that do not exist have no status', async () => {
    for (const status of ['Running', 'Queued']) {
      expect(await setStatus('J9', status)).toMatchObject(refusal(404, 'Job not found'));
    }
  });

  it('may have any id, encoded in the path', async () => {
    const longest = '漢'.repeat(64);
    for (const id of ['a/b', 'ü ñ?#%', '...', longest, 'a%2Fb']) {
      expect(await post('/api/v1/jobs', job(id, { print_weight_in_grams: 1 }))).toMatchObject(success(201));
      expect(await setStatus(id, 'Cancelled')).toMatchObject(success(200));
    }
    expect((await get('/api/v1/jobs?status=cancelled')).body).toHaveLength(5);
  });

  it('are filtered by status in any letter case', async () => {
    for (const id of ['J1', 'J2', 'J3']) await post('/api/v1/jobs', job(id));
    await setStatus('J2', 'Running');
    expect((await get('/api/v1/jobs?status=RUNNING')).body).toMatchObject([{ id: 'J2' }]);
    expect((await get('/api/v1/jobs?status=queued')).body).toMatchObject([{ id: 'J1' }, { id: 'J3' }]);
    expect(await get('/api/v1/jobs?status=nope')).toMatchObject(
      refusal(400, 'Query: status: must be one of Queued, Running, Done, Cancelled'),
    );
  });
});

describe('who is there', () => {
  const self = { host: '127.0.0.1', port: 5100 };

  it('is told as the welcome server told it', async () => {
    expect(await get('/NodeStatus')).toMatchObject({
      status: 200,
      body: {
        success: true,
        leader: { ...self, node_id: 'node-1' },
        peers: [{ ...self, status: 'alive' }],
      },
    });
    expect((await get('/peers')).body).toEqual({ success: true, peers: [{ ...self, status: 'alive' }] });
    expect((await get('/leader')).body).toEqual({ success: true, leader: { ...self, node_id: 'node-1' } });
  });

  it('names the dead, leaves out those without an address, and has no leader without a majority', async () => {
    const [member] = served.solo.health().members;
    const dead = { ...member!, id: 'b', self: false, leader: false, reachable: false };
    served.solo.setHealth({
      members: [member!, { ...dead, http: { host: '127.0.0.1', port: 5101 } }, { ...dead, http: null }],
    });
    served.solo.setMode('readingOnly');
    expect(await get('/leader')).toMatchObject(refusal(404, 'No leader found'));
    expect((await get('/NodeStatus')).body).toEqual({
      success: true,
      leader: null,
      peers: [
        { ...self, status: 'alive' },
        { host: '127.0.0.1', port: 5101, status: 'dead' },
      ],
    });
  });
});

describe('through the proxy', () => {
  it("an unmodified client's day works", async () => {
    expect(await get('/proxy/api/v1/printers')).toMatchObject({ status: 200, body: [] });
    await shop('/proxy');
    expect(await post('/proxy/api/v1/jobs', job())).toMatchObject(success(201));
    expect(await post('/proxy/api/v1/jobs', job())).toMatchObject(refusal(409, 'Job ID already exists'));
    expect(await setStatus('J1', 'running', '/proxy')).toMatchObject(success(200));
    expect(await setStatus('J1', 'queued', '/proxy')).toMatchObject(
      refusal(400, 'Invalid status transition: Running → Queued'),
    );
    expect(await setStatus('J1', 'done', '/proxy')).toMatchObject(success(200));
    expect((await get('/proxy/api/v1/jobs?status=Done')).body).toHaveLength(1);
    expect((await get('/proxy/api/v1/jobs?status=Queued')).body).toEqual([]);
    expect((await get('/proxy/NodeStatus')).body).toEqual((await get('/NodeStatus')).body);
  });

  it('says that there is no leader, or that it timed out', async () => {
    served.solo.failNext(new UnknownOutcome('The leader was lost on the way.'));
    expect(await post('/proxy/api/v1/printers', printer())).toMatchObject(
      refusal(504, expect.stringContaining('leader timed out')),
    );
    served.solo.setMode('readingOnly');
    const noLeader = refusal(404, expect.stringContaining('No leader found'));
    expect(await get('/proxy/api/v1/jobs')).toMatchObject(noLeader);
    expect(await post('/proxy/api/v1/printers', printer())).toMatchObject(noLeader);
    expect(await get('/proxy/leader')).toMatchObject(noLeader);
    expect(await get('/proxy/api/v1/jobs?consistency=local')).toMatchObject({ status: 200, body: [] });
  });
});

describe('without a majority', () => {
  it('reads and writes answer 503 with the reason; local reads go on', async () => {
    await shop();
    served.solo.setMode('readingOnly');
    const answers = [
      await get('/api/v1/printers'),
      await post('/api/v1/printers', printer('P2')),
      await setStatus('J1', 'Queued'),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject(refusal(503, 'No majority of the workstations can be reached.'));
      expect(answer.headers.get('retry-after')).toBe('1');
    }
    expect((await get('/api/v1/printers?consistency=local')).body).toHaveLength(1);
    expect((await get('/api/v1/printers?consistency=eventual')).status).toBe(400);
  });

  it('an unknown outcome is 504', async () => {
    served.solo.failNext(new UnknownOutcome('The leader was lost on the way.'));
    expect(await post('/api/v1/printers', printer())).toMatchObject(
      refusal(504, 'The leader was lost on the way.'),
    );
  });

  it('what nobody expected is 500, logged, and keeps its inside to itself', async () => {
    served.solo.failNext(new Error('secret path'));
    const answer = await post('/api/v1/printers', printer());
    expect(answer).toMatchObject(refusal(500, 'The workstation failed to carry this out'));
    expect(served.logged.join()).toContain('secret path');
  });
});

describe('an idempotency key', () => {
  const keyed = (body: unknown, key: string) => post('/api/v1/printers', body, { 'idempotency-key': key });

  it('gets the first answer again, and is refused for another command', async () => {
    expect(await keyed(printer(), 'k-1')).toMatchObject(success(201));
    expect(await keyed(printer(), 'k-1')).toMatchObject(success(201));
    expect((await keyed(printer('P2'), 'k-1')).status).toBe(422);
    expect(served.solo.shop.printers.size).toBe(1);
  });

  it.each(['', 'x'.repeat(65), 'a\tb', 'ü'])('%j is refused', async (key) => {
    const answer = await keyed(printer(), key);
    expect(answer).toMatchObject(refusal(400, expect.stringContaining('Idempotency-Key')));
    expect(served.solo.shop.printers.size).toBe(0);
  });
});

describe('at the door', () => {
  const refusedAll = (answer: Answered, status: number, words: RegExp) =>
    expect(answer).toMatchObject(refusal(status, expect.stringMatching(words)));

  it('only JSON objects come in', async () => {
    const plain = { 'content-type': 'text/plain' };
    refusedAll(await post('/api/v1/printers', JSON.stringify(printer()), plain), 415, /application\/json/);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    refusedAll(await post('/api/v1/printers', 'id=P1', form), 415, /application\/json/);
    refusedAll(await post('/api/v1/printers', '{"id":'), 400, /valid JSON/);
    refusedAll(await post('/api/v1/printers', ''), 400, /JSON object/);
    refusedAll(await call(served, 'POST', '/api/v1/printers'), 400, /JSON object/);
    for (const body of ['[]', 'null', '"x"', '3', 'true', '[{}]']) {
      refusedAll(await post('/api/v1/printers', body), 400, /The body must be a JSON object/);
    }
  });

  it('no prototype is poisoned', async () => {
    for (const trap of ['"__proto__":{"a":1}', '"constructor":{"prototype":{"a":1}}']) {
      const body = JSON.stringify(printer()).replace('{', `{${trap},`);
      refusedAll(await post('/api/v1/printers', body), 400, /__proto__/);
    }
    refusedAll(await post('/api/v1/printers', printer('__proto__')), 400, /reserved word/);
    expect(served.solo.shop.printers.size).toBe(0);
  });

  it.each([64 * 1024, 1024 * 1024])(
    'a body over 64 KiB stays outside: more than %i bytes',
    async (length) => {
      const body = JSON.stringify({ ...printer(), model: 'x'.repeat(length) });
      refusedAll(await post('/api/v1/printers', body), 413, /64 KiB/);
    },
  );

  it('a body that is not UTF-8 is refused, not mended', async () => {
    const [before, after] = JSON.stringify(printer('P-?')).split('?');
    const body = Buffer.concat([Buffer.from(before!), Buffer.of(0xff), Buffer.from(after!)]);
    const host = `127.0.0.1:${served.port}`;
    const headers = { host, 'content-type': 'application/json' };
    const { status, text } = await forge(served, 'POST', '/api/v1/printers', headers, body);
    expect(JSON.parse(text)).toEqual({ success: false, error: 'The body must be UTF-8' });
    expect(status).toBe(400);
    expect(served.solo.shop.printers.size).toBe(0);
  });

  it.each([
    ['%00', 'must not contain control characters'],
    ['%20', 'must not be empty'],
    ['__proto__', 'is a reserved word'],
    ['x'.repeat(65), 'must be at most 64 characters'],
  ])('an id in a path has the shape of an id: %s', async (id, why) => {
    for (const prefix of ['', '/proxy']) {
      for (const status of ['Running', 'Queued']) {
        const answer = await call(served, 'PATCH', `${prefix}/api/v1/jobs/${id}/status`, { status });
        expect(answer).toMatchObject(refusal(400, `Path: id: ${why}`));
      }
    }
  });

  it('a refusal does not repeat all of a long path', async () => {
    const answer = await get(`/${'a/'.repeat(5000)}`);
    refusedAll(answer, 404, /^Unknown route: GET \/a\/.{0,250}$/);
    const tooLong = await call(served, 'PATCH', `/api/v1/jobs/${'x'.repeat(3000)}/status`, {});
    refusedAll(tooLong, 414, /^.{1,250}$/);
  });

  it('unknown routes are 404, unknown methods 405 with what is allowed', async () => {
    refusedAll(await get('/api/v1/nothing'), 404, /Unknown route: GET \/api\/v1\/nothing/);
    refusedAll(await get('/proxy/nothing'), 404, /Unknown route/);
    for (const prefix of ['', '/proxy']) {
      const wrong = await call(served, 'PUT', `${prefix}/api/v1/printers`, printer());
      refusedAll(wrong, 405, /PUT/);
      expect(wrong.headers.get('allow')).toBe('GET, HEAD, POST');
      const get405 = await get(`${prefix}/api/v1/jobs/J1/status`);
      refusedAll(get405, 405, /GET/);
      expect(get405.headers.get('allow')).toBe('PATCH');
    }
    refusedAll(await get('/api/v1/jobs/%zz/status'), 400, /URL/);
  });
});

describe('long lists', () => {
  it('arrive whole', async () => {
    for (let n = 0; n < 1700; n += 1) {
      const id = `P${String(n).padStart(4, '0')}`;
      await served.solo.execute({ type: 'printer.create', id, maker: 'm', model: 'x', note: '' });
    }
    const ids = ((await get('/api/v1/printers')).body as { id: string }[]).map(({ id }) => id);
    expect(ids).toEqual([...served.solo.shop.printers.keys()]);
  });

  it('that leave everything out are still lists', async () => {
    await shop();
    for (let n = 0; n < 1200; n += 1) {
      await served.solo.execute({ type: 'printer.create', id: `R${n}`, maker: 'm', model: 'x', note: '' });
      await served.solo.execute({ type: 'printer.retire', id: `R${n}` });
    }
    expect((await get('/api/v1/printers')).body).toMatchObject([{ id: 'P1' }]);
    await served.solo.execute({ type: 'printer.retire', id: 'P1' });
    expect((await get('/api/v1/printers')).body).toEqual([]);
  });
});

describe('the description', () => {
  it('names every call with its shapes', async () => {
    const { body } = await get('/api/v1/openapi.json');
    expect(body).toMatchObject({
      openapi: '3.1.0',
      paths: {
        '/api/v1/printers': { get: {}, post: {} },
        '/proxy/api/v1/jobs/{id}/status': {
          patch: { parameters: [{ name: 'id', in: 'path', required: true }, {}] },
        },
        '/api/v1/filaments': {
          post: {
            requestBody: {
              content: {
                'application/json': {
                  schema: {
                    required: ['id', 'type', 'color', 'total_weight_in_grams', 'remaining_weight_in_grams'],
                  },
                },
              },
            },
          },
        },
      },
    });
  });
});
