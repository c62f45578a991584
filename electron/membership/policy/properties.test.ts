import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextChange } from './next-change.ts';
import { reasonWords } from './reasons.ts';
import { stableFor } from './stability.ts';
import { LAST, member, NOW } from './testing/shop.ts';
import { defaultRules, type Knowledge, type MemberFacts } from './types.ts';

const IDS = Array.from('ABCDEFGHIJ');

/** Somebody in whatever state, though rather well. */
const Facts: fc.Arbitrary<Omit<MemberFacts, 'id' | 'name'>> = fc.record({
  pinned: fc.boolean(),
  leaving: seldom(),
  quitting: seldom(),
  online: fc.boolean(),
  since: fc.integer({ min: 0, max: 200_000 }).map((ago) => NOW - ago),
  flaps: fc.constantFrom(0, 0, 0, 1, 2, 9),
  match: fc.constantFrom(LAST, LAST, LAST - 64, LAST - 65, 0),
  caughtUpSince: fc.constantFrom(NOW - 5_000, NOW - 5_000, NOW - 999, null),
  readsVersion: seldom().map((not) => !not),
  damaged: seldom(),
  failureDomain: fc.constantFrom(null, 'attic', 'shop'),
  mains: fc.constantFrom(null, true, false),
  presence: fc.constantFrom(0, 0.5, 0.8, 1),
});

function seldom(): fc.Arbitrary<boolean> {
  return fc.nat(9).map((n) => n === 0);
}

/** Whatever a leader can find itself in. */
const Known: fc.Arbitrary<Knowledge> = fc
  .record({
    facts: fc.array(Facts, { minLength: 1, maxLength: IDS.length }),
    size: fc.constantFrom(1, 2, 3, 3, 3, 4, 5, 5),
    unlearned: seldom(),
    outgoing: seldom(),
    configurationCommitted: seldom().map((not) => !not),
    committedOwnTerm: seldom().map((not) => !not),
    leadingSince: fc.constantFrom(NOW - 100_000, NOW - 10_000, NOW - 9_999),
  })
  .map(({ facts, size, unlearned, outgoing, ...more }) => {
    const members = facts.map((one, i) => member(IDS[i]!, one));
    const voters = IDS.slice(0, Math.min(size, members.length));
    const learners = members.slice(voters.length).map(({ id }) => id);
    return {
      ...more,
      now: NOW,
      self: 'A',
      configuration: {
        voters,
        outgoing: outgoing ? voters : [],
        learners: unlearned ? learners.slice(1) : learners,
      },
      configurationIndex: 7,
      lastIndex: LAST,
      members: members.map((one, i) => (i === 0 ? { ...one, online: true } : one)),
    };
  });

type Seen = Readonly<{
  known: Knowledge;
  voters: readonly string[];
  learners: readonly string[];
  incoming: readonly MemberFacts[];
  outgoing: readonly MemberFacts[];
  removal: boolean;
}>;

/** Holds of every change that is proposed in whatever situation. */
function always(holds: (seen: Seen) => void): void {
  fc.assert(
    fc.property(Known, (known) => {
      const { change } = nextChange(known);
      if (change === null) return;
      const { voters, learners } = change;
      const before = known.configuration.voters;
      const incoming = known.members.filter(({ id }) => voters.includes(id) && !before.includes(id));
      const outgoing = known.members.filter(({ id }) => before.includes(id) && !voters.includes(id));
      const removal = outgoing.some(({ leaving }) => leaving);
      holds({ known, voters, learners, incoming, outgoing, removal });
    }),
    { numRuns: 3_000 },
  );
}

