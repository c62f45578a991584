/** Everything that a workstation answers over HTTP: REST, the console and its WebSocket. */
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Workstation } from '../workstation-interface.ts';
import { registerConsole } from './console.ts';
import { refusedFor } from './failures.ts';
import { claimOf, pathOf, refusalOf } from './guard.ts';
import { acceptOnlyJson, answerUnreadable, refuseExpectations } from './door.ts';
import { securityHeaders } from './headers.ts';
import type { Log } from '../viewer/log.ts';
import { Refused, refusalBody, unknownRoute } from './refused.ts';
import { isProxied, registerRest } from './rest.ts';
import { serveSockets } from './socket.ts';
import { leaderOf } from './status.ts';

/** HTTP could not be served; the message is one sentence for the user. */
export class ListenError extends Error {
  override readonly name: string = 'ListenError';
}

/** Another program listens there. */
export class PortTakenError extends ListenError {
  override readonly name = 'PortTakenError';
}

export type HttpOptions = Readonly<{
  workstation: Workstation;
  /** 127.0.0.1, localhost or ::1: without encryption nothing else is served. */
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** Where the built console lies; null for none. */
  consoleDirectory: string | null;
  /** Names this build, so that a console of another one reloads. */
  build: string;
  log: Log;
}>;

export type Http = Readonly<{
  address: Readonly<{ host: string; port: number }>;
  /** Stops listening, ends WebSockets, and lets calls under way finish for up to 2 s. */
  close: () => Promise<void>;
}>;

/** Eight times the longest body that says anything; reading one of 1 MiB would hold the event loop. */
const MAX_BODY_BYTES = 64 * 1024;
/** Longer than any percent-encoded id of 64 characters. */
const MAX_PARAMETER = 2048;
const MAX_CONNECTIONS = 1024;
const REQUEST_TIMEOUT_MS = 30_000;
const CLOSE_TIMEOUT_MS = 2_000;

/** `localhost` may be two addresses, of which either may be missing; we listen on one. */
const LISTEN_HOSTS: Readonly<Record<string, string>> = {
  '127.0.0.1': '127.0.0.1',
  localhost: '127.0.0.1',
  '::1': '::1',
  '[::1]': '::1',
};

/** Starts serving. Rejects with PortTakenError or ListenError. */
export async function startHttp(options: HttpOptions): Promise<Http> {
  const host = assertHttpHost(options.host);
  const app = createApp(options.workstation, options.log);
  const port = () => portOf(app) ?? options.port;
  guard(app, port);
  registerRest(app, options.workstation, options.build);
  await registerConsole(app, options.consoleDirectory);
  const closeSockets = serveSockets(app.server, port, options.workstation, options.build, options.log);
  const silent = trackSilent(app.server);
  const close = async () => {
    closeSockets();
    for (const socket of silent) socket.destroy();
    const timer = setTimeout(() => app.server.closeAllConnections(), CLOSE_TIMEOUT_MS);
    await app.close().finally(() => clearTimeout(timer));
  };
  try {
    await app.listen({ host, port: options.port });
  } catch (error) {
    await close();
    throw httpListenError(error, host, options.port);
  }
  return { address: { host, port: port() }, close };
}

/** Connections that have not asked for anything yet: browsers open them ahead, and Node counts them as busy. */
function trackSilent(server: Server): ReadonlySet<Socket> {
  const silent = new Set<Socket>();
  server.on('connection', (socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  for (const event of ['request', 'upgrade'] as const) {
    server.on(event, ({ socket }: IncomingMessage) => silent.delete(socket));
  }
  return silent;
}

function portOf(app: FastifyInstance): number | null {
  // TCP servers have an AddressInfo; null before listening.
  return (app.server.address() as AddressInfo | null)?.port ?? null;
}

/** The address to listen on for a host that a user may name. Throws ListenError for any but loopback. */
export function assertHttpHost(host: string): string {
  const own = Object.hasOwn(LISTEN_HOSTS, host) ? LISTEN_HOSTS[host] : undefined;
  if (own !== undefined) return own;
  throw new ListenError(
    `The console and REST answer on 127.0.0.1, localhost or ::1 only, not on ${host}: they are not encrypted yet.`,
  );
}

/** The failure of a listening socket, as a sentence. */
export function httpListenError(error: unknown, host: string, port: number): ListenError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return new PortTakenError(`Port ${port} on ${host} is taken by another program.`, { cause: error });
  }
  const message = error instanceof Error ? error.message : String(error);
  const reason = code === 'EACCES' ? 'this user may not use that port' : message;
  return new ListenError(`The console and REST cannot answer on ${host}, port ${port}: ${reason}.`, {
    cause: error,
  });
}

function createApp(workstation: Workstation, log: Log): FastifyInstance {
  const fail = (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const hasLeader = () => leaderOf(workstation.health()) !== null;
    const refused = refusedFor(error, isProxied(pathOf(request.url)), hasLeader, log);
    return reply
      .code(refused.status)
      .headers({ 'cache-control': 'no-store', ...refused.headers })
      .type('application/json; charset=utf-8')
      .send(refusalBody(refused.message));
  };
  const app = Fastify({
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: MAX_PARAMETER },
    frameworkErrors: (error, request, reply) => {
      void fail(error, request, reply.headers(securityHeaders(undefined)));
    },
    clientErrorHandler: answerUnreadable,
    // The guard refuses what has no Host, with a reason.
    http: { requireHostHeader: false },
  });
  app.server.maxConnections = MAX_CONNECTIONS;
  acceptOnlyJson(app);
  refuseExpectations(app.server);
  app.setErrorHandler(fail);
  app.setNotFoundHandler((request, reply) =>
    fail(new Refused(404, unknownRoute(request.method, pathOf(request.url))), request, reply),
  );
  return app;
}

/** Every request passes the guard before anything else looks at it. */
function guard(app: FastifyInstance, port: () => number): void {
  app.addHook('onRequest', (request, reply, done) => {
    const refusal = refusalOf(claimOf(request.raw), port());
    reply.headers(securityHeaders(refusal === null ? request.headers.host : undefined));
    done(refusal === null ? undefined : new Refused(403, refusal));
  });
}
