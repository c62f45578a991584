/** How many packets are looked at: a flood costs no more than that, and comes in slices. Pure. */

/** In a second. A workstation says at most two packets in it; a reflector repeats what a whole network says. */
const PER_SOURCE = 64;
const WINDOW_MS = 1_000;
/** Of all sources together in a slice, beside the first of each. */
const FROM_ALL = 64;
/** Sources of which the first packet is looked at all the same: a flood must not hide who is new. */
const FIRST_OF = 128;
const SLICE_MS = 100;

export type Admission = 'admitted' | 'too many from one source' | 'too many from all sources';

export class FloodGate {
  #windowFrom = Number.NEGATIVE_INFINITY;
  #sliceFrom = Number.NEGATIVE_INFINITY;
  #all = 0;
  #firsts = 0;
  /** In this window. Bounded by the two limits: who is not admitted is not remembered either. */
  readonly #bySource = new Map<string, number>();

  /** @param now milliseconds of a clock that only goes forward */
  admit(source: string, now: number): Admission {
    this.#turn(now);
    const before = this.#bySource.get(source) ?? 0;
    if (before >= PER_SOURCE) return 'too many from one source';
    if (before === 0 && this.#firsts < FIRST_OF) this.#firsts += 1;
    else if (this.#all < FROM_ALL) this.#all += 1;
    else return 'too many from all sources';
    this.#bySource.set(source, before + 1);
    return 'admitted';
  }

  #turn(now: number): void {
    if (now - this.#sliceFrom >= SLICE_MS) {
      this.#sliceFrom = now;
      this.#all = this.#firsts = 0;
    }
    if (now - this.#windowFrom >= WINDOW_MS) {
      this.#windowFrom = now;
      this.#bySource.clear();
    }
  }
}
