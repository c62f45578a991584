/** Counts hours: who was on, whether anybody could write, and what could have been. */
import type { Configuration } from '../../../raft/types.ts';
import { atLeast, bestFixed, bestPossible, type Slice } from './bound.ts';
import type { Shop } from './shop.ts';

/** Times in ms, from when three vote: until then the founder goes on alone, whatever the rules are. */
export type Hours = Readonly<{
  total: number;
  /** At least one, and at least two, were on and in reach. */
  oneOn: number;
  twoOn: number;
  /** Somebody could write. */
  writable: number;
  /** What nobody could do better (`bound.ts`). */
  best: number;
  /** Three that never change, chosen with hindsight. */
  bestFixedThree: number;
  /** Everybody votes, always. */
  majorityOfAll: number;
  /** The longest with two or more on and nobody who could write. */
  longestWait: number;
}>;

export class Tally {
  readonly #shop: Shop;
  readonly #slices: Slice[] = [];
  #writable = 0;
  #wait = 0;
  #longestWait = 0;

  constructor(shop: Shop) {
    this.#shop = shop;
  }

  /** So it is for so long. @returns whether two or more begin to wait */
  take(ms: number, { voters }: Configuration): boolean {
    if (ms === 0 || (voters.length === 1 && this.#slices.length === 0)) return false;
    const { machines, writer } = this.#shop;
    const on = machines.reduce((mask, { isReachable }, n) => mask | (isReachable ? 1 << n : 0), 0);
    this.#push({ ms, on });
    if (writer !== null) this.#writable += ms;
    const isWaiting = writer === null && (on & (on - 1)) !== 0;
    this.#wait = isWaiting ? this.#wait + ms : 0;
    this.#longestWait = Math.max(this.#longestWait, this.#wait);
    return isWaiting && this.#wait === ms;
  }

  /** @param sizes how many vote at a time */
  hours(sizes: readonly number[]): Hours {
    const slices = this.#slices;
    const { length } = this.#shop.machines;
    return {
      total: atLeast(slices, 0),
      oneOn: atLeast(slices, 1),
      twoOn: atLeast(slices, 2),
      writable: this.#writable,
      best: bestPossible(slices, length, sizes),
      bestFixedThree: bestFixed(slices, length, 3),
      majorityOfAll: atLeast(slices, Math.floor(length / 2) + 1),
      longestWait: this.#longestWait,
    };
  }

  #push(slice: Slice): void {
    const last = this.#slices.at(-1);
    if (last?.on !== slice.on) this.#slices.push(slice);
    else this.#slices[this.#slices.length - 1] = { on: last.on, ms: last.ms + slice.ms };
  }
}
