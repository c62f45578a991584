import { expect, it } from 'vitest';
import { invitationWords, leftWords } from './membership.ts';

const HOUR = 3_600_000;

it.each([
  [-5, 'less than a minute'],
  [59_000, 'less than a minute'],
  [60_000, '1 minute'],
  [2 * HOUR - 1, '119 minutes'],
  [2 * HOUR, '2 hours'],
  [48 * HOUR, '2 days'],
  [183 * 24 * HOUR, '183 days'],
])('%i ms are %s', (ms, words) => expect(leftWords(ms)).toBe(words));

it('an invitation says how many it lets in, and for how long', () => {
  const open = { id: 'i', label: '', kind: 'invitation', leftMs: 5 * HOUR } as const;
  expect(invitationWords({ ...open, usesLeft: 1 })).toBe('1 more workstation, for 5 hours');
  expect(invitationWords({ ...open, usesLeft: null })).toBe('Any number of workstations, for 5 hours');
});
