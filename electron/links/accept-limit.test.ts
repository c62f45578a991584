import { expect, it } from 'vitest';
import { AcceptLimit } from './accept-limit.ts';

it('one address gets its burst at once and then its share, and others theirs all the same', () => {
  const limit = new AcceptLimit({ burst: 3, perSecond: 2 });
  const tries = (address: string, now: number) =>
    Array.from({ length: 5 }, () => limit.admits(address, now)).filter(Boolean).length;
  expect(tries('a', 0)).toBe(3);
  expect(tries('a', 400)).toBe(0);
  expect(tries('b', 400)).toBe(3);
  expect(tries('a', 1_000)).toBe(2);
  expect(tries('a', 60_000)).toBe(3);
});

it('forgets whoever was quiet for longest, so that many addresses take no more room', () => {
  const limit = new AcceptLimit({ burst: 1, perSecond: 0 });
  expect([limit.admits('first', 0), limit.admits('first', 0)]).toEqual([true, false]);
  for (let n = 0; n < 255; n++) limit.admits(`other ${n}`, 0);
  expect(limit.admits('first', 0)).toBe(false);
  for (let n = 0; n < 256; n++) limit.admits(`another ${n}`, 0);
  expect(limit.admits('first', 0)).toBe(true);
});