describe('In whatever situation', () => {
  it('a change names at least one voter, nobody twice, and only members', () => {
    always(({ known, voters, learners }) => {
      const named = [...voters, ...learners];
      expect(voters.length).toBeGreaterThan(0);
      expect(new Set(named).size).toBe(named.length);
      for (const id of named) expect(known.members.map((one) => one.id)).toContain(id);
    });
  });

  it('a change changes something, and has a reason in words', () => {
    always(({ known, voters, learners }) => {
      const sorted = (ids: readonly string[]) => [...ids].sort().join('');
      const { configuration } = known;
      const before = `${sorted(configuration.voters)} ${sorted(configuration.learners)}`;
      expect(`${sorted(voters)} ${sorted(learners)}`).not.toBe(before);
      const sentences = nextChange(known).reasons.map(reasonWords);
      expect(sentences.length).toBeGreaterThan(0);
      for (const sentence of sentences) expect(sentence).not.toMatch(/undefined|null|NaN| {2}|: *$/);
    });
  });

  it('an even number of voters never comes about', () => {
    always(({ known, voters }) => {
      const before = known.configuration.voters.length;
      if (voters.length % 2 === 0) expect(voters.length).toBe(before);
    });
  });

  it('only a removal lowers the number of voters', () => {
    always(({ known, voters, removal }) => {
      if (!removal) expect(voters.length).toBeGreaterThanOrEqual(known.configuration.voters.length);
    });
  });

  it('never more than five vote', () => {
    always(({ voters }) => {
      expect(voters.length).toBeLessThanOrEqual(5);
    });
  });

  it('for whoever votes no longer, but for a removal, somebody else does', () => {
    always(({ incoming, outgoing, removal }) => {
      if (!removal) expect(incoming.length).toBeGreaterThanOrEqual(outgoing.length);
    });
  });

  it('nobody that is well loses its vote, but where a removal lowers the number', () => {
    always(({ known, outgoing, removal }) => {
      if (removal) return;
      for (const { leaving, quitting, online, since } of outgoing)
        expect(leaving || quitting || (!online && known.now - since >= defaultRules.silent)).toBe(true);
    });
  });

  it('nobody is promoted that lags, quits, leaves, is unstable, forgetful, too old, or has not learned', () => {
    always(({ known, incoming }) => {
      for (const one of incoming) {
        expect(one).toMatchObject({ online: true, quitting: false, leaving: false, damaged: false });
        expect(one.readsVersion).toBe(true);
        expect(LAST - one.match).toBeLessThanOrEqual(defaultRules.lag);
        expect(NOW - (one.caughtUpSince ?? NOW)).toBeGreaterThanOrEqual(defaultRules.caughtUp);
        expect(NOW - one.since).toBeGreaterThanOrEqual(stableFor(one.flaps, defaultRules));
        expect(known.configuration.learners).toContain(one.id);
      }
    });
  });

  it('a change that works before it is made works after it: a majority of those who vote then is there', () => {
    always(({ known, voters, outgoing, incoming }) => {
      if (outgoing.length + incoming.length === 0) return;
      const isThere = (id: string) => known.members.some((one) => one.id === id && one.online);
      const majority = (ids: readonly string[]) => 2 * ids.filter(isThere).length > ids.length;
      if (majority(known.configuration.voters)) expect(majority(voters)).toBe(true);
    });
  });

  it('whoever leaves is not in it, unless it goes on voting', () => {
    always(({ known, learners }) => {
      for (const { id, leaving } of known.members) if (leaving) expect(learners).not.toContain(id);
    });
  });

  it('nothing is proposed while a change is in flight, or before anything of the own term is committed', () => {
    always(({ known }) => {
      expect(known.configuration.outgoing).toEqual([]);
      expect(known).toMatchObject({ configurationCommitted: true, committedOwnTerm: true });
    });
  });

  it('a new leader judges nobody: it only does what was asked for (edge case 37)', () => {
    always(({ known, incoming, outgoing }) => {
      if (known.now - known.leadingSince >= defaultRules.grace) return;
      expect(incoming.length).toBe(outgoing.length);
      for (const { leaving, quitting } of outgoing) expect(leaving || quitting).toBe(true);
    });
  });

  it('a leader hands over only when it quits or a vote is missing, only to a voter that stays, and not with a change', () => {
    fc.assert(
      fc.property(Known, (known) => {
        const { change, handOverTo } = nextChange(known);
        if (handOverTo === null) return;
        expect(change).toBeNull();
        expect(
          known.members[0]!.quitting || known.members.some(({ damaged, online }) => damaged && online),
        ).toBe(true);
        expect(known.configuration.voters).toContain(handOverTo);
        const to = known.members.find(({ id }) => id === handOverTo);
        expect(to).toMatchObject({ online: true, quitting: false, leaving: false, damaged: false });
        expect(handOverTo).not.toBe('A');
      }),
      { numRuns: 3_000 },
    );
  });

  it('the same knowledge gives the same decision, in whatever order members are known', () => {
    fc.assert(
      fc.property(Known, (known) => {
        const reversed = { ...known, members: [...known.members].reverse() };
        expect(nextChange(known)).toEqual(nextChange(known));
        expect(nextChange(reversed).change?.voters).toEqual(nextChange(known).change?.voters);
      }),
    );
  });

  it('change after change it comes to rest, within three, and is then quiet', () => {
    fc.assert(
      fc.property(Known, (known) => {
        let now: Knowledge = {
          ...known,
          configurationCommitted: true,
          committedOwnTerm: true,
          configuration: { ...known.configuration, outgoing: [] },
        };
        let changes = 0;
        for (let next = nextChange(now); next.change !== null; next = nextChange(now)) {
          expect(++changes).toBeLessThanOrEqual(3);
          now = carriedOut(now, next.change);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});

/** What is known once that change is committed; a leader that votes no longer has handed over. */
function carriedOut(
  known: Knowledge,
  change: NonNullable<ReturnType<typeof nextChange>['change']>,
): Knowledge {
  const { voters, learners } = change;
  const named = new Set([...voters, ...learners]);
  const members = known.members.filter(({ id, leaving }) => !leaving || named.has(id));
  const leader = members.find(({ id, online }) => voters.includes(id) && online)?.id ?? voters[0]!;
  return {
    ...known,
    self: voters.includes(known.self) ? known.self : leader,
    configuration: { voters, outgoing: [], learners },
    configurationIndex: known.configurationIndex + 2,
    members,
  };
}
