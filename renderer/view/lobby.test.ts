import { describe, expect, it } from 'vitest';
import { AddressForm, grouped, InvitationForm, workstationWords } from './lobby.ts';

const named = (...names: readonly string[]) => ({
  workstations: names.map((name) => ({ name, address: { host: '10.0.0.1', port: 7100 } })),
});

it('digits are read in two groups', () => expect(grouped('012345')).toBe('012 345'));

it.each([
  [[], ''],
  [['Office'], 'Office'],
  [['Office', 'CNC-PC'], 'Office and CNC-PC'],
  [['Office', 'CNC-PC', 'Laser'], 'Office, CNC-PC and Laser'],
  [['Office', 'CNC-PC', 'Laser', 'Pi', 'Mac'], 'Office, CNC-PC and 3 more'],
])('the workstations %j are called %j', (names, words) => {
  expect(workstationWords(named(...names))).toBe(words);
});

describe('an address', () => {
  it.each([
    ['192.168.1.7', { host: '192.168.1.7', port: 7100 }],
    [' cnc-pc.local:7101 ', { host: 'cnc-pc.local', port: 7101 }],
    ['[fe80::1]:7102', { host: 'fe80::1', port: 7102 }],
  ])('%j is understood', (address, expected) => {
    expect(AddressForm.parse({ address })).toEqual({ address: expected });
  });

  it.each(['', 'http://x', 'a b', 'x:0', 'x:70000', 'fe80::1', 'me@x', 'x:y', 'x'.repeat(300)])(
    '%j is refused in a sentence',
    (address) => {
      const [issue] = AddressForm.safeParse({ address }).error?.issues ?? [];
      expect(issue?.message).toBe('must be like 192.168.1.7 or cnc-pc:7100');
    },
  );
});

it('an invitation that a mail program has broken into lines is put together again', () => {
  expect(InvitationForm.parse({ invitation: ' PR1-AB\n CD ' })).toEqual({ invitation: 'PR1-ABCD' });
  expect(InvitationForm.safeParse({ invitation: ' \n' }).success).toBe(false);
});
