/**
 * Steps the core: one input at a time, whatever its effects bring about meanwhile, and every effect in
 * its order. After a failure, or once halted, nothing goes in any more.
 */
import type { Core, CoreView, Effect, Input } from '../raft/types.ts';

export class Driver {
  readonly #core: Core;
  readonly #carryOut: (effect: Effect) => void;
  readonly #failed: (cause: unknown) => void;
  #inputs: Input[] = [];
  #stepping = false;
  #halted = false;

  constructor(core: Core, carryOut: (effect: Effect) => void, failed: (cause: unknown) => void) {
    this.#core = core;
    this.#carryOut = carryOut;
    this.#failed = failed;
  }

  input(input: Input): void {
    if (this.#halted) return;
    this.#inputs.push(input);
    if (this.#stepping) return;
    this.#stepping = true;
    try {
      for (let next = this.#inputs.shift(); next !== undefined; next = this.#inputs.shift())
        for (const effect of this.#core.step(next)) this.#carryOut(effect);
    } catch (cause) {
      this.#failed(cause);
    } finally {
      this.#stepping = false;
    }
  }

  view(): CoreView {
    return this.#core.view();
  }

  /** Takes no input from now on; the effects of a step under way are still carried out. */
  halt(): void {
    this.#halted = true;
    this.#inputs = [];
  }
}
