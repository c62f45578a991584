/** One timer that is set anew whenever what it is for changes. */
export class Deadline {
  readonly #expired: () => void;
  #timer: NodeJS.Timeout | null = null;

  constructor(expired: () => void) {
    this.#expired = expired;
  }

  /** From now on; null: none. */
  set(ms: number | null): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = ms === null ? null : setTimeout(this.#expired, ms);
  }
}
