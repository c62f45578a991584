/** Where a workstation listens: what was asked for, else what its shop knows it by, else the usual places. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { assertHttpHost, httpListenError } from './http/server.ts';
import type { LanAddress } from './lan-address.ts';
import { assertLinkAddress, listenError } from './links/address.ts';
import type { Address } from './links/types.ts';
import type { Belonging } from './found.ts';

export const DEFAULT_HTTP: Address = { host: '127.0.0.1', port: 5100 };
export const DEFAULT_LINK: Address = { host: '0.0.0.0', port: 7100 };

export type Asked = Readonly<{ http: Address | undefined; link: Address | undefined }>;
/** `linkMayMove`: nobody was told this port, so the next free one does as well. */
export type Places = Readonly<{ http: Address; link: Address; linkMayMove: boolean }>;

/** Pure. In a shop of several, the others dial where the shop's first entry says. */
export function placesFor(asked: Asked, belonging: Belonging | null): Places {
  const members = belonging?.founding.members ?? [];
  const own = members.length > 1 ? members.find(({ id }) => id === belonging?.node) : undefined;
  return {
    http: asked.http ?? own?.http ?? DEFAULT_HTTP,
    link: asked.link ?? own?.link ?? DEFAULT_LINK,
    linkMayMove: asked.link === undefined && own === undefined,
  };
}

/** The console or the links cannot be where they shall be; the message is one sentence for the user. */
export class PlaceError extends Error {
  override readonly name = 'PlaceError';
}

/** Where HTTP can be served: the address, with a real port for 0. Rejects with ListenError (not loopback) or PlaceError (taken, or not for this user). */
export async function freeHttp(address: Address): Promise<Address> {
  const host = assertHttpHost(address.host);
  try {
    return { ...address, port: await tryListen({ ...address, host }) };
  } catch (cause) {
    throw new PlaceError(advised(httpListenError(cause, host, address.port), '--http'), { cause });
  }
}

/** Where HTTPS can be served: the address, with a real port for 0. Rejects with PlaceError. */
export async function freeLan(address: LanAddress): Promise<LanAddress> {
  const { host, port } = address;
  try {
    return { host, port: await tryListen(host === null ? { port } : { host, port }) };
  } catch (cause) {
    const failure = httpListenError(cause, host ?? 'all addresses', port);
    throw new PlaceError(advised(failure, '--lan-http'), { cause });
  }
}

/** How many ports are tried where the link's may move. */
const LINK_TRIES = 100;

/**
 * Where links can listen: the address itself, or with `linkMayMove` the next free port.
 * Rejects with LinkAddressError (not loopback) or PlaceError.
 */
export async function freeLink({ link, linkMayMove }: Places, taken: Address): Promise<Address> {
  assertLinkAddress(link, 'listen');
  const last = linkMayMove ? Math.min(link.port + LINK_TRIES, 65_535) : link.port;
  let failure: PlaceError | null = null;
  for (let port = link.port; port <= last; port += 1) {
    const address = { ...link, port };
    if (port === taken.port) {
      failure ??= new PlaceError(
        `The console and the links to other workstations cannot both use port ${port}.`,
      );
      continue;
    }
    try {
      return { ...link, port: await tryListen(address) };
    } catch (cause) {
      failure ??= new PlaceError(advised(listenError(address, cause), '--link'), { cause });
    }
  }
  throw failure ?? new PlaceError(`No port is free from ${link.port} on.`);
}

/** Whether a program could listen there now. */
export async function isFree(address: Address): Promise<boolean> {
  return tryListen(address).then(
    () => true,
    () => false,
  );
}

/** Listens there for a moment and gives the port; rejects with the system's error where that is not possible. */
async function tryListen(address: Readonly<{ host?: string; port: number }>): Promise<number> {
  const server = createServer();
  server.listen({ ...address, exclusive: true });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** One sentence still, with what to do about it. */
function advised({ message }: Error, flag: string): string {
  return `${message.replace(/\.$/, '')}; choose another with ${flag} HOST:PORT.`;
}
