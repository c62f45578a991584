import { describe, expect, it } from 'vitest';
import { reachOf, whyNotNow } from './status.ts';

const all = { reachableVoters: 3, majority: 2 };

it('says what is missing: a majority, a leader, or only time', () => {
  const alone = { reachableVoters: 1, majority: 2 };
  expect(whyNotNow(alone, null)).toMatch(/^no majority: only 1 .* 2 are needed$/);
  expect(whyNotNow(all, null)).toMatch(/^no leader found yet/);
});

it('does not deny a leader that it knows: after a start its records are still being read', () => {
  expect(whyNotNow(all, 'workstation-1')).toMatch(/catching up/);
});

describe('who is in reach', () => {
  const configuration = (voters: string[], outgoing: string[] = []) => ({
    voters,
    outgoing,
    learners: ['x'],
  });
  const connected = new Set(['b', 'x']);

  it('counts voters, this workstation among them where it is one', () => {
    expect(reachOf(configuration(['a', 'b', 'c']), 'a', connected)).toEqual({
      reachableVoters: 2,
      majority: 2,
    });
    expect(reachOf(configuration(['b', 'c', 'd']), 'a', connected)).toEqual({
      reachableVoters: 1,
      majority: 2,
    });
  });

  it('while voters change, tells of the majority that is harder to have', () => {
    const [near, far] = [
      ['a', 'b', 'c'],
      ['a', 'c', 'd'],
    ];
    const lacking = { reachableVoters: 1, majority: 2 };
    expect(reachOf(configuration(near, far), 'a', connected)).toEqual(lacking);
    expect(reachOf(configuration(far, near), 'a', connected)).toEqual(lacking);
  });
});
