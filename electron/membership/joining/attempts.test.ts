import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Attempts,
  FIRST_WAIT_MS,
  FREE_TRIES,
  LONGEST_WAIT_MS,
  NO_ATTEMPTS,
  succeeded,
  tried,
  waitFor,
  type Way,
} from './attempts.ts';

const times = (
  count: number,
  way: Way,
  source: (n: number) => string,
  from = NO_ATTEMPTS,
  now = 0,
): Attempts =>
  Array.from({ length: count }).reduce<Attempts>((before, _, n) => tried(before, way, source(n), now), from);

describe('tries', () => {
  it('are five, then one has to wait a minute', () => {
    expect(
      waitFor(
        times(FREE_TRIES - 1, 'digits', () => '10.0.0.1'),
        'digits',
        '10.0.0.1',
        0,
      ),
    ).toBe(0);
    const five = times(FREE_TRIES, 'digits', () => '10.0.0.1');
    expect(waitFor(five, 'digits', '10.0.0.1', 0)).toBe(FIRST_WAIT_MS);
    expect(waitFor(five, 'digits', '10.0.0.1', FIRST_WAIT_MS - 1)).toBe(1);
    expect(waitFor(five, 'digits', '10.0.0.1', FIRST_WAIT_MS)).toBe(0);
  });

  it('cost twice the time with each one more, up to an hour', () => {
    const waits = [];
    let attempts = times(FREE_TRIES, 'digits', () => 'a');
    for (let now = 0, n = 0; n < 9; n++) {
      const wait = waitFor(attempts, 'digits', 'a', now);
      waits.push(wait / FIRST_WAIT_MS);
      attempts = tried(attempts, 'digits', 'a', (now += wait));
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('at digits count for the whole workstation, wherever they come from', () => {
    const five = times(FREE_TRIES, 'digits', (n) => `10.0.0.${n}`);
    expect(waitFor(five, 'digits', '10.0.0.99', 0)).toBe(FIRST_WAIT_MS);
  });

  it('with a secret count for who makes them, and keep nobody else out', () => {
    const flood = times(100, 'secret', () => '10.0.0.1');
    expect(waitFor(flood, 'secret', '10.0.0.1', 0)).toBe(LONGEST_WAIT_MS);
    expect(waitFor(flood, 'secret', '::ffff:10.0.0.1', 0)).toBe(LONGEST_WAIT_MS);
    expect(waitFor(flood, 'secret', '10.0.0.2', 0)).toBe(0);
    expect(waitFor(flood, 'digits', '10.0.0.2', 0)).toBe(0);
  });

  it('are forgotten where somebody gets in, and otherwise after two quiet hours', () => {
    const five = times(FREE_TRIES, 'digits', () => 'a');
    expect(waitFor(succeeded(five, 'digits', 'a'), 'digits', 'a', 0)).toBe(0);
    const later = 2 * LONGEST_WAIT_MS + 1;
    const once = tried(five, 'digits', 'a', later);
    expect(waitFor(once, 'digits', 'a', later)).toBe(0);
  });

  it('of others stay where somebody gets in by a secret', () => {
    const both = tried(
      times(FREE_TRIES, 'secret', () => 'a'),
      'secret',
      'b',
      0,
    );
    expect(waitFor(succeeded(both, 'secret', 'b'), 'secret', 'a', 0)).toBe(FIRST_WAIT_MS);
  });

  it('at digits are never more than a few dozen in a day, whatever the schedule and the sources', () => {
    const schedule = fc.array(
      fc.record({ pause: fc.integer({ min: 0, max: 600_000 }), source: fc.integer({ min: 0, max: 50 }) }),
      { minLength: 1_000, maxLength: 2_000 },
    );
    fc.assert(
      fc.property(schedule, (asked) => {
        let attempts = NO_ATTEMPTS;
        let looked = 0;
        let now = 0;
        for (const { pause, source } of asked) {
          now += pause;
          if (now > 24 * 3_600_000) break;
          if (waitFor(attempts, 'digits', String(source), now) > 0) continue;
          attempts = tried(attempts, 'digits', String(source), now);
          looked++;
        }
        expect(looked).toBeLessThanOrEqual(FREE_TRIES + 6 + 24);
      }),
      { numRuns: 20 },
    );
  });

  it('are remembered of a bounded number of sources', () => {
    expect(times(3_000, 'secret', (n) => String(n)).sources.size).toBe(1_024);
  });
});
