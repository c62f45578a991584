/**
 * A shop with one voter acknowledges what is on a single disk. Where a learner is there, it is a second one: the
 * acknowledgement waits for its disk too, for a moment. A learner's word decides nothing; its copy may be all
 * that is left one day.
 */
import type { CoreView, Index } from '../raft/types.ts';

/** How long an acknowledgement waits at most. */
export const WITNESS_MS = 500;
/** A learner that was silent for this many ticks is not waited for. */
const FRESH_TICKS = 25;

type Held = Readonly<{ index: Index; until: number; release: () => void }>;

export class Witness {
  readonly #view: () => CoreView;
  readonly #now: () => number;
  #held: Held[] = [];

  /** @param now monotonic ms */
  constructor(view: () => CoreView, now: () => number) {
    this.#view = view;
    this.#now = now;
  }

  /** Calls `release` once entry `index` is on a learner's disk too, or at once where there is none to wait for. */
  hold(index: Index, release: () => void): void {
    const match = witnessed(this.#view());
    if (match === null || match >= index) return release();
    this.#held.push({ index, until: this.#now() + WITNESS_MS, release });
  }

  /** To be called when a peer may have acknowledged something, and now and then. */
  look(): void {
    if (this.#held.length === 0) return;
    const match = witnessed(this.#view()) ?? Infinity;
    const now = this.#now();
    const done = this.#held.filter(({ index, until }) => index <= match || until <= now);
    if (done.length === 0) return;
    this.#held = this.#held.filter((held) => !done.includes(held));
    for (const { release } of done) release();
  }
}

/** How far the furthest learner that is there has it on disk; null: nobody is to be waited for. */
function witnessed({ id, role, configuration, progress }: CoreView): Index | null {
  const { voters, outgoing, learners } = configuration;
  if (role !== 'leader' || outgoing.length > 0 || voters.length !== 1 || voters[0] !== id) return null;
  const there = learners
    .map((learner) => progress.get(learner))
    .filter((peer) => peer?.state === 'replicate' && peer.silentTicks < FRESH_TICKS)
    .map((peer) => peer?.match ?? 0);
  return there.length === 0 ? null : Math.max(...there);
}
