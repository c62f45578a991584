/** Writing through `/api/v2`: keys, operators, answers and refusals. What each call does: `openapi.test.ts`. */
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { call, forge, recordsOf, serveSolo, type Served, write } from '../../testing/http.ts';
import { UnknownOutcome } from '../../workstation-interface.ts';
import { refusedBy } from './refuse.ts';

let served: Served;
beforeEach(async () => {
  served = await serveSolo();
  onTestFinished(() => served.http.close());
});

const PRINTER = { id: 'P1', maker: 'Prusa', model: 'MK4S' };
const post = (path: string, body?: unknown, headers?: Record<string, string>) =>
  write(served, 'POST', path, body, headers);
const problem = (status: number, more: object) => ({ status, body: { status, ...more } });
const text = (pattern: RegExp) => expect.stringMatching(pattern) as string;

describe('what was made', () => {
  it('is told as it is, and where', async () => {
    const { status, body, headers } = await post('/printers', { ...PRINTER, id: 'a/ü' });
    expect(status).toBe(201);
    expect(body).toEqual({ id: 'a/ü', entity: served.solo.shop.printers.get('a/ü') });
    expect(headers.get('location')).toBe('/api/v2/printers/a%2F%C3%BC');
    expect((await call(served, 'GET', headers.get('location') ?? '')).status).toBe(200);
  });

  it('gets an id where none is given, or several', async () => {
    expect((await post('/printers', { maker: 'a', model: 'b' })).body).toMatchObject({ id: 'PR-0001' });
    const spools = {
      filament: { product: { material: 'pla', colour: 'Red' } },
      totalMg: 9,
      remainingMg: 9,
      count: 3,
    };
    expect(await post('/spools', spools)).toMatchObject({
      status: 201,
      body: { id: 'S-0001', ids: ['S-0001', 'S-0002', 'S-0003'], entity: { id: 'S-0001' } },
    });
  });

  it('through /commands is the same', async () => {
    const made = await post('/commands', { type: 'printer.create', ...PRINTER });
    expect(made).toMatchObject({ status: 201, body: { id: 'P1', entity: PRINTER } });
    expect(made.headers.get('location')).toBe('/api/v2/printers/P1');
    const kept = await post('/commands', { type: 'printer.maintain', id: 'P1', on: true });
    expect(kept).toMatchObject({ status: 200, body: { entity: { state: 'maintenance' } } });
    expect(kept.headers.get('location')).toBeNull();
  });
});

describe('the id in a path', () => {
  beforeEach(() => post('/printers', PRINTER));

  it('says which record is meant, whatever the body says', async () => {
    const edited = await write(served, 'PATCH', '/printers/P1', { id: 'P2', note: 'x', printer: 'y' });
    expect(edited).toMatchObject({ status: 200, body: { id: 'P1', entity: { id: 'P1', note: 'x' } } });
  });

  it('is that of the job to be repeated, and the body may name the new one', async () => {
    await post('/spools', {
      id: 'S1',
      filament: { product: { material: 'PLA', colour: 'x' } },
      totalMg: 9,
      remainingMg: 9,
    });
    await post('/jobs', { id: 'J1', file: 'a', weightMg: 1, spool: 'S1' });
    expect(await post('/jobs/J1/repeat', { id: 'J9' })).toMatchObject({ status: 201, body: { id: 'J9' } });
  });

  it('needs no body where there is nothing to be said', async () => {
    expect(await post('/printers/P1/retire')).toMatchObject({
      status: 200,
      body: { entity: { retired: true } },
    });
    expect(await post('/printers/P1/restore', {})).toMatchObject({ status: 200 });
  });
});

