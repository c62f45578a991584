/** Figures of a sample, and how they are written. */

/** The smallest value that at least `share` (0 to 1) of the sample does not exceed. Throws on an empty sample. */
export function quantile(sample: readonly number[], share: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('There is nothing in the sample.');
  return value;
}

export const median = (sample: readonly number[]): number => quantile(sample, 0.5);
export const worst = (sample: readonly number[]): number => quantile(sample, 1);

/** Milliseconds in words, as exact as anybody needs. */
export function ms(value: number): string {
  return value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;
}
