import { expect, it } from 'vitest';
import { median, ms, quantile, worst } from './figures.ts';

it('names a value of the sample that the given share does not exceed', () => {
  const sample = [5, 1, 4, 2, 3];
  expect([median(sample), worst(sample), quantile(sample, 0), quantile(sample, 0.99)]).toEqual([3, 5, 1, 5]);
  expect(() => median([])).toThrow(RangeError);
});

it('writes milliseconds', () => {
  expect([ms(1.26), ms(345.6)]).toEqual(['1.3 ms', '346 ms']);
});
