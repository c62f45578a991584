/** Whether to load a page anew whose process ended. Pure; the clock is handed in. */

/** More crashes than this within the time below, and a page would only crash again. */
const MAX_CRASHES = 3;
const WITHIN_MS = 60_000;

/**
 * @param now milliseconds of a clock that never goes back
 * @returns called at each crash: true where the page is worth another try
 */
export function createCrashes(now: () => number): () => boolean {
  let times: number[] = [];
  return () => {
    const at = now();
    times = [...times.filter((time) => at - time < WITHIN_MS), at];
    return times.length <= MAX_CRASHES;
  };
}
