/** Which networks this machine is in, from what the operating system lists. Pure. */
import type { NetworkInterfaceInfo } from 'node:os';

/** As many as get a socket: containers and virtual machines bring dozens. */
export const MAX_LINKS = 16;

type Subnet = Readonly<{ network: number; mask: number }>;

/** An interface that is up and has an IPv4 address. */
export type Link = Readonly<{
  name: string;
  /** The address that is its first. */
  address: string;
  /** Whether it leads only to this machine itself. */
  internal: boolean;
  subnets: readonly Subnet[];
  /** Another one: another interface, or other addresses of the same. */
  key: string;
}>;

export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** The links, loopback last and only where it is wanted. More than `MAX_LINKS` may come back. */
export function linksOf(interfaces: Interfaces, loopback: boolean): readonly Link[] {
  const links = Object.entries(interfaces).flatMap(([name, infos = []]) => linkOf(name, infos) ?? []);
  const internal = links.filter((link) => link.internal);
  return [...links.filter((link) => !link.internal), ...(loopback ? internal : [])];
}

function linkOf(name: string, infos: readonly NetworkInterfaceInfo[]): Link | null {
  const own = infos.filter(({ family }) => family === 'IPv4');
  const [first] = own;
  if (first === undefined) return null;
  const addresses = own.map(({ address, netmask }) => `${address}/${netmask}`);
  // A link-local address tells the interface's index, and so one adapter from the next one of the same name.
  const scopes = infos.flatMap((info) => (info.family === 'IPv6' && info.scopeid ? [info.scopeid] : []));
  return {
    name,
    address: first.address,
    internal: first.internal,
    subnets: own.map(({ address, netmask }) => ({
      network: number(address) & number(netmask),
      mask: number(netmask),
    })),
    key: JSON.stringify([name, first.mac, addresses, scopes]),
  };
}

/** Whether an IPv4 address lies in one of the link's networks. */
export function isOn(link: Link, address: string): boolean {
  const value = number(address);
  return link.subnets.some(({ network, mask }) => (value & mask) === network);
}

/** Dotted decimal as 32 bits. */
function number(address: string): number {
  let value = 0;
  for (const part of address.split('.')) value = (value << 8) | Number(part);
  return value;
}