describe('a key', () => {
  it('is required on every write', async () => {
    for (const [method, path, body] of [
      ['POST', '/printers', PRINTER],
      ['POST', '/commands', { type: 'printer.create', ...PRINTER }],
      ['PATCH', '/printers/P1', { note: 'x' }],
      ['POST', '/printers/P1/clear', {}],
      ['POST', '/activity/1/undo', {}],
    ] as const)
      expect(await call(served, method, `/api/v2${path}`, body)).toMatchObject(
        problem(428, { code: 'keyRequired', detail: text(/^Idempotency-Key is missing/) }),
      );
    expect(served.solo.shop.printers.size).toBe(0);
  });

  it('that comes again gets the first answer', async () => {
    const headers = { 'idempotency-key': 'the-same-one' };
    const first = await post('/printers', { maker: 'a', model: 'b' }, headers);
    const again = await post('/printers', { model: 'b', maker: 'a', unknown: 1 }, headers);
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(served.solo.shop.printers.size).toBe(1);

    const refused = { 'idempotency-key': 'refused-once' };
    expect(await post('/printers/P9/clear', {}, refused)).toMatchObject(problem(404, { code: 'notFound' }));
    await post('/printers', { ...PRINTER, id: 'P9' });
    expect(await post('/printers/P9/clear', {}, refused)).toMatchObject(problem(404, { code: 'notFound' }));
  });

  it('of another command is refused', async () => {
    const headers = { 'idempotency-key': 'the-same-one' };
    await post('/printers', PRINTER, headers);
    expect(await post('/printers', { ...PRINTER, id: 'P2' }, headers)).toMatchObject(
      problem(422, { code: 'keyReused' }),
    );
    expect(served.solo.shop.printers.size).toBe(1);
  });

  it.each(['', 'x'.repeat(7), 'x'.repeat(65), 'a\tb-and-more', 'über-alles'])('%j is none', async (key) => {
    expect(await post('/printers', PRINTER, { 'idempotency-key': key })).toMatchObject(
      problem(400, { errors: [{ path: 'Idempotency-Key', message: text(/8 to 64/) }] }),
    );
    expect(served.solo.shop.printers.size).toBe(0);
  });
});

describe('an operator', () => {
  const told = () => served.solo.shop.archive.activity.at(0)?.operator;

  it.each([
    ['Ada', 'Ada'],
    ['J%C3%BCrgen%20M%C3%BCller', 'Jürgen Müller'],
    ['%20Ada%20', 'Ada'],
    [encodeURIComponent('漢'.repeat(80)), '漢'.repeat(80)],
    ['', ''],
  ])('%j is who did it', async (header, name) => {
    expect((await post('/printers', PRINTER, { operator: header })).status).toBe(201);
    expect(told()).toBe(name);
  });

  it.each(['%', '%zz', '%ff', '%C3', '%00', 'a%0Ab', '%E2%80%AEevil', 'x'.repeat(81)])(
    '%j is nobody',
    async (header) => {
      expect(await post('/printers', PRINTER, { operator: header })).toMatchObject(
        problem(400, { errors: [{ path: 'Operator' }] }),
      );
      expect(served.solo.shop.printers.size).toBe(0);
    },
  );
});

