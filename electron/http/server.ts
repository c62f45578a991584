/** What a workstation answers over HTTP on its own machine: REST, the console and its WebSocket. */
import type { IncomingMessage } from 'node:http';
import type { Workstation } from '../workstation-interface.ts';
import type { Log } from '../viewer/log.ts';
import { closerOf, createApp, portOf } from './app.ts';
import { registerConsole } from './console.ts';
import { type DeviceDesk, registerDevices } from './device-routes.ts';
import { claimOf, loopbackSite, refusalOf } from './guard.ts';
import { securityHeaders } from './headers.ts';
import { registerMembership } from './membership-routes.ts';
import { Refused } from './refused.ts';
import { registerRest } from './rest.ts';
import { serveSockets } from './socket.ts';
import type { ImportRoom } from './v2/import-room.ts';
import { registerV2 } from './v2/register.ts';

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
  /** The devices that come over the LAN are managed here, and from nowhere else. Undefined: none are. */
  devices?: DeviceDesk;
  /** Files that are looked at at the same time, by whichever door they come. */
  imports: ImportRoom;
  log: Log;
}>;

export type Http = Readonly<{
  address: Readonly<{ host: string; port: number }>;
  /** Stops listening, ends WebSockets and streams of events, and lets calls under way finish for up to 2 s. */
  close: () => Promise<void>;
}>;

/** `localhost` may be two addresses, of which either may be missing; we listen on one. */
const LISTEN_HOSTS: Readonly<Record<string, string>> = {
  '127.0.0.1': '127.0.0.1',
  localhost: '127.0.0.1',
  '::1': '::1',
  '[::1]': '::1',
};

/** Starts serving. Rejects with PortTakenError or ListenError. */
export async function startHttp(options: HttpOptions): Promise<Http> {
  const { workstation, build, log } = options;
  const host = assertHttpHost(options.host);
  const app = createApp(workstation, log);
  const port = () => portOf(app) ?? options.port;
  const judge = (request: IncomingMessage): Refused | null => {
    const refusal = refusalOf(claimOf(request), loopbackSite(port()));
    return refusal === null ? null : new Refused(403, refusal);
  };
  // Every request passes the guard before anything else looks at it.
  app.addHook('onRequest', (request, reply, done) => {
    const refusal = judge(request.raw);
    reply.headers(securityHeaders(refusal === null ? request.headers.host : undefined));
    done(refusal ?? undefined);
  });
  registerRest(app, workstation, build);
  const closeEvents = registerV2(app, workstation, build, { log, imports: options.imports });
  registerMembership(app, workstation);
  if (options.devices !== undefined) registerDevices(app, options.devices);
  await registerConsole(app, options.consoleDirectory);
  const closeSockets = serveSockets(app.server, judge, workstation, build, log);
  const closeApp = closerOf(app);
  const close = () => {
    closeSockets();
    closeEvents();
    return closeApp();
  };
  try {
    await app.listen({ host, port: options.port });
  } catch (error) {
    await close();
    throw httpListenError(error, host, options.port);
  }
  return { address: { host, port: port() }, close };
}

/** The address to listen on for a host that a user may name. Throws ListenError for any but loopback. */
export function assertHttpHost(host: string): string {
  const own = Object.hasOwn(LISTEN_HOSTS, host) ? LISTEN_HOSTS[host] : undefined;
  if (own !== undefined) return own;
  throw new ListenError(
    `The console and REST answer on 127.0.0.1, localhost or ::1 only, not on ${host}; --lan-http HOST:PORT opens them to other machines, with HTTPS and a token for each device.`,
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
