/** Registers the table of routes, each at its own path and behind `/proxy`. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Workstation } from '../workstation-interface.ts';
import { check, checkBody, checkKey } from './check.ts';
import { openApi } from './openapi.ts';
import { Refused } from './refused.ts';
import type { Route } from './route.ts';
import { ROUTES } from './routes.ts';
import { jsonOf } from './rows.ts';

const OPENAPI_PATH = '/api/v1/openapi.json';
const PROXY = '/proxy';

/** True where the original's client asks through its welcome server. */
export function isProxied(path: string): boolean {
  return path === PROXY || path.startsWith(`${PROXY}/`);
}

/** Puts `/api/v1`, the welcome server's calls, their proxied twins and the description on `app`. */
export function registerRest(app: FastifyInstance, workstation: Workstation, build: string): void {
  for (const prefix of ['', PROXY]) {
    for (const route of ROUTES) {
      app.route({
        method: route.method,
        url: prefix + route.path,
        handler: (request, reply) => answer(route, workstation, request, reply),
      });
    }
  }
  const description = openApi(ROUTES, build);
  app.get(OPENAPI_PATH, () => description);

  const paths = [...new Set(ROUTES.map((route) => route.path))];
  for (const path of [...paths, ...paths.map((own) => PROXY + own), OPENAPI_PATH]) refuseOthers(app, path);
}

async function answer(
  route: Route,
  workstation: Workstation,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const input = {
    params: check(route.params, request.params, 'Path'),
    query: check(route.query, request.query, 'Query'),
    body: checkBody(route, request.body),
  };
  const key = route.body === null ? undefined : checkKey(request.headers['idempotency-key']);
  const outcome = await route.handle({ workstation, key }, input);
  reply.code(route.status).header('cache-control', 'no-store');
  if ('json' in outcome) return reply.send(outcome.json);
  return reply.type('application/json; charset=utf-8').send(jsonOf(outcome.list));
}

/** Methods that a path does not know are answered with 405 before their body is looked at. */
export function refuseOthers(app: FastifyInstance, path: string): void {
  const known = app.supportedMethods.filter((method) => app.hasRoute({ method, url: path }));
  const allow = known.join(', ');
  app.route({
    method: app.supportedMethods.filter((method) => !known.includes(method)),
    url: path,
    onRequest: (request, _reply, done) => {
      done(new Refused(405, `${request.method} is not known here; allowed: ${allow}`, { allow }));
    },
    // Never reached: the hook refuses.
    handler: () => undefined,
  });
}
