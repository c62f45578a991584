/** When to dial which peer: at once at first, then less and less often, never while there is a connection. */
import type { NodeId } from '../raft/types.ts';
import type { Peer } from './types.ts';

export type DialerOptions = Readonly<{
  peers: () => readonly Peer[];
  connected: (peer: NodeId) => boolean;
  /** Try it; `ended` is to be called when the attempt failed or its connection closed. */
  dial: (peer: Peer) => void;
  /** The wait after one failure, doubled up to `maxMs`; drawn from its upper half. */
  minMs: number;
  maxMs: number;
  /** Uniform in [0, 1). */
  random: () => number;
}>;

export class Dialer {
  readonly #options: DialerOptions;
  readonly #failures = new Map<NodeId, number>();
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
    for (const { id } of this.#options.peers()) {
      if (this.#options.connected(id)) this.#failures.delete(id);
      else this.want(id);
    }
  }

  /** Dials this peer soon, unless that is under way. */
  want(id: NodeId): void {
    if (!this.#running || this.#timers.has(id) || this.#dialling.has(id)) return;
    this.#timers.set(
      id,
      setTimeout(() => this.#dial(id), this.#wait(id)),
    );
  }

  /** The connection that `dial` made is gone. */
  ended(id: NodeId): void {
    this.#dialling.delete(id);
    if (!this.#options.connected(id)) this.want(id);
  }

  #dial(id: NodeId): void {
    this.#timers.delete(id);
    const peer = this.#options.peers().find((candidate) => candidate.id === id);
    if (peer === undefined || this.#options.connected(id)) return;
    this.#failures.set(id, Math.min(30, (this.#failures.get(id) ?? 0) + 1));
    this.#dialling.add(id);
    this.#options.dial(peer);
  }

  #wait(id: NodeId): number {
    const { minMs, maxMs, random } = this.#options;
    const failures = this.#failures.get(id) ?? 0;
    if (failures === 0) return minMs * random();
    return Math.min(maxMs, minMs * 2 ** (failures - 1)) * (0.5 + random() / 2);
  }
}
