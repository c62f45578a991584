/** Does something at once and then again and again, in intervals of its own. */
export class Repeater {
  readonly #act: () => void;
  readonly #delay: (times: number) => number;
  #timer: NodeJS.Timeout | undefined;

  /** @param delay milliseconds until the next time, after so many since `restart` */
  constructor(act: () => void, delay: (times: number) => number) {
    this.#act = act;
    this.#delay = delay;
  }

  /** Begins, or begins anew. */
  restart(): void {
    this.stop();
    this.#turn(1);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #turn(times: number): void {
    this.#timer = setTimeout(() => this.#turn(times + 1), this.#delay(times)).unref();
    this.#act();
  }
}
