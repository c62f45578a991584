import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, recordsOf, serveSolo } from '../testing/http.ts';
import type { Served } from '../testing/http.ts';

let served: Served;
beforeAll(async () => {
  served = await serveSolo();
});
afterAll(() => served.http.close());

const LISTS = ['/api/v1/printers', '/api/v1/filaments', '/api/v1/jobs'];
const FIELDS = [
  ['id', 'company', 'model'],
  ['id', 'type', 'color', 'total_weight_in_grams', 'remaining_weight_in_grams'],
  ['id', 'printer_id', 'filament_id', 'filepath', 'print_weight_in_grams'],
];

/** Values as a careless or hostile client might send them. NaN and Infinity become null in JSON. */
const value = fc.oneof(
  fc.constantFrom(
    ...[NaN, Infinity, -Infinity, 1e308, -1e308, 5e-324, 0, -0, -1, 1, 500, 1e5, 1e5 + 1, 2 ** 53],
    ...['', ' ', 'P1', 'F1', 'J1', 'PLA', 'wood', 'Running', 'queued', '__proto__', 'constructor'],
    ...['\u0000', 'a\nb', '\u202eevil', '\ud800', 'x\udfff', 'x'.repeat(65), 'x'.repeat(2000), '🖨️'],
    ...[null, true, false],
  ),
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.jsonValue({ maxDepth: 4 }),
);
/** Of these some make a record that is accepted. */
const sound = fc.constantFrom('P1', 'F1', 'J1', 'PLA', 500, 20);
const bodyOf = (fields: readonly string[]) =>
  fc.oneof(
    { weight: 1, arbitrary: fc.record(Object.fromEntries(fields.map((field) => [field, sound]))) },
    {
      weight: 4,
      arbitrary: fc.record(Object.fromEntries(fields.map((field) => [field, value])), { requiredKeys: [] }),
    },
    { weight: 1, arbitrary: value },
  );
const write = fc.oneof(
  ...LISTS.map((path, index) => fc.record({ path: fc.constant(path), body: bodyOf(FIELDS[index]!) })),
  fc.record({
    path: fc
      .oneof(fc.constantFrom('J1', 'P1'), fc.string({ unit: 'grapheme' }))
      .map((id) => `/api/v1/jobs/${encodeURIComponent(id)}/status`),
    body: bodyOf(['status']),
  }),
);

describe('whatever is sent', () => {
  it('writes answer 2xx, or 4xx with the reason and without a change', async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(write, fc.boolean(), async ({ path, body }, proxied) => {
        const before = recordsOf(served);
        const method = path.endsWith('/status') ? 'PATCH' : 'POST';
        const answer = await call(served, method, (proxied ? '/proxy' : '') + path, JSON.stringify(body));
        if (answer.status < 300) {
          accepted += 1;
          expect(answer.body).toEqual({ success: true });
          return;
        }
        expect(answer.status, JSON.stringify(answer.body)).toBeGreaterThanOrEqual(400);
        expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500);
        const { success, error } = answer.body as { success: unknown; error: unknown };
        expect(success).toBe(false);
        expect(error).toMatch(/\S/);
        expect(String(error).length).toBeLessThan(2000);
        expect(recordsOf(served)).toBe(before);
      }),
      { numRuns: 1500 },
    );
    // Or the generator would have tested refusals only.
    expect(accepted).toBeGreaterThan(0);
    expect(served.logged).toEqual([]);
  });

  it('raw text as a body never does more than 4xx', async () => {
    const fragment = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"id"',
      ':',
      ',',
      '"__proto__"',
      '1e999',
      '\\u',
      'nul',
      '{}',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fragment).map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...LISTS), text, async (path, body) => {
        const before = recordsOf(served);
        const answer = await call(served, 'POST', path, body);
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
        expect(answer.body).toMatchObject({ success: false });
        expect(recordsOf(served)).toBe(before);
      }),
      { numRuns: 300 },
    );
  });

  it('any path and query answers 2xx or 4xx', async () => {
    const segment = fc.oneof(
      fc.constantFrom('api', 'v1', 'proxy', 'jobs', 'printers', 'status', '%', '%zz', '..', 'console', '%00'),
      fc.webSegment(),
    );
    const path = fc.array(segment, { maxLength: 6 }).map((segments) => `/${segments.join('/')}`);
    const query = fc.oneof(
      fc.constant(''),
      fc.webQueryParameters().map((text) => `?status=${text}`),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'PUT', 'DELETE', 'OPTIONS'),
        path,
        query,
        async (method, at, ask) => {
          const answer = await call(served, method, at + ask);
          expect(answer.status).toBeLessThan(500);
          if (answer.status >= 400) expect(answer.body).toMatchObject({ success: false });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('every list still is one afterwards', async () => {
    for (const path of LISTS) expect((await call(served, 'GET', path)).body).toBeInstanceOf(Array);
  });
});
