import { describe, expect, it } from 'vitest';
import { Stamps } from './stamps.ts';

describe('the stamps of a leader', () => {
  const clock = { now: 0, wall: () => 1_000_000, monotonic: () => clock.now };

  it('ages the shop by the time that passed, and never by sleep', () => {
    clock.now = 0;
    const stamps = new Stamps(clock);
    clock.now = 300;
    expect(stamps.next(0)).toEqual({ at: 1_000_000, age: 300 });
    clock.now += 3_600_000;
    expect(stamps.next(0).age).toBe(10_300);
  });

  it('ages the shop while nothing is written, where it is looked at now and then', () => {
    clock.now = 0;
    const stamps = new Stamps(clock);
    for (let second = 0; second < 3_600; second++) {
      clock.now += 1_000;
      stamps.pass(0);
    }
    expect(stamps.next(0).age).toBe(3_600_000);
  });

  it('goes on from the age of the state, and never back, whatever the clock does', () => {
    clock.now = 0;
    const stamps = new Stamps(clock);
    clock.now = 5;
    expect(stamps.next(70_000).age).toBe(70_000);
    clock.now = 1;
    expect(stamps.next(0).age).toBe(70_000);
  });
});
