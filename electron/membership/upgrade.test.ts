import { describe, expect, it } from 'vitest';
import { sampled } from './roster/presence.ts';
import { EMPTY_ROSTER, type Roster } from './roster/types.ts';
import { upgradeOf } from './upgrade.ts';

const DAY = 86_400_000;
const ids = ['a', 'b', 'c', 'd'];
const member = (id: string): Roster['members'][number] => ({
  id,
  name: `Desk ${id}`,
  key: `key-of-${id}-0123456789`,
  addresses: [],
  http: null,
  admittedAt: 0,
  pinned: false,
  leaving: null,
  boot: null,
});
const seen = (...online: string[]) => sampled(EMPTY_ROSTER.presence, { hour: 5, online, members: ids });
const shop = (presence = seen(...ids)): Roster => ({ ...EMPTY_ROSTER, members: ids.map(member), presence });

const upgrade = (known: Record<string, number>, roster = shop(), age = 15 * DAY) =>
  upgradeOf({
    self: 'a',
    own: 3,
    configuration: { voters: ['a', 'b', 'c'], outgoing: [], learners: ['d'] },
    roster,
    known: new Map(Object.entries(known)),
    age,
  });

describe('newer rules', () => {
  it('wait for every voter and everybody who was there lately', () => {
    expect(upgrade({ b: 3, c: 3, d: 3 })).toEqual({ to: 3, missing: [] });
    expect(upgrade({ b: 3, c: 2, d: 3 })).toEqual({ to: 2, missing: ['Desk c'] });
    expect(upgrade({ b: 3, c: 3 })).toEqual({ to: 0, missing: ['Desk d'] });
    expect(upgrade({ b: 4, c: 5, d: 4 }).to).toBe(3);
  });

  it('do not wait for who has been away for 14 days, nor for who is leaving', () => {
    expect(upgrade({ b: 3, c: 3 }, shop(seen('a', 'b', 'c')))).toEqual({ to: 3, missing: [] });
    const leaving = {
      ...shop(),
      members: ids.map((id) => ({ ...member(id), ...(id === 'd' && { leaving: 'left' as const }) })),
    };
    expect(upgrade({ b: 3, c: 3 }, leaving as Roster).missing).toEqual([]);
  });

  it('wait for a voter that was not seen, and for who was let in a moment ago', () => {
    expect(upgrade({ b: 3, d: 3 }, shop(seen('a', 'b', 'd'))).missing).toEqual(['Desk c']);
    expect(upgrade({ b: 3, c: 3 }, shop(seen('a', 'b', 'c')), 13 * DAY).missing).toEqual(['Desk d']);
  });

  it('are at hand at once where a workstation is alone', () => {
    const alone = upgradeOf({
      self: 'a',
      own: 3,
      configuration: { voters: ['a'], outgoing: [], learners: [] },
      roster: { ...EMPTY_ROSTER, members: [member('a')] },
      known: new Map(),
      age: 0,
    });
    expect(alone).toEqual({ to: 3, missing: [] });
  });
});
