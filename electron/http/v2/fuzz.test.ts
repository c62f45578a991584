/** Whatever is sent to the writes of `/api/v2`. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '../../../shared/contract/problem.ts';
import { Commands } from '../../../shared/domain/commands.ts';
import { call, recordsOf, serveSolo, type Served, write } from '../../testing/http.ts';
import { COMMAND_TYPES, placeOf } from './writes.ts';

let served: Served;
beforeAll(async () => {
  served = await serveSolo();
});
afterAll(() => served.http.close());

const ids = ['P1', 'S1', 'J1', 'F1', 'PR-0001', 'S-0001', 'J-0001', 'F-0001', 'P-0001', '1', '2'];
/** Of these some make a command that is carried out. */
const sound = fc.constantFrom<unknown>(
  ...ids,
  1,
  2,
  400,
  50_000,
  true,
  false,
  null,
  'PLA',
  '#ff00ff',
  [],
  ['a'],
);
/** Values as a careless or hostile client might send them. NaN and Infinity become null in JSON. */
const value = fc.oneof(
  sound,
  fc.constantFrom<unknown>(
    ...[NaN, Infinity, 1e308, 5e-324, -0, -1, 0.5, 2 ** 53, 1e8, 1e8 + 1],
    ...[
      '',
      ' ',
      '__proto__',
      'constructor',
      '\u0000',
      'a\nb',
      '\u202eevil',
      '\ud800',
      'x'.repeat(2_000),
      '🖨️',
    ],
    ...[{}, [[]], { id: 'F1' }, { product: {} }, { product: { material: 'PLA', colour: 'x' } }],
    ...[[{ print: 'P-0001', usedMg: 1 }], Array.from({ length: 300 }, () => 'a')],
  ),
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.jsonValue({ maxDepth: 4 }),
);

/** What a field may well hold, so that some commands are carried out; all of these are said. */
const USUAL: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  ...{ maker: fc.constantFrom('a', 'b'), model: fc.constant('c'), material: fc.constant('PLA') },
  ...{ colour: fc.constantFrom('x', 'y', 'z'), file: fc.constant('a'), weightMg: fc.constantFrom(1, 5) },
  ...{ totalMg: fc.constant(900), remainingMg: fc.nat(900), filament: fc.constant({ id: 'F-0001' }) },
  ...{
    on: fc.boolean(),
    held: fc.boolean(),
    cleared: fc.constant(true),
    copies: fc.integer({ min: 1, max: 9 }),
  },
  ...{ before: fc.constantFrom(null, 'J1'), note: fc.constantFrom('', 'n') },
};
const OWN = { filament: 'F-0001', spool: 'S1', printer: 'P1', job: 'J1', activity: '4' } as const;

const anyWrite = fc.constantFrom(...COMMAND_TYPES).chain((type) => {
  const fields = Object.keys(Commands[type].shape);
  const bodyOf = (values: fc.Arbitrary<unknown>) =>
    fc.record(Object.fromEntries(fields.map((field) => [field, values])), { requiredKeys: [] });
  const usual = fields.flatMap((field) => (USUAL[field] ? [[field, USUAL[field]] as const] : []));
  const own = OWN[type.slice(0, type.indexOf('.')) as keyof typeof OWN];
  const id = fc.oneof(
    { weight: 8, arbitrary: fc.constant<string>(own) },
    { weight: 3, arbitrary: fc.constantFrom(...ids) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) },
  );
  const body = fc.oneof(
    { weight: 5, arbitrary: fc.record<object>(Object.fromEntries(usual)) },
    { weight: 2, arbitrary: bodyOf(sound) },
    { weight: 3, arbitrary: bodyOf(value) },
    { weight: 1, arbitrary: value },
  );
  return fc.record({ type: fc.constant(type), id, body });
});

/** What a shop needs so that some of it can be carried out. */
const SHOP = [
  ['/printers', { id: 'P1', maker: 'a', model: 'b' }],
  [
    '/spools',
    { id: 'S1', filament: { product: { material: 'PLA', colour: 'x' } }, totalMg: 1e7, remainingMg: 1e7 },
  ],
  ['/jobs', { id: 'J1', file: 'a', weightMg: 1, material: 'PLA', copies: 50 }],
] as const;

