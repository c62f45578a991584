/** How many messages a page may send: a token bucket. Pure; the clock is handed in. */

/** More than any hand or script of ours sends at once. */
const BURST = 1_000;
const PER_SECOND = 200;

export type Budget = Readonly<{
  /** Spends for one message; false where nothing is left. */
  spend: () => boolean;
}>;

/** @param now milliseconds of a clock that never goes back */
export function createBudget(now: () => number): Budget {
  let left = BURST;
  let last = now();
  return {
    spend() {
      const at = now();
      left = Math.min(BURST, left + ((at - last) * PER_SECOND) / 1_000);
      last = at;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
