/**
 * Slows down whoever guesses tokens. A token has 256 bits, so guessing is hopeless anyway: what this limits is the
 * work and the noise of a flood. Pure but for the clock, which is handed in.
 */
import { networkOf } from './networks.ts';

/** Wrong tokens from one network until none is looked at any more. */
export const MAX_FAILURES = 20;
/** For so long; also how long failures are remembered. */
export const WINDOW_MS = 60_000;
/** Networks that are remembered; of more, the one seen longest ago is forgotten. */
const MAX_NETWORKS = 4096;

type Record = { since: number; failures: number; last: string };

export type Attempts = Readonly<{
  /** Milliseconds until a token from that address is looked at again; 0 for at once. */
  waitOf: (address: string) => number;
  /**
   * A wrong token came from there; `guess` tells it from others. The same one again is no new guess: a script or a
   * page with the token of a removed device must not shut out the others on its machine.
   * True where this one was one too many.
   */
  failed: (address: string, guess: string) => boolean;
}>;

/** @param now milliseconds of a clock that never goes back. */
export function createAttempts(now: () => number = () => performance.now()): Attempts {
  const networks = new Map<string, Record>();

  const currentOf = (network: string): Record | undefined => {
    const record = networks.get(network);
    if (record === undefined || now() - record.since < WINDOW_MS) return record;
    networks.delete(network);
    return undefined;
  };

  return {
    waitOf: (address) => {
      const record = currentOf(networkOf(address));
      return record !== undefined && record.failures >= MAX_FAILURES ? record.since + WINDOW_MS - now() : 0;
    },
    failed: (address, guess) => {
      const network = networkOf(address);
      const record = currentOf(network);
      if (record?.last === guess) return false;
      const failures = (record?.failures ?? 0) + 1;
      const blocks = failures === MAX_FAILURES;
      networks.delete(network);
      // From the one that was too many on the window begins anew, so that the wait is never a moment only.
      networks.set(network, {
        since: blocks || record === undefined ? now() : record.since,
        failures,
        last: guess,
      });
      const [oldest] = networks.keys();
      if (networks.size > MAX_NETWORKS && oldest !== undefined) networks.delete(oldest);
      return blocks;
    },
  };
}
