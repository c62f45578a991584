import { expect, it } from 'vitest';
import { createCrashes } from './crashes.ts';

it('gives a page another try three times a minute, and no fourth time', () => {
  let now = 0;
  const isWorthAnotherTry = createCrashes(() => now);
  const crashAt = (ms: number) => {
    now = ms;
    return isWorthAnotherTry();
  };
  expect([0, 1_000, 2_000, 3_000].map(crashAt)).toEqual([true, true, true, false]);
  // A minute after the first of them there is room for one again.
  expect(crashAt(62_500)).toBe(true);
});

it('does not count up crashes that lie a minute apart', () => {
  let now = 0;
  const isWorthAnotherTry = createCrashes(() => now);
  for (let n = 0; n < 50; n += 1) {
    now += 60_000;
    expect(isWorthAnotherTry()).toBe(true);
  }
});
