/** What both servers are made of, loopback's and the LAN's: limits, and how everything is refused. */
import type { IncomingMessage, Server } from 'node:http';
import type { ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEM_TYPE } from '../../shared/contract/problem.ts';
import type { Log } from '../viewer/log.ts';
import type { Workstation } from '../workstation-interface.ts';
import { acceptOnlyJson, answerUnreadable, refuseExpectations } from './door.ts';
import { refusedFor } from './failures.ts';
import { pathOf } from './guard.ts';
import { securityHeaders } from './headers.ts';
import { problemBody, Refused, refusalBody, unknownRoute } from './refused.ts';
import { isProxied } from './rest.ts';
import { leaderOf } from './status.ts';

/** Eight times the longest body that says anything; reading one of 1 MiB would hold the event loop. */
const MAX_BODY_BYTES = 64 * 1024;
/** Longer than any percent-encoded id of 64 characters. */
const MAX_PARAMETER = 2048;
const MAX_CONNECTIONS = 1024;
const REQUEST_TIMEOUT_MS = 30_000;
const CLOSE_TIMEOUT_MS = 2_000;

/** Everything below it is refused as problem details (RFC 9457). */
const V2 = '/api/v2/';

/** An app without routes. @param tls makes it speak HTTPS. */
export function createApp(
  workstation: Workstation,
  log: Log,
  tls: ServerOptions | null = null,
): FastifyInstance {
  const fail = (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const path = pathOf(request.url);
    const hasLeader = () => leaderOf(workstation.health()) !== null;
    const refused = refusedFor(error, isProxied(path), hasLeader, log);
    reply.code(refused.status).headers({ 'cache-control': 'no-store', ...refused.headers });
    return path.startsWith(V2)
      ? reply.type(PROBLEM_TYPE).send(JSON.stringify(problemBody(refused)))
      : reply.type('application/json; charset=utf-8').send(refusalBody(refused.message));
  };
  const options = {
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle' as const,
    return503OnClosing: false,
    routerOptions: { maxParamLength: MAX_PARAMETER },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      void fail(error, request, reply.headers(securityHeaders(undefined)));
    },
    clientErrorHandler: answerUnreadable,
  };
  // The guard refuses what has no Host, with a reason.
  const requireHostHeader = false;
  const app: FastifyInstance =
    tls === null
      ? Fastify({ ...options, http: { requireHostHeader } })
      : Fastify({ ...options, https: { ...tls, requireHostHeader } });
  app.server.maxConnections = MAX_CONNECTIONS;
  acceptOnlyJson(app);
  refuseExpectations(app.server);
  app.setErrorHandler(fail);
  app.setNotFoundHandler((request, reply) =>
    fail(new Refused(404, unknownRoute(request.method, pathOf(request.url))), request, reply),
  );
  return app;
}

/** Prepares its end, which must be before it listens: idle connections are closed at once, busy ones get up to 2 s. */
export function closerOf(
  app: FastifyInstance,
  event: 'connection' | 'secureConnection' = 'connection',
): () => Promise<void> {
  const silent = trackSilent(app.server, event);
  return async () => {
    for (const socket of silent) socket.destroy();
    const timer = setTimeout(() => app.server.closeAllConnections(), CLOSE_TIMEOUT_MS);
    await app.close().finally(() => clearTimeout(timer));
  };
}

/** Connections that have not asked for anything yet: browsers open them ahead, and Node counts them as busy. */
function trackSilent(server: Server, event: string): ReadonlySet<Socket> {
  const silent = new Set<Socket>();
  server.on(event, (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  for (const asked of ['request', 'upgrade'] as const) {
    server.on(asked, ({ socket }: IncomingMessage) => silent.delete(socket));
  }
  return silent;
}

/** The port that it listens on; null before. */
export function portOf(app: FastifyInstance): number | null {
  // TCP servers have an AddressInfo; null before listening.
  return (app.server.address() as AddressInfo | null)?.port ?? null;
}
