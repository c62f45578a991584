/**
 * Who may come in over the LAN. Every request shows a device's token: a program as `Authorization: Bearer TOKEN`
 * (RFC 6750), a browser as a cookie that it got for the token. Whatever a request shows is judged before anything
 * else looks at it.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { DeviceRow } from '../../shared/contract/devices.ts';
import type { Log } from '../viewer/log.ts';
import type { Attempts } from './attempts.ts';
import { type Devices, digestOf, isTokenShaped } from './devices.ts';
import { plainAddress } from './networks.ts';
import { Refused } from './refused.ts';

/** What the page of a browser that is not let in yet says, too. */
export const WHAT_TO_DO =
  'This workstation lets in devices that it knows. At the workstation run printraft devices add NAME, and open the address that it prints, here.';

export type Access = Readonly<{
  /** Refuses what shows no token of a device; else the connection is the device's, and is cut when that is removed. */
  judge: (request: IncomingMessage) => Refused | null;
  /** Whose token it is. Throws Refused: nobody's, or too many wrong ones came from there. */
  exchange: (token: string, request: IncomingMessage) => DeviceRow;
  /** The cookie for a token, and the one that ends it. */
  cookieFor: (token: string) => string;
  readonly endedCookie: string;
  /** Forgets all connections. */
  close: () => void;
}>;

/** Longest that browsers keep one: 400 days (RFC 6265bis §5.5). */
const COOKIE_SECONDS = 400 * 24 * 60 * 60;
/** Parameters by which people and programs put a token into an address. */
const TOKEN_PARAMETER = /^(access_?token|device_?token|token|bearer|authorization|api_?key|key)$/i;
const SAFE_METHODS = new Set(['GET', 'HEAD']);
const CHALLENGE = { 'www-authenticate': 'Bearer realm="PrintRaft"' };

export type AccessOptions = Readonly<{
  devices: Devices;
  attempts: Attempts;
  /** Of the server; browsers give a cookie to every port of a host, so that its name tells whose it is. */
  port: () => number;
  log: Log;
}>;

export function createAccess({ devices, attempts, port, log }: AccessOptions): Access {
  const connections = new Map<string, Set<Duplex>>();
  const stopWatching = devices.watchRemoved((id) => {
    const own = connections.get(id) ?? [];
    connections.delete(id);
    for (const socket of own) socket.destroy();
  });
  // The prefix makes browsers keep it to this host, to HTTPS and to `/` (RFC 6265bis §4.1.3.2).
  const cookieName = () => `__Host-printraft-${port()}`;
  const endedCookie = () => `${cookieName()}=; ${ATTRIBUTES}; Max-Age=0`;

  const hold = (device: string, socket: Duplex): void => {
    const own = connections.get(device) ?? new Set<Duplex>();
    if (own.has(socket)) return;
    connections.set(device, own.add(socket));
    socket.once('close', () => {
      own.delete(socket);
      if (own.size === 0 && connections.get(device) === own) connections.delete(device);
    });
  };

  const find = (token: string, request: IncomingMessage): DeviceRow | Refused => {
    const address = plainAddress(request.socket.remoteAddress ?? '');
    const waitMs = attempts.waitOf(address);
    if (waitMs > 0) {
      const seconds = Math.ceil(waitMs / 1000);
      return new Refused(429, `Too many wrong tokens came from ${address}: wait ${seconds} s.`, {
        'retry-after': String(seconds),
      });
    }
    const device = isTokenShaped(token) ? devices.find(token) : null;
    if (device !== null) return device;
    if (attempts.failed(address, digestOf(token).toString('hex'))) {
      log(`Too many wrong device tokens came from ${address}: for a minute none from there is looked at.`);
    }
    return new Refused(401, `The token is of no device that this workstation knows. ${WHAT_TO_DO}`, {
      'www-authenticate': `${CHALLENGE['www-authenticate']}, error="invalid_token"`,
    });
  };

  return {
    judge: (request) => {
      const { url = '/', method = '', headers } = request;
      if (hasTokenParameter(url)) {
        return new Refused(
          400,
          'A token does not belong into an address, which logs and histories keep: send it as Authorization: Bearer TOKEN.',
        );
      }
      const { authorization } = headers;
      const bearer = authorization === undefined ? null : bearerOf(authorization);
      const cookie = bearer === null ? cookieOf(headers.cookie, cookieName()) : null;
      const token = bearer ?? cookie;
      if (token === null || (authorization !== undefined && bearer === null)) {
        return new Refused(401, WHAT_TO_DO, CHALLENGE);
      }
      const device = find(token, request);
      if (device instanceof Refused) {
        // A browser that is known no more goes on without the cookie, and so without wrong guesses.
        return cookie === null || device.status !== 401
          ? device
          : new Refused(401, device.message, { ...device.headers, 'set-cookie': endedCookie() });
      }
      const isPlainRead = SAFE_METHODS.has(method) && headers.upgrade === undefined;
      if (cookie !== null && !isPlainRead && headers.origin === undefined) {
        // Every browser tells it here; and a cookie comes from a browser.
        return new Refused(
          403,
          'Origin must be told with a cookie; programs send Authorization: Bearer TOKEN.',
        );
      }
      hold(device.id, request.socket);
      return null;
    },
    exchange: (token, request) => {
      const device = find(token, request);
      if (device instanceof Refused) throw device;
      return device;
    },
    cookieFor: (token) => `${cookieName()}=${token}; ${ATTRIBUTES}; Max-Age=${COOKIE_SECONDS}`,
    get endedCookie() {
      return endedCookie();
    },
    close: () => {
      stopWatching();
      connections.clear();
    },
  };
}

const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Strict';

function bearerOf(authorization: string): string | null {
  return /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization)?.[1] ?? null;
}

/** The one cookie of that name; where there are two, somebody has slipped one in. */
function cookieOf(header: string | undefined, name: string): string | null {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 ? (values[0] ?? null) : null;
}

function hasTokenParameter(url: string): boolean {
  const start = url.indexOf('?');
  if (start < 0) return false;
  return [...new URLSearchParams(url.slice(start + 1)).keys()].some((name) => TOKEN_PARAMETER.test(name));
}
