/** What is left on a spool, judged the same wherever it is shown. */
import type { Spool } from './model.ts';

/** A spool with less than this part of its full weight left is low. */
const LOW = 0.1;

export function isLow({ remainingMg, totalMg }: Pick<Spool, 'remainingMg' | 'totalMg'>): boolean {
  return remainingMg < totalMg * LOW;
}