describe('a refusal by a rule', () => {
  beforeEach(async () => {
    await post('/printers', PRINTER);
    await post('/spools', {
      id: 'S1',
      filament: { product: { material: 'PLA', colour: 'x' } },
      totalMg: 9_000,
      remainingMg: 9_000,
    });
    await post('/jobs', { id: 'J1', file: 'a', weightMg: 4_000, spool: 'S1', printer: 'P1' });
    await post('/jobs', { id: 'J2', file: 'a', weightMg: 4_000, spool: 'S1', printer: 'P1' });
  });

  it.each([
    ['/printers', PRINTER, 409, 'duplicateId', { kind: 'printer', id: 'P1' }],
    ['/printers/P9/retire', {}, 404, 'notFound', { kind: 'printer', id: 'P9' }],
    ['/printers/P1/retire', {}, 409, 'inUse', { kind: 'printer', id: 'P1', by: 'jobs' }],
    ['/printers/P1/restore', {}, 422, 'notRetired', { kind: 'printer', id: 'P1' }],
    ['/filaments', { material: 'PLA', colour: 'X' }, 409, 'duplicateProduct', { id: 'F-0001' }],
    [
      '/jobs',
      { file: 'a', weightMg: 2_000, spool: 'S1' },
      422,
      'insufficientFilament',
      { spool: 'S1', availableMg: 1_000, requiredMg: 2_000 },
    ],
    ['/jobs', { file: 'a', weightMg: 1 }, 422, 'noMaterial', {}],
    ['/jobs/J1/finish', {}, 422, 'invalidTransition', { job: 'J1', from: 'Queued', to: 'Done' }],
    ['/spools/S1/move', { printer: 'P1', slot: 2 }, 422, 'noSuchSlot', { printer: 'P1', slots: 1 }],
    ['/activity/1/undo', {}, 422, 'notUndoable', { activity: '1' }],
  ])('of %s %j is %i %s', async (path, body, status, code, params) => {
    const before = recordsOf(served);
    const answer = await post(path, body);
    expect(answer).toMatchObject(problem(status, { code, params, type: 'about:blank', detail: text(/\.$/) }));
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(recordsOf(served)).toBe(before);
  });

  it('in which something stands in the way is a conflict', async () => {
    await post('/jobs/J1/start', { cleared: true });
    expect(await post('/jobs/J2/start')).toMatchObject(
      problem(409, { code: 'printerBusy', params: { printer: 'P1', job: 'J1' } }),
    );
    await post('/spools', { id: 'S2', filament: { id: 'F-0001' }, totalMg: 9, remainingMg: 9 });
    expect(await post('/spools/S2/move', { printer: 'P1' })).toMatchObject(
      problem(409, { code: 'slotTaken' }),
    );
    expect(await post('/spools/S1/move', {})).toMatchObject(problem(409, { code: 'printing' }));
    await write(served, 'PATCH', '/spools/S2', { note: 'a' });
    const undo = served.solo.shop.archive.activity.length;
    await write(served, 'PATCH', '/spools/S2', { note: 'b' });
    expect(await post(`/activity/${undo}/undo`)).toMatchObject(problem(409, { code: 'changedSince' }));
  });

  it('of one of several is the same, with which one it was', async () => {
    const before = recordsOf(served);
    const hold = { type: 'job.hold', id: 'J1', held: true };
    const commands = [hold, { type: 'printer.create', ...PRINTER }];
    expect(await post('/commands', { type: 'batch', commands })).toMatchObject(
      problem(409, { code: 'inBatch', params: { at: 1, refusal: { code: 'duplicateId' } } }),
    );
    expect(recordsOf(served)).toBe(before);
    expect(await post('/commands', { type: 'batch', commands: [hold, { ...hold, id: 'J2' }] })).toMatchObject(
      {
        status: 200,
        body: { id: 'J1', ids: ['J1', 'J2'], entity: { held: true } },
      },
    );
    expect(await post('/commands', { type: 'batch', commands: [hold, { type: 'job.hold' }] })).toMatchObject(
      problem(400, { errors: [{ path: 'commands.1.id' }, { path: 'commands.1.held' }] }),
    );
  });

  it('because others do not know the command yet is a conflict, too', () => {
    expect(refusedBy({ code: 'tooNew', params: {} })).toMatchObject({ status: 409, code: 'tooNew' });
  });

  it('tells why something does not fit, as codes and in words', async () => {
    await post('/printers/P1/maintain', { on: true });
    expect(await post('/jobs/J1/start')).toMatchObject(
      problem(422, {
        code: 'doesNotFit',
        params: { reasons: [{ code: 'maintenance' }] },
        detail: text(/in maintenance/),
      }),
    );
  });
});

