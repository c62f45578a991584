/**
 * Bodies that wait to be appended by this node as leader. All that arrive in one turn of the event
 * loop become one proposal, so they share a message and an fsync.
 */
import type { Proposal } from './envelope.ts';

/** Told when the bodies were certainly not appended, now or later. */
export type Rejected = () => void;

type Waiting = Readonly<{ bodies: readonly Proposal[]; rejected: Rejected }>;

export class Proposals {
  readonly #propose: (ref: number, bodies: readonly Proposal[]) => void;
  #waiting: Waiting[] = [];
  readonly #proposed = new Map<number, readonly Waiting[]>();
  #nextRef = 1;

  /** @param propose hands the bodies to the core under a reference; called once a turn, outside of `add` */
  constructor(propose: (ref: number, bodies: readonly Proposal[]) => void) {
    this.#propose = propose;
  }

  /** These are appended all or none. */
  add(bodies: readonly Proposal[], rejected: Rejected = () => undefined): void {
    this.#waiting.push({ bodies, rejected });
    if (this.#waiting.length === 1) setImmediate(() => this.#flush());
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

  #flush(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    const ref = this.#nextRef++;
    this.#proposed.set(ref, batch);
    this.#propose(
      ref,
      batch.flatMap(({ bodies }) => bodies),
    );
  }
}
