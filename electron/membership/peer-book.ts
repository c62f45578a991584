/**
 * Where to dial whom: what members said through the log, what was heard on the LAN, and where they last connected
 * from. All of it only says where to try; who answers there is for TLS to say.
 */
import type { Address, Peer } from '../links/types.ts';
import type { NodeId } from '../raft/types.ts';

/** Addresses tried of one member at most. */
const MAX_TRIED = 12;

export type Source = 'connected' | 'seen' | 'roster';
/** The freshest knowledge first. */
const ORDER: readonly Source[] = ['connected', 'seen', 'roster'];

export class PeerBook {
  readonly #sources: Record<Source, Map<NodeId, readonly Address[]>> = {
    connected: new Map(),
    seen: new Map(),
    roster: new Map(),
  };

  /** What one source knows now, of everybody; what it knew before is forgotten. */
  replace(source: Source, known: Iterable<readonly [NodeId, readonly Address[]]>): void {
    this.#sources[source] = new Map(known);
  }

  /** A member is, or was until now, connected from there. */
  connected(id: NodeId, address: Address): void {
    this.#sources.connected.set(id, [address]);
  }

  /** Each of these members with the addresses to try, likeliest first. */
  peers(ids: readonly NodeId[]): readonly Peer[] {
    return ids.map((id) => ({ id, addresses: this.#addressesOf(id) }));
  }

  #addressesOf(id: NodeId): readonly Address[] {
    const all = ORDER.flatMap((source) => this.#sources[source].get(id) ?? []);
    const seen = new Set<string>();
    const distinct = all.filter(({ host, port }) => {
      const key = `${host} ${port}`;
      return !seen.has(key) && seen.add(key);
    });
    return distinct.slice(0, MAX_TRIED);
  }
}
