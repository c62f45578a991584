/** Notices of records that come together are told together: a burst becomes one. */
import type { Notice, RecordNotice } from './notice.ts';

/** Told once nothing came for this long … */
const QUIET_MS = 1_500;
/** … or this long after the first, if it does not end. */
const LONGEST_MS = 15_000;
/** More than this in one burst become a summary. */
const SEPARATELY = 3;

export type Gathered = Readonly<{
  /** The first few, as long as they might be told one by one. */
  kept: readonly RecordNotice[];
  finished: number;
  low: number;
  first: number;
  last: number;
}>;

export const NOTHING: Gathered = { kept: [], finished: 0, low: 0, first: 0, last: 0 };

/** Times in milliseconds of one monotonic clock. */
export function gather(gathered: Gathered, notices: readonly RecordNotice[], now: number): Gathered {
  if (notices.length === 0) return gathered;
  const low = notices.filter(({ kind }) => kind === 'low').length;
  return {
    kept: [...gathered.kept, ...notices].slice(0, SEPARATELY),
    finished: gathered.finished + notices.length - low,
    low: gathered.low + low,
    first: isEmpty(gathered) ? now : gathered.first,
    last: now,
  };
}

/** When they are to be told; null: there are none. */
export function dueAt(gathered: Gathered): number | null {
  return isEmpty(gathered) ? null : Math.min(gathered.last + QUIET_MS, gathered.first + LONGEST_MS);
}

/** As they are told. */
export function summed({ kept, finished, low }: Gathered): readonly Notice[] {
  return finished + low <= SEPARATELY ? kept : [{ kind: 'summary', finished, low }];
}

function isEmpty({ kept }: Gathered): boolean {
  return kept.length === 0;
}
