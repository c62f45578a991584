/** What time it is, and the leader's stamps on entries: wall time for people, age for expiry. */

/** A step in age is capped at this: a machine that slept does not age the shop. */
const MAX_STEP_MS = 10_000;

export type Clock = Readonly<{
  wall: () => number;
  monotonic: () => number;
  /** Calls back every so many ms, however late once; gives the way to end it. */
  every: (ms: number, work: () => void) => () => void;
}>;

export const systemClock: Clock = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  every: (ms, work) => {
    const timer = setInterval(work, ms);
    return () => clearInterval(timer);
  },
};

export class Stamps {
  readonly #clock: Pick<Clock, 'wall' | 'monotonic'>;
  #age = 0;
  #last: number;

  constructor(clock: Pick<Clock, 'wall' | 'monotonic'>) {
    this.#clock = clock;
    this.#last = clock.monotonic();
  }

  /** @param atLeast the age of the state machine, which a new leader continues */
  next(atLeast: number): { at: number; age: number } {
    this.pass(atLeast);
    return { at: this.#clock.wall(), age: Math.round(this.#age) };
  }

  /** To be called now and then: a step counts for as much as the cap, however long nothing is stamped. */
  pass(atLeast: number): void {
    const now = this.#clock.monotonic();
    const step = Math.min(MAX_STEP_MS, Math.max(0, now - this.#last));
    this.#last = now;
    this.#age = Math.max(this.#age + step, atLeast);
  }
}
