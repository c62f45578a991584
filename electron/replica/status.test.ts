import { expect, it } from 'vitest';
import { whyNotNow } from './status.ts';

const all = { reachableVoters: 3, majority: 2 };

it('says what is missing: a majority, a leader, or only time', () => {
  const alone = { reachableVoters: 1, majority: 2 };
  expect(whyNotNow(alone, null)).toMatch(/^no majority: only 1 .* 2 are needed$/);
  expect(whyNotNow(all, null)).toMatch(/^no leader found yet/);
});

it('does not deny a leader that it knows: after a start its records are still being read', () => {
  expect(whyNotNow(all, 'workstation-1')).toMatch(/catching up/);
});
