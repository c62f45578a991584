import { expect, it } from 'vitest';
import { aJob, aPrint } from '../testing/records.ts';
import { doneAt, proposedMg } from './progress.ts';

const job = aJob({ weightMg: 120_000, estimateSeconds: 3_600 });
const print = aPrint({ startedAt: 0, plannedMg: 120_000 });
const MINUTE = 60_000;

it.each([
  [0, 0],
  [15 * MINUTE, 30_000],
  [20 * MINUTE + 100, 40_000],
  [90 * MINUTE, 120_000],
  [-MINUTE, 0],
])('after %d ms a print has taken its part of the grams, and never more', (now, mg) => {
  expect(proposedMg(print, job, now)).toBe(mg);
});

it('what came from an earlier spool is booked already', () => {
  const changed = aPrint({ startedAt: 0, plannedMg: 80_000, usedMg: 40_000 });
  expect(proposedMg(changed, job, 30 * MINUTE)).toBe(20_000);
  expect(proposedMg(changed, job, 10 * MINUTE)).toBe(0);
  expect(proposedMg(changed, job, 600 * MINUTE)).toBe(80_000);
});

it('without an estimate nothing is proposed, and no end foretold', () => {
  expect(proposedMg(print, aJob(), 30 * MINUTE)).toBe(0);
  expect(doneAt(print, aJob())).toBeNull();
  expect(doneAt(print, job)).toBe(3_600_000);
});
