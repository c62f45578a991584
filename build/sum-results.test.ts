import { describe, expect, it } from 'vitest';
import { failures, sumResults } from './sum-results.ts';

const results = (numPassedTests: number, numFailedTests: number, success = numFailedTests === 0) => ({
  numPassedTests,
  numFailedTests,
  success,
  testResults: [],
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

describe('of the failures', () => {
  const test = (fullName: string, status: string, failureMessages: readonly string[] = []) => ({
    fullName,
    status,
    failureMessages,
  });
  const file = (name: string, status: string, assertionResults: readonly unknown[], message = '') => ({
    name,
    status,
    message,
    assertionResults,
  });

  it('each is told with its file, its name and why', () => {
    const all = [
      {
        ...results(1, 1),
        testResults: [
          file('/a.test.ts', 'failed', [test('adds', 'passed'), test('takes', 'failed', ['Error: 2'])]),
        ],
      },
    ];
    expect(failures(all)).toEqual(['FAILED /a.test.ts takes\n  Error: 2']);
  });

  it('long reasons are cut: the whole stands further up', () => {
    const long = Array.from({ length: 100 }, (_, n) => `line ${n}`).join('\n');
    const all = [
      { ...results(0, 1), testResults: [file('/a.test.ts', 'failed', [test('adds', 'failed', [long])])] },
    ];
    const [told = ''] = failures(all);
    expect(told.split('\n')).toHaveLength(13);
  });

  it('a file that could not begin, and a suite without results, are told too', () => {
    const all = [
      { ...results(0, 0, false), testResults: [file('/a.test.ts', 'failed', [], 'no such module')] },
      null,
    ];
    expect(failures(all)).toEqual([
      'FAILED /a.test.ts\n  no such module',
      'A suite that should have run left no results.',
    ]);
  });

  it('there are none where all passed', () => {
    expect(
      failures([{ ...results(1, 0), testResults: [file('/a.test.ts', 'passed', [test('a', 'passed')])] }]),
    ).toEqual([]);
  });
});
