import { describe, expect, it } from 'vitest';
import type { Action } from '../shared/contract/membership.ts';
import { manageMember } from './member-actions.ts';
import { EMPTY_ROSTER, RosterCommand } from './membership/roster/types.ts';

function aMember(requests: readonly string[] = []) {
  const submitted: RosterCommand[] = [];
  const decided: string[] = [];
  const rest = { addresses: [], http: null, admittedAt: 0, pinned: false, leaving: null, boot: null };
  const members = ['a', 'b'].map((id) => ({ id, name: id, key: `key-of-${id}-0123456`, ...rest }));
  const ports: Parameters<typeof manageMember>[0] = {
    self: 'a',
    roster: () => ({ ...EMPTY_ROSTER, members }),
    submit: (command) => {
      submitted.push(RosterCommand.parse(command));
      return Promise.resolve(
        'name' in command
          ? { ok: false, refusal: { code: 'nameTaken', params: { name: command.name } } }
          : { ok: true, id: 'x' },
      );
    },
    decide: (id, approved) => {
      decided.push(`${id} ${approved}`);
      return requests.includes(id);
    },
    draw: () => ({ verifier: 'what proves it', shown: { id: 'i-1', text: 'PR1-SECRET', qr: null } }),
  };
  return { submitted, decided, manage: (action: Action) => manageMember(ports, action) };
}

describe('a member', () => {
  it('lets in and turns away who asked, and says where nobody asks any more', async () => {
    const { manage, decided } = aMember(['n-1']);
    expect(await manage({ action: 'approve', id: 'n-1' })).toMatchObject({ ok: true });
    expect(await manage({ action: 'decline', id: 'n-2' })).toMatchObject({ ok: false, code: 'noRequest' });
    expect(decided).toEqual(['n-1 true', 'n-2 false']);
  });

  it('shows an invitation once, and has the shop remember only what it is checked with', async () => {
    const { manage, submitted } = aMember();
    const action = { action: 'invite', label: 'CNC', kind: 'invitation', uses: 2, hours: 1 } as const;
    expect(await manage(action)).toEqual({
      ok: true,
      invitation: { id: 'i-1', text: 'PR1-SECRET', qr: null },
    });
    expect(submitted).toMatchObject([
      { type: 'roster.invite', forMs: 3_600_000, verifier: 'what proves it' },
    ]);
    expect(JSON.stringify(submitted)).not.toContain('SECRET');
  });

  it.each<[Action, Partial<RosterCommand>]>([
    [{ action: 'pin', id: 'b', pinned: true }, { type: 'roster.pin' }],
    [
      { action: 'remove', id: 'b' },
      { type: 'roster.remove', why: 'removed' },
    ],
    [{ action: 'replace', id: 'b', by: 'a' }, { type: 'roster.replace' }],
    [{ action: 'leave' }, { type: 'roster.remove', id: 'a', why: 'left' }],
    [{ action: 'revoke', id: 'i-1' }, { type: 'roster.revoke' }],
  ])('has %o decided by the shop', async (action, command) => {
    const { manage, submitted } = aMember();
    expect(await manage(action)).toMatchObject({ ok: true });
    expect(submitted).toMatchObject([command]);
  });

  it('passes a refusal on in words', async () => {
    const answer = await aMember().manage({ action: 'rename', id: 'b', name: 'Office' });
    expect(answer).toEqual({
      ok: false,
      code: 'nameTaken',
      sentence: 'Another workstation is called "Office".',
    });
  });

  it('removes everybody but itself, and joins no second shop', async () => {
    const { manage, submitted } = aMember();
    expect(await manage({ action: 'remove', id: 'a' })).toMatchObject({ code: 'self' });
    expect(await manage({ action: 'found', shop: 'Other', name: 'X' })).toMatchObject({ code: 'inShop' });
    expect(submitted).toEqual([]);
  });
});
