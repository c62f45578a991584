/** Under what addresses and names this machine may be reached over the LAN. */
import { hostname, networkInterfaces } from 'node:os';
import type { NetworkInterfaceInfo } from 'node:os';

export type MachineNames = Readonly<{
  /** Of its network cards, IPv4 first; none that needs a zone, since no URL can name one. */
  addresses: readonly string[];
  /** Lower case: what it calls itself, and the same as mDNS has it. */
  names: readonly string[];
}>;

type Interfaces = Readonly<
  Partial<Record<string, readonly Pick<NetworkInterfaceInfo, 'address' | 'family' | 'internal'>[]>>
>;

/** The names of now: a machine may get other addresses at any time. Pure, given both. */
export function machineNames(
  interfaces: Interfaces = networkInterfaces(),
  host: string = hostname(),
): MachineNames {
  const cards = Object.values(interfaces)
    .flatMap((infos) => infos ?? [])
    .filter(({ address, internal }) => !internal && !/^fe[89ab]/i.test(address));
  const byFamily = (family: string) =>
    cards.filter((card) => card.family === family).map(({ address }) => address.toLowerCase());
  const own = host.toLowerCase();
  const isNamed = isDnsName(own) && own !== 'localhost';
  const names = isNamed ? [...new Set([own, `${own.split('.', 1)[0] ?? ''}.local`])] : [];
  return { addresses: [...new Set([...byFamily('IPv4'), ...byFamily('IPv6')])], names };
}

/** Letters, digits and hyphens (RFC 1123 §2.1), and no IPv4 address. */
function isDnsName(name: string): boolean {
  const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
  return name.length <= 253 && new RegExp(`^${label}(\\.${label})*$`).test(name) && !/(^|\.)\d+$/.test(name);
}
