/** The open connections, at most one with each peer in each direction. */
import type { NodeId } from '../raft/types.ts';
import type { Connection } from './connection.ts';

/** Who opened it: this node or the peer. */
export type Direction = 'dialled' | 'accepted';

type Pair = { dialled: Connection | null; accepted: Connection | null };

export class PeerTable {
  readonly #self: NodeId;
  readonly #pairs = new Map<NodeId, Pair>();

  constructor(self: NodeId) {
    this.#self = self;
  }

  has(peer: NodeId): boolean {
    return this.#pairs.has(peer);
  }

  ids(): ReadonlySet<NodeId> {
    return new Set(this.#pairs.keys());
  }

  all(): Connection[] {
    return [...this.#pairs.values()].flatMap((pair) => both(pair));
  }

  /** Those with this peer. */
  of(peer: NodeId): Connection[] {
    const pair = this.#pairs.get(peer);
    return pair === undefined ? [] : both(pair);
  }

  get(peer: NodeId, direction: Direction): Connection | null {
    return this.#pairs.get(peer)?.[direction] ?? null;
  }

  /** The one to send on: both sides choose the one dialled by the smaller id, if there are two. */
  preferred(peer: NodeId): Connection | null {
    const pair = this.#pairs.get(peer);
    if (pair === undefined) return null;
    return this.#self < peer ? (pair.dialled ?? pair.accepted) : (pair.accepted ?? pair.dialled);
  }

  /** True when it is the first with this peer. */
  add(peer: NodeId, direction: Direction, connection: Connection): boolean {
    const known = this.#pairs.get(peer);
    if (known !== undefined) {
      known[direction] = connection;
      return false;
    }
    this.#pairs.set(peer, { dialled: null, accepted: null, [direction]: connection });
    return true;
  }

  /** True when it was the last with this peer. */
  remove(peer: NodeId, direction: Direction, connection: Connection): boolean {
    const pair = this.#pairs.get(peer);
    if (pair?.[direction] !== connection) return false;
    pair[direction] = null;
    return both(pair).length === 0 && this.#pairs.delete(peer);
  }
}

function both({ dialled, accepted }: Pair): Connection[] {
  return [dialled, accepted].filter((connection) => connection !== null);
}