/** What a client can send as a header at all. */
const SENT = /^[\t\x20-\x7e\x80-\xff]*$/;
const everything = () => recordsOf(served) + String(served.solo.shop.archive.activity.length);

describe('whatever is sent', () => {
  it('writes answer 2xx, or 4xx with a problem and without a change', async () => {
    for (const [path, body] of SHOP) expect((await write(served, 'POST', path, body)).status).toBe(201);
    const carriedOut = new Set<string>();
    await fc.assert(
      fc.asyncProperty(anyWrite, fc.boolean(), async ({ type, id, body }, whole) => {
        const before = everything();
        const { method, path } = placeOf(type);
        const at = path.replace('/api/v2', '').replace(':id', encodeURIComponent(id));
        const command = typeof body === 'object' && body !== null ? { id, ...body, type } : body;
        const answer = whole
          ? await write(served, 'POST', '/commands', JSON.stringify(command) || 'null')
          : await write(served, method, at, JSON.stringify(body) || 'null');
        if (answer.status < 300) {
          carriedOut.add(type);
          expect(answer.body).toHaveProperty('entity');
          return;
        }
        expect(answer.status, JSON.stringify(answer.body)).toBeGreaterThanOrEqual(400);
        expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500);
        // An id of dots or none makes another path, which is none; all others are problems of their own.
        const told = Problem.parse(answer.body);
        expect(told.status).toBe(answer.status);
        expect(told.detail).toMatch(/\S/);
        expect(told.detail.length).toBeLessThan(3_000);
        expect(everything()).toBe(before);
      }),
      { numRuns: 2_000 },
    );
    // Or the generator would have tested refusals only.
    expect(carriedOut.size).toBeGreaterThan(10);
    expect(served.logged).toEqual([]);
  });

  it('headers are a key and a name, or 4xx without a change', async () => {
    const header = fc.oneof(
      fc.string({ unit: 'binary-ascii' }).map((text) => text.replace(/[\r\n\0]/g, ' ')),
      fc.string({ unit: 'grapheme' }).map((text) => encodeURIComponent(text)),
      fc.constantFrom('%', '%00', '%e2%80%ae', 'Ada', 'a-good-key'),
    );
    await fc.assert(
      fc.asyncProperty(header, header, async (key, operator) => {
        const before = everything();
        const headers = new Headers();
        try {
          headers.set('idempotency-key', key);
          headers.set('operator', operator);
        } catch {
          return;
        }
        if (![...headers.values()].every((text) => SENT.test(text))) return;
        const given = Object.fromEntries(headers);
        const answer = await write(served, 'POST', '/printers', { maker: 'a', model: 'b' }, given);
        expect([201, 400]).toContain(answer.status);
        if (answer.status === 400) expect(everything()).toBe(before);
      }),
      { numRuns: 300 },
    );
  });

  it('a cursor is one of ours, or 400', async () => {
    const word = fc.oneof(
      fc.string(),
      fc.base64String(),
      fc
        .tuple(
          fc.constantFrom('jobs', 'spools', 'activity'),
          fc.record(
            {
              in: fc.constantFrom('table', 'archive'),
              stage: fc.constantFrom('queue', 'again', 'finished', 'all'),
              after: fc.oneof(fc.jsonValue(), fc.constant({ at: 1, id: 'J1' })),
              passed: fc.oneof(fc.string(), fc.jsonValue()),
              again: fc.array(fc.integer()),
              below: fc.integer(),
              length: fc.integer(),
              settled: fc.string(),
            },
            { requiredKeys: ['in'] },
          ),
        )
        .map((cursor) => Buffer.from(JSON.stringify(cursor)).toString('base64url')),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('jobs', 'spools', 'activity'), word, async (kind, cursor) => {
        const path = `/api/v2/${kind}?limit=3&cursor=${encodeURIComponent(cursor)}`;
        expect([200, 400]).toContain((await call(served, 'GET', path)).status);
      }),
      { numRuns: 1_000 },
    );
    expect(served.logged).toEqual([]);
  });

  it('every list still is one afterwards', async () => {
    for (const kind of ['filaments', 'spools', 'printers', 'jobs', 'prints', 'activity'])
      expect((await call(served, 'GET', `/api/v2/${kind}`)).body).toHaveProperty('items');
  });
});
