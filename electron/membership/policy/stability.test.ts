import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caughtUpSince, firstSeen, flaps, observed, stableFor, type Stability } from './stability.ts';
import { defaultRules } from './types.ts';

const S = 1_000;
const H = 3_600 * S;

/** Online and lost again every minute, so many times, beginning online at 0. */
function flapping(times: number): Stability {
  let known = firstSeen(true, 0);
  for (let i = 1; i <= 2 * times; i++) known = observed(known, i % 2 === 0, i * 30 * S);
  return known;
}

describe('How long a peer has been there', () => {
  it('counts from when it came', () => {
    expect(observed(firstSeen(false, 0), true, 5 * S)).toMatchObject({ online: true, since: 5 * S });
  });

  it('and goes on when the same is heard again', () => {
    const known = observed(firstSeen(false, 0), true, 5 * S);
    expect(observed(known, true, 9 * S)).toBe(known);
  });

  it('starts anew when it was lost, be it for a moment', () => {
    const known = observed(observed(firstSeen(true, 0), false, 50 * S), true, 51 * S);
    expect(known).toMatchObject({ online: true, since: 51 * S });
  });
});

describe('Stable is', () => {
  it('10 s online, doubled for each recent loss, up to 10 min', () => {
    const seconds = [0, 1, 2, 3, 4, 5, 6, 7, 50].map((n) => stableFor(n, defaultRules) / S);
    expect(seconds).toEqual([10, 20, 40, 80, 160, 320, 600, 600, 600]);
  });

  it('more for whoever comes and goes', () => {
    const known = flapping(3);
    expect(flaps(known, known.since)).toBe(3);
  });

  it('as ever after an hour without a loss', () => {
    const known = flapping(3);
    expect(flaps(known, known.since + H)).toBe(0);
  });

  it('as ever in the morning, after one went home in the evening', () => {
    const known = observed(observed(firstSeen(true, 0), false, 9 * H), true, 22 * H);
    expect(flaps(known, 22 * H)).toBe(0);
  });

  it('known without growing, however often a peer comes and goes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(10 * S)), { maxLength: 200 }), (events) => {
        let now = 0;
        let known = firstSeen(false, now);
        for (const [online, after] of events) {
          now += after;
          known = observed(known, online, now);
          expect(known.online).toBe(online);
          expect(known.since).toBeLessThanOrEqual(now);
          expect(known.losses.length).toBeLessThanOrEqual(16);
        }
      }),
    );
  });
});

describe('Caught up is', () => {
  it('since when the lag was small, until it is not', () => {
    expect(caughtUpSince(null, 65, 1, 64)).toBeNull();
    expect(caughtUpSince(null, 64, 2, 64)).toBe(2);
    expect(caughtUpSince(2, 0, 3, 64)).toBe(2);
    expect(caughtUpSince(2, 65, 4, 64)).toBeNull();
  });
});
