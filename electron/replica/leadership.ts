/** Who leads, as far as this node knows, and since when nobody does. */
import type { NodeId, Term } from '../raft/types.ts';

export class Leadership {
  #leader: NodeId | null = null;
  #term: Term = 0;
  #lostAt: number;
  #settled = false;

  /** @param now monotonic ms */
  constructor(now: number) {
    this.#lostAt = now;
  }

  get leader(): NodeId | null {
    return this.#leader;
  }
  /** A leader was known at least once. */
  get settled(): boolean {
    return this.#settled;
  }

  /**
   * What the core says of it.
   * @returns whether that is another leader, or the same one elected anew: what it was sent may be lost
   */
  is(leader: NodeId | null, term: Term, now: number): boolean {
    const another = leader !== this.#leader || (leader !== null && term !== this.#term);
    if (leader === null && this.#leader !== null) this.#lostAt = now;
    if (leader !== null) this.#settled = true;
    this.#leader = leader;
    this.#term = term;
    return another;
  }

  /** Monotonic ms without a leader; 0 while there is one. */
  leaderlessMs(now: number): number {
    return this.#leader === null ? now - this.#lostAt : 0;
  }
}
