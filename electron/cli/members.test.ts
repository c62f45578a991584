import { describe, expect, it } from 'vitest';
import { NO_SHOP } from '../../shared/contract/health.ts';
import type { Lobby } from '../../shared/contract/membership.ts';
import type { MembershipAnswer } from '../../shared/contract/membership-rest.ts';
import { inLobby, inShop, invitationCalled, memberCalled, requestOf } from './members.ts';
import type { Shop } from './shop.ts';
import { tellJoining, tellLobby, tellMembers } from './tell-members.ts';

const member = (id: string, name: string) => ({
  id,
  name,
  self: id === 'a',
  voter: true,
  leader: false,
  reachable: id !== 'c',
  http: null,
  link: { host: '10.0.0.7', port: 7100 },
  lag: 0,
  pinned: id === 'a',
  leaving: false,
});
const answer = (fields: Partial<MembershipAnswer>): MembershipAnswer => ({ ...NO_SHOP, ...fields });
const shopThat = (now: MembershipAnswer) => ({ membership: () => Promise.resolve(now) }) as unknown as Shop;
const here = answer({
  shop: 'Northside',
  members: [member('a', 'Office'), member('b', 'Laser \u001b[2J'), member('c', 'CNC')],
  membership: {
    requests: [
      { id: 'r1', name: 'Twin', host: '10.0.0.8', digits: '111111' },
      { id: 'r2', name: 'twin', host: '10.0.0.9', digits: '222222' },
    ],
    invitations: [{ id: 'i1', label: 'Ben', kind: 'invitation', usesLeft: 1, leftMs: 1 }],
    reasons: [],
  },
});
const lobby: Lobby = { name: 'PC', shops: [], joining: { phase: 'idle' }, former: null };

describe('whoever is named', () => {
  it('by id or by name, in any letter case, is found', async () => {
    const now = await inShop(shopThat(here));
    expect([memberCalled(now, 'b').id, memberCalled(now, 'OFFICE').id]).toEqual(['b', 'a']);
    expect(invitationCalled(now, 'ben').id).toBe('i1');
  });

  it('and is nobody, or several, is told in a sentence', async () => {
    const now = await inShop(shopThat(here));
    expect(() => memberCalled(now, 'Attic')).toThrow(
      'There is no workstation "Attic"; printraft members lists them.',
    );
    expect(() => requestOf(now, 'Twin')).toThrow(/Several are called "Twin"/);
    expect(requestOf(now, 'r2').digits).toBe('222222');
  });
});

describe('a command that makes no sense here', () => {
  it('is refused where there is no shop, or one already', async () => {
    await expect(inShop(shopThat(answer({ lobby })))).rejects.toThrow(
      /belongs to no shop yet; printraft shops/,
    );
    await expect(inLobby(shopThat(here))).rejects.toThrow('belongs to the shop "Northside" already');
  });
});

describe('for people', () => {
  it('the workstations stand in columns, and their names do nothing to a terminal', async () => {
    expect(tellMembers(await inShop(shopThat(here)))).toBe(
      [
        'WORKSTATION      STATE              ALWAYS ON  ADDRESS        ID',
        'Office           this one           yes        10.0.0.7:7100  a',
        'Laser \\u{1b}[2J  up to date         –          10.0.0.7:7100  b',
        'CNC              cannot be reached  –          10.0.0.7:7100  c',
        '',
      ].join('\n'),
    );
  });

  it('what is under way says what is to be done', () => {
    expect(tellLobby(lobby)).toBe('No shop is seen on this network.\n');
    const compare = { phase: 'compare', shop: 'Northside', digits: '012345', confirmed: false } as const;
    expect(tellJoining(compare)).toContain('printraft shops confirm 012345');
    expect(tellJoining({ ...compare, confirmed: true })).toMatch(/^Waiting until somebody approves 012345/);
  });
});
