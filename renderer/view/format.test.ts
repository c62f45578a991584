import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactMoment, gramsOf, megabytes, moment, roughly, span } from './format.ts';

describe('amounts', () => {
  it('are exact where somebody decides by them', () => {
    expect(gramsOf(12_500)).toBe('12.5 g');
    expect(gramsOf(1)).toBe('0.001 g');
  });

  it('of files are told in megabytes', () => {
    expect([4, 1.5].map((size) => megabytes(size * 1024 * 1024))).toEqual(['4 MB', '1.5 MB']);
  });

  it('are rounded in lists, to kilograms where they are large', () => {
    expect(roughly(412_500)).toBe('413 g');
    expect(roughly(9_999_400)).toBe('9999 g');
    expect(roughly(9_999_500)).toBe('10.00 kg');
    expect(roughly(21_404_000)).toBe('21.40 kg');
  });
});

describe('a length of time', () => {
  const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000];

  it.each([
    [0, '0 s'],
    [59 * second + 999, '59 s'],
    [minute, '1 min'],
    [hour - 1, '59 min'],
    [3 * hour + 5 * minute, '3 h 05 min'],
    [day - 1, '23 h 59 min'],
    [day, '1 day'],
    [2 * day, '2 days'],
    // The other workstation's clock is ahead of this one's.
    [-5 * second, '0 s'],
  ])('%i ms is %s', (ms, words) => {
    expect(span(ms)).toBe(words);
  });

  it('is words for any number of milliseconds', () => {
    fc.assert(
      fc.property(fc.integer(), (ms) => {
        expect(span(ms)).toMatch(/^\d+ (s|min|h \d\d min|days?)$/);
      }),
    );
  });
});

describe('a moment', () => {
  const noon = new Date(2026, 2, 14, 12, 0).getTime();

  it('of today is a time, of another day has the date', () => {
    const morning = new Date(2026, 2, 14, 8, 30).getTime();
    const yesterday = new Date(2026, 2, 13, 8, 30).getTime();
    expect(moment(morning, noon)).toMatch(/30/);
    expect(moment(morning, noon)).not.toMatch(/14/);
    expect(moment(yesterday, noon)).toMatch(/13/);
  });

  it('in full has the year', () => {
    expect(exactMoment(noon)).toMatch(/2026/);
  });
});
