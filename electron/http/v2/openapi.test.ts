/** The description of `/api/v2`, and that it is true: every example is carried out. */
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { RECORDS } from '../../../shared/contract/v2.ts';
import { Commands } from '../../../shared/domain/commands.ts';
import { call, serveSolo, type Served, write } from '../../testing/http.ts';
import { placeOf } from './writes.ts';

type Shown = Record<string, { value: unknown }>;
type Operation = {
  parameters: { name: string; in: string; required: boolean; examples?: Shown }[];
  requestBody?: { content: Record<string, { examples: Shown }> };
  responses: Record<string, { content: Record<string, { examples?: Shown }> }>;
};
type Document = {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
};

let served: Served;
let document: Document;
beforeEach(async () => {
  served = await serveSolo();
  onTestFinished(() => served.http.close());
  document = (await call(served, 'GET', '/api/v2/openapi.json')).body as Document;
});

const braced = (path: string) => path.replace(/:(\w+)/g, '{$1}');

/** The examples in the order of their names, as somebody would read them out of the document. */
function examplesOf({ paths }: Document) {
  const found = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { parameters, requestBody, responses }]) =>
      namesOf(requestBody ?? responses['200']).map((name) => {
        const given = (where: string) =>
          parameters.flatMap((one) =>
            one.in === where && one.examples?.[name] ? [[one.name, String(one.examples[name].value)]] : [],
          );
        const [status, type, answer] = answerOf(responses, name);
        const [[, id = ''] = []] = given('path');
        const query = new URLSearchParams(given('query')).toString();
        const at = `${path.replace('{id}', encodeURIComponent(id)).replace('/api/v2', '')}${query && `?${query}`}`;
        const body = requestBody?.content['application/json']?.examples[name]?.value;
        return { name, method: method.toUpperCase(), at, body, status, type, answer };
      }),
    ),
  );
  return found.sort((one, other) => (one.name < other.name ? -1 : 1));
}

const namesOf = (told?: { content: Record<string, { examples?: Shown }> }) =>
  Object.keys(told?.content['application/json']?.examples ?? {});

function answerOf(responses: Operation['responses'], name: string): [number, string, unknown] {
  for (const [status, { content }] of Object.entries(responses))
    for (const [type, { examples }] of Object.entries(content))
      if (examples?.[name]) return [Number(status), type, examples[name].value];
  throw new Error(`${name} has no answer`);
}

/** Without the time of day, which is not that of the story. */
const timeless = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (name, inner: unknown) =>
      typeof inner === 'number' && /(At|^at|^rank)$/.test(name) ? 'some time' : inner,
    ),
  );

describe('the description', () => {
  it('names every list, every record, every command, the events and itself by the same tables', () => {
    expect(document.openapi).toBe('3.1.0');
    for (const kind of Object.keys(RECORDS)) {
      expect(document.paths[`/api/v2/${kind}`]).toHaveProperty('get');
      expect(document.paths[`/api/v2/${kind}/{id}`]).toHaveProperty('get');
    }
    for (const type of Object.keys(Commands) as (keyof typeof Commands)[]) {
      const { method, path } = placeOf(type);
      const operation = document.paths[braced(path)]?.[method.toLowerCase()];
      const key = operation?.parameters.find(({ name }) => name === 'Idempotency-Key');
      expect([type, key?.required]).toEqual([type, true]);
    }
    for (const path of ['queue', 'stock']) expect(document.paths[`/api/v2/${path}`]).toHaveProperty('get');
    expect(document.paths['/api/v2/commands']).toHaveProperty('post');
    expect(document.paths['/api/v2/events']).toHaveProperty('get.responses.200.content.text/event-stream');
  });

  it('tells each record once, among the components, and refers to nothing else', () => {
    expect(Object.keys(document.components.schemas).sort()).toEqual([
      'Activity',
      'Filament',
      'Job',
      'Print',
      'Printer',
      'Reason',
      'Spool',
      'Stock',
      'WaitingJob',
    ]);
    const text = JSON.stringify(document);
    expect(text).not.toContain('$defs');
    for (const [, name = ''] of text.matchAll(/"\$ref":"([^"]*)"/g))
      expect(Object.keys(document.components.schemas)).toContain(name.replace('#/components/schemas/', ''));
  });

  it('leaves membership and devices out, and the one of /api/v1 as it was', async () => {
    expect(Object.keys(document.paths).join()).not.toMatch(/membership|devices/);
    const frozen = (await call(served, 'GET', '/api/v1/openapi.json')).body as Document;
    expect(Object.keys(frozen)).toEqual(['openapi', 'info', 'paths']);
    expect(JSON.stringify(frozen)).not.toMatch(/v2|examples/);
  });
});

describe('the examples', () => {
  it('are there for each write', () => {
    const shown = new Set(
      Object.entries(document.paths).flatMap(([path, operations]) =>
        Object.entries(operations)
          .filter(([, { requestBody }]) => requestBody?.content['application/json']?.examples)
          .map(([method]) => `${method} ${path}`),
      ),
    );
    for (const type of Object.keys(Commands) as (keyof typeof Commands)[]) {
      const { method, path } = placeOf(type);
      expect(shown).toContain(`${method.toLowerCase()} ${braced(path)}`);
    }
    expect(shown).toContain('post /api/v2/commands');
    expect(examplesOf(document).filter(({ method }) => method === 'GET')).toHaveLength(2);
  });

  it('carried out in their order are answered as shown', async () => {
    const examples = examplesOf(document);
    expect(examples.length).toBeGreaterThan(Object.keys(Commands).length);
    for (const { name, method, at, body, status, type, answer } of examples) {
      const got = await write(served, method, at, body, { operator: 'Ada' });
      expect([name, got.status, timeless(got.body)]).toEqual([name, status, timeless(answer)]);
      expect(got.headers.get('content-type')).toBe(`${type}; charset=utf-8`);
    }
    expect(new Set(examples.map(({ status }) => status))).toEqual(new Set([200, 201, 404, 409, 422]));
  });

  it('leave records behind that are told as their schemas say, to the last field', async () => {
    for (const { method, at, body } of examplesOf(document)) await write(served, method, at, body);
    for (const [kind, schema] of Object.entries(RECORDS)) {
      const { items } = (await call(served, 'GET', `/api/v2/${kind}`)).body as { items: unknown[] };
      expect(items.length, kind).toBeGreaterThan(0);
      for (const item of items) expect(schema.strict().parse(item)).toEqual(item);
    }
  });
});
