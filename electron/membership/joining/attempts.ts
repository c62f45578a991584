/**
 * Slows down whoever guesses.
 *
 * Digits give a guess one chance in a million. A try at them counts as failed until it has succeeded, so that many at
 * once are no way around; and for this workstation in total, too: otherwise many machines would have many guesses.
 * A secret cannot be guessed, so that what counts are wrong ones, by source alone: a flood of them keeps out nobody
 * who comes from elsewhere with a key file, and many who come with a good one do not keep out each other.
 */
/** How somebody shows that the shop agrees. */
export type Way = 'digits' | 'secret';

/** Failed tries before the first wait. */
export const FREE_TRIES = 5;
export const FIRST_WAIT_MS = 60_000;
export const LONGEST_WAIT_MS = 3_600_000;
/** Without another failure for so long, all is forgotten. */
const MEMORY_MS = 2 * LONGEST_WAIT_MS;
/** Sources that are remembered; of more, the one heard longest ago is forgotten. */
const MAX_SOURCES = 1_024;

type Record = Readonly<{ failures: number; last: number }>;

export type Attempts = Readonly<{
  total: Record | null;
  /** By address; the one heard last stands last. */
  sources: ReadonlyMap<string, Record>;
}>;

export const NO_ATTEMPTS: Attempts = { total: null, sources: new Map() };

/** Milliseconds until somebody from there may try that; 0: at once. `now`: a clock that never goes back. */
export function waitFor({ total, sources }: Attempts, way: Way, source: string, now: number): number {
  const bySource = waitOf(sources.get(keyOf(way, source)) ?? null, now);
  return way === 'digits' ? Math.max(bySource, waitOf(total, now)) : bySource;
}

/** One more from there: failed, unless it `succeeded` later. */
export function tried({ total, sources }: Attempts, way: Way, source: string, now: number): Attempts {
  const key = keyOf(way, source);
  const kept = [...sources].filter(([other]) => other !== key).slice(1 - MAX_SOURCES);
  return {
    total: way === 'digits' ? failed(total, now) : total,
    sources: new Map([...kept, [key, failed(sources.get(key) ?? null, now)]]),
  };
}

/** Whoever was let in did not guess, and the members saw to it: it all begins anew, but for other sources. */
export function succeeded({ total, sources }: Attempts, way: Way, source: string): Attempts {
  const key = keyOf(way, source);
  return {
    total: way === 'digits' ? null : total,
    sources: new Map([...sources].filter(([other]) => other !== key)),
  };
}

/** After five, and after each one more, twice as long as before. */
function waitOf(record: Record | null, now: number): number {
  if (record === null || record.failures < FREE_TRIES) return 0;
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (record.failures - FREE_TRIES));
  return Math.max(0, record.last + wait - now);
}

function failed(record: Record | null, now: number): Record {
  const isFresh = record === null || now - record.last > MEMORY_MS;
  return { failures: isFresh ? 1 : record.failures + 1, last: now };
}

/** An IPv4 address may come written as IPv6. */
function keyOf(way: Way, source: string): string {
  return `${way} ${source.replace(/^::ffff:/i, '')}`;
}
