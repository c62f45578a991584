/** Puts `/api/v2` on a server: the records, the commands, the events and the description. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Workstation } from '../../workstation-interface.ts';
import { refuseOthers } from '../rest.ts';
import { check, checkBody, checkKey, checkOperator } from './check.ts';
import { describeV2 } from './describe.ts';
import { EVENTS_PATH, type EventsOptions, registerEvents } from './events.ts';
import { EXPORT_PATHS, registerExports } from './exports.ts';
import type { ImportRoom } from './import-room.ts';
import { registerImports } from './imports.ts';
import { QUEUE } from './queue.ts';
import { READS } from './reads.ts';
import type { Route } from './route.ts';
import { STOCK } from './stock.ts';
import { WRITES } from './writes.ts';

const OPENAPI_PATH = '/api/v2/openapi.json';

/** @returns how to end all streams of events, which must be before the server closes */
export function registerV2(
  app: FastifyInstance,
  workstation: Workstation,
  build: string,
  { imports, ...options }: EventsOptions & Readonly<{ imports: ImportRoom }>,
): () => void {
  const routes = [...READS, QUEUE, STOCK, ...WRITES];
  for (const route of routes) {
    app.route({
      method: route.method,
      url: route.path,
      handler: (request, reply) => answer(route, workstation, request, reply),
    });
  }
  let description: Promise<string> | null = null;
  app.get(OPENAPI_PATH, async (_request, reply) => {
    description ??= describeV2(build);
    return sendJson(reply, await description);
  });
  const closeEvents = registerEvents(app, workstation, options);
  registerExports(app, workstation);
  registerImports(app, workstation, imports);
  const paths = new Set([...routes.map(({ path }) => path), OPENAPI_PATH, EVENTS_PATH, ...EXPORT_PATHS]);
  for (const path of paths) refuseOthers(app, path);
  return closeEvents;
}

async function answer(
  route: Route,
  workstation: Workstation,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const isWrite = route.body !== null;
  const key = isWrite ? checkKey(request.headers['idempotency-key']) : '';
  const { text, headers, status } = await route.handle({
    workstation,
    key,
    operator: isWrite ? checkOperator(request.headers['operator']) : undefined,
    params: check(route.params, request.params, 'Path'),
    query: check(route.query, request.query, 'Query'),
    body: route.body === null ? undefined : checkBody(route.body, request.body),
  });
  reply.code(status ?? route.status).headers({ 'cache-control': 'no-store', ...headers });
  return sendJson(reply, text);
}

function sendJson(reply: FastifyReply, text: string): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(text);
}
