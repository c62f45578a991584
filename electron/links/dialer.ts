/** When to dial which peer, and where: at once at first, then less and less often, never while there is a connection. */
import type { NodeId } from '../raft/types.ts';
import type { Address, Peer } from './types.ts';

export type DialerOptions = Readonly<{
  peers: () => readonly Peer[];
  connected: (peer: NodeId) => boolean;
  /** Try it there; `ended` is to be called when the attempt failed or its connection closed. */
  dial: (peer: NodeId, address: Address) => void;
  /** The wait after a round of failures over all addresses, doubled up to `maxMs`; drawn from its upper half. */
  minMs: number;
  maxMs: number;
  /** Uniform in [0, 1). */
  random: () => number;
}>;

export class Dialer {
  readonly #options: DialerOptions;
  /** How often all of its addresses were tried since it was last connected. */
  readonly #rounds = new Map<NodeId, number>();
  /** Which of its addresses is next. */
  readonly #turns = new Map<NodeId, number>();
  /** Where it answered last. */
  readonly #reached = new Map<NodeId, Address>();
  readonly #timers = new Map<NodeId, NodeJS.Timeout>();
  readonly #dialling = new Set<NodeId>();
  #running = false;

  constructor(options: DialerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = true;
    this.tick();
  }

  stop(): void {
    this.#running = false;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  /**
   * Once in a while: takes up peers that are new, and forgets the failures of those that are
   * connected. (Not when they connect: one that always hangs up again is not dialled faster for it.)
   */
  tick(): void {
    const peers = this.#options.peers();
    for (const { id } of peers) {
      if (this.#options.connected(id)) this.#rounds.delete(id);
      else this.want(id);
    }
    this.#forget(new Set(peers.map(({ id }) => id)));
  }

  /** Dials this peer soon, unless that is under way. */
  want(id: NodeId): void {
    if (!this.#running || this.#timers.has(id) || this.#dialling.has(id)) return;
    const addresses = this.#find(id)?.addresses ?? [];
    if (addresses.length === 0) return;
    this.#timers.set(
      id,
      setTimeout(() => this.#dial(id), this.#wait(id, addresses.length)),
    );
  }

  /** The peer answered there: it is where the next attempt begins. */
  reached(id: NodeId, address: Address): void {
    this.#reached.set(id, address);
    this.#turns.set(id, 0);
  }

  /** The connection that `dial` made is gone. */
  ended(id: NodeId): void {
    this.#dialling.delete(id);
    if (!this.#options.connected(id)) this.want(id);
  }

  #dial(id: NodeId): void {
    this.#timers.delete(id);
    const addresses = this.#inTurn(id);
    const turn = (this.#turns.get(id) ?? 0) % addresses.length;
    const address = addresses[turn];
    if (address === undefined || this.#options.connected(id)) return;
    if (turn === 0) this.#rounds.set(id, (this.#rounds.get(id) ?? 0) + 1);
    this.#turns.set(id, turn + 1);
    this.#dialling.add(id);
    this.#options.dial(id, address);
  }

  #find(id: NodeId): Peer | undefined {
    return this.#options.peers().find((candidate) => candidate.id === id);
  }

  /** The one that worked last comes first. */
  #inTurn(id: NodeId): readonly Address[] {
    const addresses = this.#find(id)?.addresses ?? [];
    const last = this.#reached.get(id);
    const isLast = ({ host, port }: Address) => host === last?.host && port === last.port;
    return [...addresses.filter(isLast), ...addresses.filter((address) => !isLast(address))];
  }

  #wait(id: NodeId, addresses: number): number {
    const { minMs, maxMs, random } = this.#options;
    const rounds = this.#rounds.get(id) ?? 0;
    const turn = (this.#turns.get(id) ?? 0) % addresses;
    // Within a round the next address is tried without delay.
    if (rounds === 0 || turn !== 0) return minMs * random();
    return Math.min(maxMs, minMs * 2 ** Math.min(30, rounds - 1)) * (0.5 + random() / 2);
  }

  #forget(known: ReadonlySet<NodeId>): void {
    for (const kept of [this.#rounds, this.#turns, this.#reached])
      for (const id of kept.keys()) if (!known.has(id)) kept.delete(id);
  }
}
