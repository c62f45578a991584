import { expect, it } from 'vitest';
import { sumResults } from './sum-results.ts';

const results = (numPassedTests: number, numFailedTests: number, success = numFailedTests === 0) => ({
  numPassedTests,
  numFailedTests,
  success,
});

it('sums the suites', () => {
  expect(sumResults([results(3, 1), results(4, 2)])).toEqual({ passed: 7, failed: 3 });
  expect(sumResults([results(3, 0), results(4, 0)])).toEqual({ passed: 7, failed: 0 });
});

it('counts a suite that left no results as a failure', () => {
  expect(sumResults([results(3, 0), null])).toEqual({ passed: 3, failed: 1 });
});

it('counts a suite that failed without a failed test as a failure', () => {
  expect(sumResults([results(3, 0, false)])).toEqual({ passed: 3, failed: 1 });
});

it('makes nothing of what are no results', () => {
  expect(() => sumResults([{}])).toThrow();
});