describe('a shape that is wrong', () => {
  const errorsOf = async (path: string, body: unknown) => {
    const answer = await post(path, body);
    expect(answer).toMatchObject(problem(400, { detail: text(/^Body: /) }));
    return (answer.body as { errors: unknown }).errors;
  };

  it('is told field by field', async () => {
    expect(await errorsOf('/printers', { maker: 7, slots: 65, tags: ['a', ' '] })).toEqual([
      { path: 'maker', message: 'must be text' },
      { path: 'model', message: 'is missing' },
      { path: 'slots', message: 'must be at most 64 slots' },
      { path: 'tags.1', message: 'must not be empty' },
    ]);
    expect(await errorsOf('/printers/P1/maintain', {})).toEqual([{ path: 'on', message: 'is missing' }]);
  });

  it('is told inside of a choice, too', async () => {
    const spool = { totalMg: 9, remainingMg: 9 };
    expect(await errorsOf('/spools', { ...spool, filament: { product: { colour: 'x' } } })).toEqual([
      { path: 'filament.product.material', message: 'is missing' },
    ]);
    expect(await errorsOf('/spools', { ...spool, filament: {} })).toEqual([
      { path: 'filament', message: text(/none of the forms/) },
    ]);
    expect(await errorsOf('/spools', spool)).toEqual([{ path: 'filament', message: 'is missing' }]);
  });

  it('is told where a command is none', async () => {
    expect(await errorsOf('/commands', {})).toEqual([{ path: 'type', message: 'is missing' }]);
    expect(await errorsOf('/commands', { type: 'job.explode' })).toEqual([
      { path: 'type', message: text(/^must be one of filament\.create, .*activity\.undo, batch$/) },
    ]);
  });

  it.each(['[]', 'null', '"x"', '3'])('%s is no object', async (body) => {
    expect(await errorsOf('/printers', body)).toEqual([{ path: '', message: 'must be a JSON object' }]);
  });

  it('of an id in the path is told before anything is recorded', async () => {
    expect(await post('/printers/%00/clear')).toMatchObject(problem(400, { errors: [{ path: 'id' }] }));
  });

  it('that is too long, of another type or no JSON stays outside', async () => {
    expect(await post('/printers', { ...PRINTER, note: 'x'.repeat(65_536) })).toMatchObject(problem(413, {}));
    expect(await post('/printers', 'a=b', { 'content-type': 'text/plain' })).toMatchObject(problem(415, {}));
    expect(await post('/printers', '{"id":')).toMatchObject(problem(400, {}));
    expect(await post('/printers', '{"__proto__":{}}')).toMatchObject(problem(400, {}));
  });
});

describe('when it cannot be carried out', () => {
  it('503 says when to come again, and certainly nothing has changed', async () => {
    served.solo.setMode('readingOnly');
    const answer = await post('/printers', PRINTER);
    expect(answer).toMatchObject(problem(503, { detail: text(/majority/) }));
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(served.solo.shop.printers.size).toBe(0);
  });

  it('504 leaves it open', async () => {
    served.solo.failNext(new UnknownOutcome('The answer was lost on the way.'));
    expect(await post('/printers', PRINTER)).toMatchObject(
      problem(504, { detail: 'The answer was lost on the way.' }),
    );
  });

  it('500 is logged and keeps its inside to itself', async () => {
    served.solo.failNext(new Error('secret path'));
    const answer = await post('/printers', PRINTER);
    expect(answer).toMatchObject(problem(500, {}));
    expect(JSON.stringify(answer.body)).not.toContain('secret');
    expect(served.logged.join()).toContain('secret path');
  });
});

it('another page in the browser is refused like everywhere', async () => {
  const headers = { host: `127.0.0.1:${served.port}`, origin: 'https://evil.example' };
  const { status, text: body } = await forge(served, 'POST', '/api/v2/printers', headers, '{}');
  expect([status, JSON.parse(body)]).toMatchObject([403, { status: 403, detail: text(/Origin/) }]);
});
