/** What a page tried and may not: said in the log, but a page cannot fill the disk by trying again and again. */
import type { Breach } from './policy.ts';

/** Sentences told per minute; the rest are counted. */
const PER_MINUTE = 20;
const MINUTE_MS = 60_000;

/** @param now milliseconds of a clock that never goes back */
export function createBreaches(
  log: (sentence: string) => void,
  now: () => number = () => performance.now(),
): Breach {
  let since = now();
  let told = 0;
  let untold = 0;
  return (what) => {
    if (now() - since >= MINUTE_MS) {
      if (untold > 0) log(`The window's page did ${untold} more things that it may not.`);
      since = now();
      told = untold = 0;
    }
    if (told >= PER_MINUTE) {
      untold += 1;
      return;
    }
    told += 1;
    log(`The window's page ${what}, which it may not.`);
  };
}
