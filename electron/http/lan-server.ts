/**
 * The same console, REST and WebSocket for other machines: HTTPS only, and only for devices with a token. Apart from
 * the server on loopback, so that whatever happens here leaves that one alone.
 */
import type { IncomingMessage } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { LanDoor } from '../../shared/contract/devices.ts';
import type { Log } from '../viewer/log.ts';
import type { Workstation } from '../workstation-interface.ts';
import { createAccess } from './access.ts';
import { closerOf, createApp, portOf } from './app.ts';
import { createAttempts } from './attempts.ts';
import { registerConsole } from './console.ts';
import { isOpenToAll, PAGE_PATH, registerDevicePage, sendPage } from './device-page.ts';
import type { Devices } from './devices.ts';
import { claimOf, refusalOf, type Site } from './guard.ts';
import { securityHeaders } from './headers.ts';
import { type CertificateSource, fingerprintOf, type LanCertificate } from './lan-certificate.ts';
import { machineNames, type MachineNames } from './machine-names.ts';
import { plainAddress } from './networks.ts';
import { Refused } from './refused.ts';
import { registerRest } from './rest.ts';
import { httpListenError } from './server.ts';
import { serveSockets } from './socket.ts';
import type { ImportRoom } from './v2/import-room.ts';
import { registerV2 } from './v2/register.ts';
import { type DoorLimits, LIMITS, standBefore } from './tls-door.ts';

export type LanOptions = Readonly<{
  workstation: Workstation;
  /** Null for all addresses of this machine. */
  host: string | null;
  /** 0 takes any free port. */
  port: number;
  /** As for loopback's server. */
  consoleDirectory: string | null;
  build: string;
  devices: Devices;
  certificate: CertificateSource;
  /** As for loopback's server, and the same. */
  imports: ImportRoom;
  log: Log;
  /** For tests. */
  names?: () => MachineNames;
  limits?: DoorLimits;
  renewMs?: number;
}>;

export type Lan = Readonly<{
  port: number;
  /** Where devices come in, as of now. */
  door: () => LanDoor;
  /** Stops listening and ends all connections. */
  close: () => Promise<void>;
}>;

const HANDSHAKE_MS = 10_000;
/** How often it is looked whether the machine has got other addresses. */
const RENEW_MS = 60_000;
const HTTPS_PORT = 443;

/** Starts serving. Rejects with ListenError, PortTakenError or what is wrong with the certificate. */
export async function startLan(options: LanOptions): Promise<Lan> {
  const { workstation, build, log, devices, names = machineNames } = options;
  let known = names();
  let certificate = await options.certificate(known);
  const app = createApp(workstation, log, { ...certificate, ...TLS });
  const port = () => portOf(app) ?? options.port;
  const access = createAccess({ devices, attempts: createAttempts(), port, log });

  const judge = (request: IncomingMessage): Refused | null => {
    const refusal = refusalOf(claimOf(request), siteOf(request, known, port()));
    if (refusal !== null) return new Refused(403, refusal);
    const { method = '', url = '' } = request;
    return request.headers.upgrade === undefined && isOpenToAll(method, url) ? null : access.judge(request);
  };
  app.addHook('onRequest', (request, reply, done) => {
    const refusal = judge(request.raw);
    reply.headers(securityHeaders(refusal?.status === 403 ? undefined : request.headers.host, 'https'));
    if (refusal?.status === 401 && wantsPage(request.raw)) answerPage(reply, refusal);
    else done(refusal ?? undefined);
  });
  registerDevicePage(app, access);
  registerRest(app, workstation, build);
  const closeEvents = registerV2(app, workstation, build, { log, imports: options.imports });
  await registerConsole(app, options.consoleDirectory);
  const closeSockets = serveSockets(app.server, judge, workstation, build, log);
  const closeApp = closerOf(app, 'secureConnection');
  const cut = standBefore(app.server, options.limits ?? LIMITS);

  const renew = async (): Promise<void> => {
    const now = names();
    const next = await options.certificate(now);
    known = now;
    if (next.cert === certificate.cert) return;
    certificate = next;
    (app.server as unknown as TlsServer).setSecureContext({ ...next, ...TLS });
  };
  let isRenewing = false;
  const timer = setInterval(() => {
    // Two at once could each make one, and the older might win.
    if (isRenewing) return;
    isRenewing = true;
    renew()
      .catch((cause: unknown) => log('The certificate for HTTPS could not be renewed.', cause))
      .finally(() => (isRenewing = false));
  }, options.renewMs ?? RENEW_MS);
  timer.unref();

  const close = async () => {
    clearInterval(timer);
    closeSockets();
    closeEvents();
    access.close();
    const closing = closeApp();
    // Nobody is asked to finish: what comes from elsewhere may hold a connection for as long as it likes.
    cut();
    await closing;
  };
  try {
    await listenOn(app, options.host, options.port);
  } catch (error) {
    await close();
    throw httpListenError(error, options.host ?? 'all addresses', options.port);
  }
  return { port: port(), door: () => doorOf(options.host, known, port(), certificate), close };
}

/** All addresses are those of both families, or of IPv4 where a system has no other. */
async function listenOn(app: FastifyInstance, host: string | null, port: number): Promise<void> {
  try {
    await app.listen({ host: host ?? '::', port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (host !== null || (code !== 'EAFNOSUPPORT' && code !== 'EADDRNOTAVAIL')) throw error;
    await app.listen({ host: '0.0.0.0', port });
  }
}

const TLS = { minVersion: 'TLSv1.2', handshakeTimeout: HANDSHAKE_MS } as const;

/**
 * As whom the machine may be asked for: by its names, and by the address at which the connection came in. A name that
 * somebody else made point here (DNS rebinding) is none of these.
 */
function siteOf({ socket }: IncomingMessage, { names }: MachineNames, port: number): Site {
  const came = plainAddress(socket.localAddress ?? '');
  const hosts = [inUrl(came), ...names, 'localhost'];
  return {
    scheme: 'https',
    hosts: hosts.flatMap((host) => [`${host}:${port}`, ...(port === HTTPS_PORT ? [host] : [])]),
    documents: new Set(['/', '/index.html', PAGE_PATH]),
  };
}

function doorOf(
  host: string | null,
  { addresses, names }: MachineNames,
  port: number,
  certificate: LanCertificate,
): LanDoor {
  const hosts = host === null ? [...addresses, ...names] : [host];
  const origins = (hosts.length === 0 ? ['localhost'] : hosts).map((own) => `https://${inUrl(own)}:${port}`);
  return { origins, fingerprint: fingerprintOf(certificate) };
}

const inUrl = (host: string): string => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host);

/** A browser that goes to a page, rather than a program or a script in it. */
function wantsPage({ method, headers }: IncomingMessage): boolean {
  const isRead = method === 'GET' || method === 'HEAD';
  return isRead && (headers.accept ?? '').includes('text/html') && headers['sec-fetch-dest'] !== 'empty';
}

function answerPage(reply: FastifyReply, { status, headers }: Refused): void {
  void sendPage(reply.code(status).headers(headers));
}
