/** Does something when asked, but never twice in a second (RFC 6762 §5.2, §6); what is asked meanwhile is one. */
const APART_MS = 1_000;

export class Pace {
  readonly #act: () => void;
  #last = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(act: () => void) {
    this.#act = act;
  }

  /** Within `delay` milliseconds, or as soon as the last time is a second ago. */
  within(delay: number): void {
    if (this.#timer !== undefined) return;
    const wait = Math.max(delay, this.#last + APART_MS - performance.now());
    if (wait <= 0) this.#now();
    else this.#timer = setTimeout(() => this.#now(), wait).unref();
  }

  /** At once, whatever was before: for what is new. */
  now(): void {
    this.stop();
    this.#now();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #now(): void {
    this.#timer = undefined;
    this.#last = performance.now();
    this.#act();
  }
}
