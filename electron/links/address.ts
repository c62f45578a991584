/** Where links may listen and dial. */
import type { Address } from './types.ts';

/** An address that links cannot use; the message is one sentence for the user. */
export class LinkAddressError extends Error {
  override readonly name = 'LinkAddressError';
}

/** The address is fine, and yet listening there failed; the message is one sentence for the user. */
export class LinkListenError extends Error {
  override readonly name = 'LinkListenError';
}

/** As written in a URL: brackets around IPv6. */
export function formatAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Throws LinkAddressError unless there is a host and a port; port 0 (any free one) is for listening only. */
export function assertLinkAddress(address: Address, purpose: 'listen' | 'dial'): void {
  const { host, port } = address;
  if (host === '') throw new LinkAddressError(`Cannot ${purpose} on port ${port} of no address.`);
  if (!Number.isInteger(port) || port < (purpose === 'listen' ? 0 : 1) || port > 65_535) {
    throw new LinkAddressError(`Cannot ${purpose} on ${formatAddress(address)}: ${port} is not a port.`);
  }
}

/** A host as sockets name it: IPv4 that came in on an IPv6 socket is IPv4 (RFC 4291 §2.5.5.2). */
export function plainHost(host: string | undefined): string {
  return (host ?? '').replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}

/** The failure of a listening socket, as a sentence. */
export function listenError(address: Address, cause: unknown): LinkListenError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
  const why =
    code === 'EADDRINUSE'
      ? 'the port is taken by another program'
      : code === 'EACCES'
        ? 'this user may not use that port'
        : code === 'EADDRNOTAVAIL'
          ? 'this computer does not have that address'
          : code;
  return new LinkListenError(`Cannot listen for other workstations on ${formatAddress(address)}: ${why}.`, {
    cause,
  });
}
