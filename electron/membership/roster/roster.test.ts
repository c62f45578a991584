import { describe, expect, it } from 'vitest';
import { presenceOf } from './presence.ts';
import { applyRoster, configured, isCopy, memberOf, needsNewAuthority } from './roster.ts';
import { EMPTY_ROSTER, MAX_MEMBERS, Roster, RosterCommand } from './types.ts';
import { rosterSentence } from './words.ts';

const KEY = (id: string) => `key-of-${id}-0123456789`;
const approval = { kind: 'approval', by: 'a' } as const;

const HOUR = 3_600_000;

/** A roster under commands, all of them as the log's schema takes them. */
class Shop {
  roster: Roster = {
    ...EMPTY_ROSTER,
    members: [row('a', 'Office')],
    authorities: [{ generation: 0, certificate: 'MII', tombstones: 0 }],
  };
  age = 0;
  configuration = ['a'];

  do(command: RosterCommand): string {
    const { roster, answer } = applyRoster(this.roster, RosterCommand.parse(command), this.#context());
    // What it holds must pass the door that a snapshot goes through.
    expect(Roster.parse(roster)).toEqual(roster);
    this.roster = roster;
    return answer.ok ? 'ok' : answer.refusal.code;
  }

  admit(
    id: string,
    name = id,
    consent: Extract<RosterCommand, { type: 'roster.admit' }>['consent'] = approval,
  ) {
    return this.do({ type: 'roster.admit', member: { id, name, key: KEY(id), addresses: [] }, consent });
  }

  configure(...ids: string[]): void {
    this.configuration = ids;
    this.roster = configured(this.roster, this.#context());
  }

  arrive(id: string, counter: number, nonce: string): string {
    return this.do({ type: 'roster.arrive', id, boot: { counter, nonce }, addresses: [], http: null });
  }

  invite(id: string, uses: number | null, forMs: number): string {
    return this.do({ type: 'roster.invite', id, label: '', kind: 'invitation', verifier: 'v', uses, forMs });
  }

  get names(): string[] {
    return this.roster.members.map(({ name }) => name);
  }

  #context() {
    return { age: this.age, isConfigured: (id: string) => this.configuration.includes(id) };
  }
}

function row(id: string, name: string) {
  const rest = { addresses: [], http: null, admittedAt: 0, pinned: false, leaving: null, boot: null };
  return { id, name, key: KEY(id), ...rest };
}

describe('admitting', () => {
  it('takes somebody in once, however often it is said', () => {
    const shop = new Shop();
    expect([shop.admit('b'), shop.admit('b')]).toEqual(['ok', 'ok']);
    expect(shop.names).toEqual(['Office', 'b']);
  });

  it('gives the second of two with one name a number', () => {
    const shop = new Shop();
    shop.admit('b', 'office');
    shop.admit('c', 'Office');
    expect(shop.names).toEqual(['Office', 'office 2', 'Office 3']);
    shop.admit('d', 'x'.repeat(80));
    shop.admit('e', 'x'.repeat(80));
    expect(shop.names.at(-1)).toBe(`${'x'.repeat(78)} 2`);
  });

  it('refuses another key under a known id, a known key under another id, and a consent of nobody', () => {
    const shop = new Shop();
    shop.admit('b');
    const other = { id: 'b', name: 'b', key: KEY('x'), addresses: [] };
    expect(shop.do({ type: 'roster.admit', member: other, consent: approval })).toBe('idTaken');
    const twice = { id: 'c', name: 'c', key: KEY('b'), addresses: [] };
    expect(shop.do({ type: 'roster.admit', member: twice, consent: approval })).toBe('keyTaken');
    expect(shop.admit('d', 'd', { kind: 'approval', by: 'stranger' })).toBe('notAMember');
    expect(shop.names).toEqual(['Office', 'b']);
  });

  it('never lets an id live again after its removal', () => {
    const shop = new Shop();
    shop.admit('b');
    shop.do({ type: 'roster.remove', id: 'b', why: 'removed' });
    expect(shop.admit('b')).toBe('removedId');
  });

  it('ends at the number of members that a roster may hold', () => {
    const shop = new Shop();
    for (let n = 1; n < MAX_MEMBERS; n++) shop.admit(`m${n}`);
    expect(shop.admit('one-too-many')).toBe('shopFull');
  });
});

describe('an invitation', () => {
  it('counts its uses for the whole shop, and only those that let somebody in', () => {
    const shop = new Shop();
    shop.invite('i', 2, 60_000);
    const by = { kind: 'invitation', id: 'i' } as const;
    expect([shop.admit('b', 'b', by), shop.admit('b', 'b', by)]).toEqual(['ok', 'ok']);
    expect(shop.admit('c', 'c', by)).toBe('ok');
    expect(shop.admit('d', 'd', by)).toBe('invitationUsedUp');
  });

  it('ends by the log age, and withdrawn it is unknown', () => {
    const shop = new Shop();
    const by = { kind: 'invitation', id: 'i' } as const;
    shop.invite('i', null, 60_000);
    shop.age = 60_000;
    expect(shop.admit('b', 'b', by)).toBe('ok');
    shop.age = 60_001;
    expect(shop.admit('c', 'c', by)).toBe('invitationExpired');
    shop.invite('j', null, 60_000);
    shop.do({ type: 'roster.revoke', id: 'j' });
    expect(shop.admit('d', 'd', { kind: 'invitation', id: 'j' })).toBe('unknownInvitation');
    expect(shop.do({ type: 'roster.revoke', id: 'j' })).toBe('unknownInvitation');
  });

  it('is withdrawn with all others where somebody is put out, who may know it, and stays where somebody leaves', () => {
    const by = { kind: 'invitation', id: 'i' } as const;
    const ways = ['removed', 'left'] as const;
    const after = ways.map((why) => {
      const shop = new Shop();
      shop.admit('b');
      shop.invite('i', null, 60_000);
      shop.do({ type: 'roster.remove', id: 'b', why });
      return shop.admit('c', 'c', by);
    });
    expect(after).toEqual(['unknownInvitation', 'ok']);
  });

  it('makes room for new ones once it has ended', () => {
    const shop = new Shop();
    for (let n = 0; n < 100; n++) expect(shop.invite(`i${n}`, 1, 1_000)).toBe('ok');
    expect(shop.invite('more', 1, 1_000)).toBe('tooManyInvitations');
    shop.age = 1_001;
    expect(shop.invite('more', 1, 1_000)).toBe('ok');
    expect(shop.roster.invitations).toHaveLength(1);
  });
});

describe('a boot', () => {
  it('is taken from the same disk again and again, and from a copy of it not', () => {
    const shop = new Shop();
    expect(shop.arrive('a', 1, 'x')).toBe('ok');
    expect(shop.arrive('a', 1, 'x')).toBe('ok');
    expect(shop.arrive('a', 1, 'y')).toBe('copy');
    expect(shop.arrive('a', 2, 'y')).toBe('ok');
    expect(shop.arrive('a', 1, 'x')).toBe('copy');
    expect(shop.arrive('stranger', 1, 'x')).toBe('notAMember');
    expect(memberOf(shop.roster, 'a')?.boot).toEqual({ counter: 2, nonce: 'y' });
  });

  it('is no copy where none was known', () => {
    expect(isCopy(null, { counter: 0, nonce: 'x' })).toBe(false);
  });
});

describe('leaving', () => {
  it('waits for the configuration to do without the member, and leaves a tombstone then', () => {
    const shop = new Shop();
    shop.admit('b');
    shop.configure('a', 'b');
    shop.do({ type: 'roster.remove', id: 'b', why: 'left' });
    expect(memberOf(shop.roster, 'b')?.leaving).toBe('left');
    expect(shop.roster.tombstones).toEqual([]);
    shop.configure('a');
    expect(shop.names).toEqual(['Office']);
    expect(shop.roster.tombstones).toMatchObject([{ id: 'b', name: 'b', why: 'left' }]);
  });

  it('is at once where no configuration counts on it', () => {
    const shop = new Shop();
    shop.admit('b');
    shop.do({ type: 'roster.remove', id: 'b', why: 'removed' });
    expect(shop.roster.tombstones).toMatchObject([{ id: 'b', why: 'removed' }]);
  });

  it('is refused to the last one that stays', () => {
    const shop = new Shop();
    expect(shop.do({ type: 'roster.remove', id: 'a', why: 'left' })).toBe('lastMember');
    shop.admit('b');
    shop.configure('a', 'b');
    expect(shop.do({ type: 'roster.remove', id: 'a', why: 'left' })).toBe('ok');
    expect(shop.do({ type: 'roster.remove', id: 'b', why: 'left' })).toBe('lastMember');
  });

  it('hands name and pin of a dead machine to the one in its place', () => {
    const shop = new Shop();
    shop.admit('b', 'CNC-PC');
    shop.admit('c', 'New-PC');
    shop.configure('a', 'b', 'c');
    shop.do({ type: 'roster.pin', id: 'b', pinned: true });
    expect(shop.do({ type: 'roster.replace', id: 'b', by: 'c' })).toBe('ok');
    expect(memberOf(shop.roster, 'c')).toMatchObject({ name: 'CNC-PC', pinned: true });
    shop.configure('a', 'c');
    expect(shop.roster.tombstones).toMatchObject([{ id: 'b', why: 'replaced' }]);
    expect(shop.do({ type: 'roster.replace', id: 'c', by: 'c' })).toBe('notAMember');
  });

  it('asks for a new authority, once', () => {
    const shop = new Shop();
    shop.admit('b');
    shop.do({ type: 'roster.remove', id: 'b', why: 'removed' });
    expect(needsNewAuthority(shop.roster)).toBe(true);
    const next = { type: 'roster.succeed', generation: 1, certificate: 'MII' } as const;
    expect([shop.do(next), shop.do(next)]).toEqual(['ok', 'staleAuthority']);
    expect(needsNewAuthority(shop.roster)).toBe(false);
  });
});

describe('renaming', () => {
  it('keeps names apart', () => {
    const shop = new Shop();
    shop.admit('b', 'CNC-PC');
    expect(shop.do({ type: 'roster.rename', id: 'b', name: 'OFFICE' })).toBe('nameTaken');
    expect(shop.do({ type: 'roster.rename', id: 'b', name: 'cnc-pc' })).toBe('ok');
    expect(shop.names).toEqual(['Office', 'cnc-pc']);
  });

  it.each([
    ['control characters', 'a\u0007'],
    ['nothing', '  '],
    ['10,000 characters', 'x'.repeat(10_000)],
  ])('takes no name of %s', (_, name) => {
    expect(RosterCommand.safeParse({ type: 'roster.rename', id: 'a', name }).success).toBe(false);
  });
});

it('has a sentence for every refusal', () => {
  const sentence = rosterSentence({ code: 'copy', params: { name: 'CNC-PC' } });
  expect(sentence).toContain('CNC-PC');
  expect(sentence).toMatch(/\.$/);
});

describe('Who is there', () => {
  it('is remembered for the hour of the log in which the leader says so', () => {
    const shop = new Shop();
    shop.admit('b');
    for (const online of [['a'], ['a', 'b'], ['a']]) {
      shop.age += HOUR;
      expect(shop.do({ type: 'roster.sample', online })).toBe('ok');
    }
    const { presence } = shop.roster;
    expect(presence.hour).toBe(3);
    expect(presenceOf(presence, 'a')).toBe(3 * presenceOf(presence, 'b'));
    expect(presenceOf(presence, 'b')).toBeGreaterThan(0);
  });

  it('says nothing of strangers, and nothing any more of who was removed', () => {
    const shop = new Shop();
    shop.admit('b');
    shop.configure('a', 'b');
    shop.do({ type: 'roster.sample', online: ['a', 'b', 'x'] });
    expect(shop.roster.presence.members.map(([id]) => id)).toEqual(['a', 'b']);
    shop.do({ type: 'roster.remove', id: 'b', why: 'removed' });
    shop.configure('a');
    shop.do({ type: 'roster.sample', online: ['a', 'b'] });
    expect(shop.roster.presence.members.map(([id]) => id)).toEqual(['a']);
  });
});
