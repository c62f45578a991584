/** A figure: what is measured, and the rows that come of it. */
import { z } from 'zod';
import { median, ms, quantile, worst } from '../../electron/testing/figures.ts';

/** One line of the table: what was measured, on how many samples, and its values in words. */
const Row = z.object({
  what: z.string(),
  samples: z.number(),
  median: z.string(),
  p99: z.string(),
  worst: z.string(),
});
export type Row = Readonly<z.output<typeof Row>>;
export const Rows = z.array(Row);

export type Figure = Readonly<{
  /** What the command calls it. */
  name: string;
  measure: () => Promise<readonly Row[]>;
}>;

/** A row of times in ms. */
export function timesRow(what: string, sample: readonly number[]): Row {
  return row(what, sample, ms);
}

export function row(what: string, sample: readonly number[], inWords: (value: number) => string): Row {
  return {
    what,
    samples: sample.length,
    median: inWords(median(sample)),
    // Of fewer than a hundred samples the 99th percentile is the worst one.
    p99: sample.length < 100 ? '' : inWords(quantile(sample, 0.99)),
    worst: inWords(worst(sample)),
  };
}

/** A row of one value that is no sample of times. */
export function valueRow(what: string, value: string): Row {
  return { what, samples: 1, median: value, p99: '', worst: '' };
}
