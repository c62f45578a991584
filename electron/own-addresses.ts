/** Where this computer can be reached by others, from its network interfaces. Pure. */
import type { NetworkInterfaceInfo } from 'node:os';
import type { Address } from './links/types.ts';

/** As many as a roster keeps of a member. */
const MAX_ADDRESSES = 8;

export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** Whether only this computer itself can reach that. */
export function isLoopback(host: string): boolean {
  return host === '::1' || /^127\./.test(host);
}

/** Whether a socket bound there listens on all interfaces. */
export function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

/**
 * The addresses that others may dial where links are bound to `bound`, likeliest first: IPv4 before IPv6, whose
 * link-local ones mean nothing on another computer.
 */
export function ownAddresses(bound: Address, interfaces: Interfaces): readonly Address[] {
  if (!isWildcard(bound.host)) return [bound];
  const infos = Object.values(interfaces).flatMap((infos) => infos ?? []);
  const usable = infos.filter(({ internal, address }) => !internal && !/^fe80:/i.test(address));
  const order = (family: string) =>
    usable.filter((info) => info.family === family).map(({ address }) => address);
  const hosts = bound.host === '::' ? [...order('IPv4'), ...order('IPv6')] : order('IPv4');
  return [...new Set(hosts)].slice(0, MAX_ADDRESSES).map((host) => ({ host, port: bound.port }));
}
