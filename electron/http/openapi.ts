/** The table of routes as an OpenAPI 3.1 document. */
import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { RefusalAnswer } from '../../shared/contract/v1.ts';
import type { Route } from './route.ts';
import { IdempotencyKey } from './shapes.ts';

/** Refusals that any call may get: shape and guard, no majority. */
const ALWAYS = [400, 403, 503];
/** What a call with a body may get on top. */
const WITH_BODY = [413, 415, 422, 504];

/** Describes the routes, each at its own path and at `/proxy` + path. */
export function openApi(routes: readonly Route[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const prefix of ['', '/proxy']) {
    for (const route of routes) {
      const path = prefix + route.path.replace(/:(\w+)/g, '{$1}');
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
    }
  }
  return { openapi: '3.1.0', info: { title: 'PrintRaft', version }, paths };
}

function operation(route: Route): object {
  const refusals = new Set([...ALWAYS, ...(route.body ? WITH_BODY : []), ...route.refusals]);
  return {
    summary: route.summary,
    parameters: [
      ...parameters('path', schemaOf(route.params)),
      ...parameters('query', schemaOf(route.query)),
      ...(route.body
        ? [{ name: 'Idempotency-Key', in: 'header', required: false, schema: schemaOf(IdempotencyKey) }]
        : []),
    ],
    ...(route.body ? { requestBody: { required: true, ...content(route.body) } } : {}),
    responses: {
      [route.status]: { description: 'Done', ...content(route.answer) },
      ...Object.fromEntries(
        [...refusals].map((status) => [
          status,
          { description: STATUS_CODES[status] ?? '', ...content(RefusalAnswer) },
        ]),
      ),
    },
  };
}

type JsonSchema = Readonly<{ properties?: Record<string, unknown>; required?: string[] }>;

function schemaOf(schema: z.ZodType): JsonSchema {
  const described: JsonSchema & { $schema?: string } = z.toJSONSchema(schema, { io: 'input' });
  delete described.$schema;
  return described;
}

function content(schema: z.ZodType): object {
  return { content: { 'application/json': { schema: schemaOf(schema) } } };
}

function parameters(place: 'path' | 'query', { properties = {}, required = [] }: JsonSchema): object[] {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema,
  }));
}
