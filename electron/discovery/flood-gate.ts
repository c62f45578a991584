/** How many packets are looked at in each second: a flood costs no more than the count. Pure. */

/** A workstation says at most two packets a second; a reflector repeats what a whole network says. */
const PER_SOURCE = 64;
const FROM_ALL = 1_024;
const WINDOW_MS = 1_000;

export type Admission = 'admitted' | 'too many from one source' | 'too many from all sources';

export class FloodGate {
  #from = Number.NEGATIVE_INFINITY;
  #all = 0;
  /** Never more entries than `FROM_ALL`: who is not admitted is not remembered either. */
  readonly #bySource = new Map<string, number>();

  /** @param now milliseconds of a clock that only goes forward */
  admit(source: string, now: number): Admission {
    if (now - this.#from >= WINDOW_MS) {
      this.#from = now;
      this.#all = 0;
      this.#bySource.clear();
    }
    const before = this.#bySource.get(source) ?? 0;
    if (before >= PER_SOURCE) return 'too many from one source';
    if (this.#all >= FROM_ALL) return 'too many from all sources';
    this.#bySource.set(source, before + 1);
    this.#all += 1;
    return 'admitted';
  }
}
