/**
 * Bodies that wait to be appended by this node as leader. All that arrive in one turn of the event
 * loop become one proposal, so they share a message and an fsync.
 */
import type { Body } from './envelope.ts';

/** Told when the body was certainly not appended. */
export type Rejected = () => void;

type Waiting = Readonly<{ body: Body; rejected: Rejected }>;

export class Proposals {
  readonly #flush: (ref: number, bodies: readonly Body[]) => void;
  #waiting: Waiting[] = [];
  readonly #proposed = new Map<number, Waiting[]>();
  #nextRef = 1;

  /** @param flush proposes the bodies under a reference; called once a turn, outside of `add` */
  constructor(flush: (ref: number, bodies: readonly Body[]) => void) {
    this.#flush = flush;
  }

  add(body: Body, rejected: Rejected): void {
    this.#waiting.push({ body, rejected });
    if (this.#waiting.length > 1) return;
    setImmediate(() => {
      const batch = this.#waiting;
      this.#waiting = [];
      const ref = this.#nextRef++;
      this.#proposed.set(ref, batch);
      this.#flush(
        ref,
        batch.map(({ body: one }) => one),
      );
    });
  }

  /** The core appended them. */
  proposed(ref: number): void {
    this.#proposed.delete(ref);
  }

  /** The core refused them. */
  notProposed(ref: number): void {
    const batch = this.#proposed.get(ref) ?? [];
    this.#proposed.delete(ref);
    for (const { rejected } of batch) rejected();
  }
}
