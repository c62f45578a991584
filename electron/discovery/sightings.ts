/** Who has been heard, from where, and for how long that holds. Bounded in every direction. Pure. */
import type { DropReason } from './drops.ts';
import type { Announcement, Sighting } from './types.ts';

const MAX_NODES = 256;
/** Several workstations on one machine are possible, and a demonstration has three. */
const MAX_NODES_OF_HOST = 64;
const MAX_HOSTS_OF_NODE = 4;
/** Whatever a packet claims, it is not believed for longer. */
const MAX_TTL_SECONDS = 600;

export type Fresh = Readonly<{ node: string; seconds: number }>;

type Heard = Readonly<{ announcement: Announcement; until: number }>;

export class Sightings {
  /** By node, then by the address that it was heard from; longest known first. */
  readonly #nodes = new Map<string, Map<string, Heard>>();
  readonly #count: (reason: DropReason) => void;

  constructor(count: (reason: DropReason) => void) {
    this.#count = count;
  }

  /**
   * Takes in an announcement; a TTL of 0 takes back what came from that very address, and nothing else.
   * @param ttl seconds
   * @param now milliseconds of a clock that only goes forward
   * @returns whether `list` changed
   */
  heard(announcement: Announcement, host: string, ttl: number, now: number): boolean {
    const { node } = announcement;
    if (ttl === 0) return this.#remove(node, host);
    const hosts = this.#nodes.get(node) ?? new Map<string, Heard>();
    const before = hosts.get(host);
    const refusal = before === undefined ? this.#refusal(hosts, host) : null;
    if (refusal !== null) {
      this.#count(refusal);
      return false;
    }
    this.#nodes.set(node, hosts);
    hosts.set(host, { announcement, until: now + Math.min(ttl, MAX_TTL_SECONDS) * 1_000 });
    return before === undefined || !isSame(before.announcement, announcement);
  }

  /** Removes what has expired. @returns whether `list` changed */
  expire(now: number): boolean {
    const expired = [...this.#nodes].flatMap(([node, hosts]) =>
      [...hosts].filter(([, { until }]) => until <= now).map(([host]): [string, string] => [node, host]),
    );
    return expired.map(([node, host]) => this.#remove(node, host)).includes(true);
  }

  /** Removes a node, wherever it was heard. @returns whether `list` changed */
  forget(node: string): boolean {
    return this.#nodes.delete(node);
  }

  /** Everybody, hosts newest first. Name and port are those from the longest known host, which a newcomer cannot change. */
  list(): readonly Sighting[] {
    return [...this.#nodes.values()].flatMap((hosts) => {
      const [first] = hosts.values();
      return first === undefined ? [] : [{ ...first.announcement, hosts: [...hosts.keys()].reverse() }];
    });
  }

  /** Who was heard from addresses of a kind, and for how many seconds that still holds; longest first. */
  fresh(isOfKind: (host: string) => boolean, now: number): readonly Fresh[] {
    const nodes = [...this.#nodes].map(([node, hosts]) => {
      const ends = [...hosts].flatMap(([host, { until }]) => (isOfKind(host) ? [until] : []));
      return { node, seconds: Math.floor((Math.max(0, ...ends) - now) / 1_000) };
    });
    return nodes.filter(({ seconds }) => seconds > 0).sort((a, b) => b.seconds - a.seconds);
  }

  #refusal(hosts: ReadonlyMap<string, Heard>, host: string): DropReason | null {
    if (hosts.size >= MAX_HOSTS_OF_NODE) return 'too many addresses of one workstation';
    if (hosts.size === 0 && this.#nodes.size >= MAX_NODES) return 'too many workstations';
    const ofHost = [...this.#nodes.values()].filter((known) => known.has(host)).length;
    return ofHost >= MAX_NODES_OF_HOST ? 'too many workstations from one address' : null;
  }

  #remove(node: string, host: string): boolean {
    const hosts = this.#nodes.get(node);
    const removed = hosts?.delete(host) ?? false;
    if (hosts?.size === 0) this.#nodes.delete(node);
    return removed;
  }
}

function isSame(a: Announcement, b: Announcement): boolean {
  return (
    a.clusterId === b.clusterId &&
    a.shop === b.shop &&
    a.name === b.name &&
    a.port === b.port &&
    a.node === b.node
  );
}
