/** How far a print is, by its job's estimate: what it has taken so far, and when it should be done. */
import type { Job, Print } from '../../shared/domain/model.ts';

type Running = Pick<Print, 'startedAt' | 'plannedMg' | 'usedMg'>;
type Estimated = Pick<Job, 'weightMg' | 'estimateSeconds'>;

/** Rounded as a scale would show it. */
const TENTH_MG = 100;

/**
 * What a print has probably taken off the spool that it prints from now: elapsed ÷ estimate × weight, without what is
 * booked from earlier spools. Nothing where nobody said how long it takes: a scale then tells more than a guess.
 */
export function proposedMg(print: Running, { weightMg, estimateSeconds }: Estimated, now: number): number {
  if (estimateSeconds === null) return 0;
  const part = Math.min(1, Math.max(0, (now - print.startedAt) / (estimateSeconds * 1_000)));
  const left = Math.min(print.plannedMg ?? weightMg, part * weightMg - print.usedMg);
  return Math.round(Math.max(0, left) / TENTH_MG) * TENTH_MG;
}

/** When a print should be done; null where there is no estimate. */
export function doneAt({ startedAt }: Running, { estimateSeconds }: Estimated): number | null {
  return estimateSeconds === null ? null : startedAt + estimateSeconds * 1_000;
}
