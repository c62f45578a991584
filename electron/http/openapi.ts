/** Tables of routes as OpenAPI 3.1 documents. */
import { STATUS_CODES } from 'node:http';
import type { z } from 'zod';
import { RefusalAnswer } from '../../shared/contract/v1.ts';
import { hoisted, type JsonSchema, schemaOf } from './openapi-schemas.ts';
import type { Shapes } from './route.ts';
import { IdempotencyKey } from './shapes.ts';

type Row = Shapes<z.ZodType, z.ZodType, z.ZodType>;

/** A call with its answer, to be shown with its route; by its name it is found in all three places. */
export type Example = Readonly<{
  name: string;
  summary: string;
  method: string;
  /** As in the table of routes. */
  path: string;
  params: Readonly<Record<string, string>>;
  /** Of a call without a body. */
  query?: Readonly<Record<string, string>>;
  body?: unknown;
  status: number;
  answer: unknown;
}>;

type Header = Readonly<{ name: string; required: boolean; schema: z.ZodType; description?: string }>;

/** What the routes of a document have in common. */
export type Common = Readonly<{
  info: Readonly<{ title: string; version: string; description?: string }>;
  /** Each route stands at its own path behind each of these. */
  prefixes: readonly string[];
  /** How a call is refused. */
  refusal: Readonly<{ schema: z.ZodType; type: string }>;
  /** Statuses of refusals that any call may get, and what a call with a body may get on top. */
  always: readonly number[];
  withBody: readonly number[];
  /** Headers that a call with a body may have. */
  headers: readonly Header[];
  examples: readonly Example[];
}>;

/** `/api/v1` and the welcome server's calls, each at its own path and at `/proxy` + path. */
export function openApi(routes: readonly Row[], version: string): object {
  return describeRoutes(routes, {
    info: { title: 'PrintRaft', version },
    prefixes: ['', '/proxy'],
    refusal: { schema: RefusalAnswer, type: 'application/json' },
    always: [400, 403, 503],
    withBody: [413, 415, 422, 504],
    headers: [{ name: 'Idempotency-Key', required: false, schema: IdempotencyKey }],
    examples: [],
  });
}

/** Describes routes. Schemas with an id stand once, among the components. */
export function describeRoutes(routes: readonly Row[], common: Common): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const prefix of common.prefixes) {
    for (const route of routes) {
      const path = prefix + route.path.replace(/:(\w+)/g, '{$1}');
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, common) };
    }
  }
  const schemas: Record<string, unknown> = {};
  const told = hoisted(paths, schemas);
  const components = Object.keys(schemas).length === 0 ? {} : { components: { schemas } };
  return { openapi: '3.1.0', info: common.info, paths: told, ...components };
}

function operation(route: Row, { refusal, always, withBody, headers, examples }: Common): object {
  const own = examples.filter(({ method, path }) => method === route.method && path === route.path);
  const refusals = new Set([...always, ...(route.body ? withBody : []), ...route.refusals]);
  const answers = route.also === undefined ? [route.status] : [route.status, route.also];
  const answered = (status: number) =>
    examplesOf(
      own.filter((one) => one.status === status),
      'answer',
    );
  return {
    summary: route.summary,
    parameters: [
      ...parameters('path', schemaOf(route.params), own, ({ params }) => params),
      ...parameters('query', schemaOf(route.query), own, ({ query = {} }) => query),
      ...(route.body ? headers.map(headerOf) : []),
    ],
    ...(route.body
      ? { requestBody: { required: true, ...content(route.body, examplesOf(own, 'body')) } }
      : {}),
    responses: {
      ...responses(answers, (status) => ({
        description: 'Done',
        ...content(route.answer, answered(status), route.answerType),
      })),
      ...responses([...refusals], (status) => ({
        description: STATUS_CODES[status] ?? '',
        ...content(refusal.schema, answered(status), refusal.type),
      })),
    },
  };
}

function responses(statuses: readonly number[], tell: (status: number) => object): Record<string, object> {
  return Object.fromEntries(statuses.map((status) => [status, tell(status)]));
}

type Given = Readonly<{ examples?: Record<string, object> }>;

function examplesOf(examples: readonly Example[], part: 'body' | 'answer'): Given {
  if (examples.length === 0) return {};
  const named = examples.map((one) => [one.name, { summary: one.summary, value: one[part] }] as const);
  return { examples: Object.fromEntries(named) };
}

function content(schema: z.ZodType, examples: Given, type = 'application/json'): object {
  return { content: { [type]: { schema: schemaOf(schema), ...examples } } };
}

function headerOf({ name, required, schema, description }: Header): object {
  return {
    ...{ name, in: 'header', required, schema: schemaOf(schema) },
    ...(description === undefined ? {} : { description }),
  };
}

function parameters(
  place: 'path' | 'query',
  { properties = {}, required = [] }: JsonSchema,
  examples: readonly Example[],
  valuesOf: (example: Example) => Readonly<Record<string, string>>,
): object[] {
  return Object.entries(properties).map(([name, schema]) => {
    const given = examples.flatMap((one) => {
      const value = valuesOf(one)[name];
      return value === undefined ? [] : [[one.name, { value }] as const];
    });
    return {
      name,
      in: place,
      required: required.includes(name),
      schema,
      ...(given.length === 0 ? {} : { examples: Object.fromEntries(given) }),
    };
  });
}
