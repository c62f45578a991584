import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_PRESENCE, PRESENCE_HOURS, PresenceLog, presenceOf, sampled } from './presence.ts';

const everybody = ['A', 'B', 'C'];

/** So many hours in a row, from `first` on. */
function hours(log: PresenceLog, first: number, count: number, online: readonly string[]): PresenceLog {
  for (let hour = first; hour < first + count; hour++)
    log = sampled(log, { hour, online, members: everybody });
  return log;
}

describe('Presence', () => {
  it('is the share of 14 days', () => {
    const log = hours(hours(EMPTY_PRESENCE, 0, 84, ['A', 'B']), 84, 252, ['A']);
    expect(everybody.map((id) => presenceOf(log, id))).toEqual([1, 0.25, 0]);
  });

  it('of a new shop is small: nobody was there for long', () => {
    expect(presenceOf(hours(EMPTY_PRESENCE, 0, 24, ['A']), 'A')).toBeCloseTo(1 / 14);
  });

  it('of somebody unknown is none', () => {
    expect(presenceOf(EMPTY_PRESENCE, 'A')).toBe(0);
  });

  it('forgets what is older', () => {
    const log = hours(hours(EMPTY_PRESENCE, 0, PRESENCE_HOURS, ['A']), PRESENCE_HOURS, 84, ['B']);
    expect(everybody.map((id) => presenceOf(log, id))).toEqual([0.75, 0.25, 0]);
  });

  it('does not count hours without a sample: nobody led, so nobody knows', () => {
    const log = hours(hours(EMPTY_PRESENCE, 0, 168, ['A']), 5_000, 168, ['A']);
    expect(presenceOf(log, 'A')).toBe(1);
  });

  it('takes an hour that two leaders sampled once: there is who was there in either', () => {
    const once = sampled(EMPTY_PRESENCE, { hour: 3, online: ['A'], members: everybody });
    const twice = sampled(once, { hour: 3, online: ['B'], members: everybody });
    expect(everybody.map((id) => presenceOf(twice, id) * PRESENCE_HOURS)).toEqual([1, 1, 0]);
  });

  it('takes nothing from a sample that comes late', () => {
    const log = hours(EMPTY_PRESENCE, 7, 1, ['A']);
    expect(sampled(log, { hour: 6, online: ['B'], members: everybody })).toBe(log);
  });

  it('forgets who belongs no more', () => {
    const log = hours(EMPTY_PRESENCE, 0, 5, everybody);
    const next = sampled(log, { hour: 5, online: everybody, members: ['A', 'B'] });
    expect(next.members.map(([id]) => id)).toEqual(['A', 'B']);
  });

  const Samples = fc.array(
    fc.record({
      hour: fc.nat(1_000),
      online: fc.subarray(['A', 'B', 'C', 'x"y', '__proto__']),
      members: fc.shuffledSubarray(['A', 'B', 'C', 'x"y', '__proto__'], { minLength: 3 }),
    }),
  );

  it('has one form, which passes its own schema, and does not grow beyond 336 bits a member', () => {
    fc.assert(
      fc.property(Samples, (samples) => {
        const log = samples.reduce(sampled, EMPTY_PRESENCE);
        const text = JSON.stringify(log);
        expect(JSON.stringify(PresenceLog.parse(JSON.parse(text)))).toBe(text);
        expect(log.members.every(([, bits]) => bits.length * 4 === PRESENCE_HOURS)).toBe(true);
        for (const [id] of log.members) expect(presenceOf(log, id)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('does not depend on the order in which members are named', () => {
    fc.assert(
      fc.property(Samples, (samples) => {
        const reversed = samples.map((sample) => ({
          ...sample,
          online: [...sample.online].reverse(),
          members: [...sample.members].reverse(),
        }));
        expect(reversed.reduce(sampled, EMPTY_PRESENCE)).toEqual(samples.reduce(sampled, EMPTY_PRESENCE));
      }),
    );
  });

  it('refuses what is not in its form', () => {
    const bits = '0'.repeat(83) + '1';
    const rows = (...members: unknown[]) => PresenceLog.safeParse({ hour: 1, members }).success;
    expect(rows(['A', bits], ['B', bits])).toBe(true);
    expect(rows(['B', bits], ['A', bits])).toBe(false);
    expect(rows(['A', bits], ['A', bits])).toBe(false);
    expect(rows(['A', 'f'])).toBe(false);
  });
});
