import { describe, expect, it } from 'vitest';
import { nextChange } from './next-change.ts';
import { reasonWords } from './reasons.ts';
import { all, configured, LAST, NOW, shop, silent } from './testing/shop.ts';
import type { Knowledge } from './types.ts';

const MIN = 60_000;
const leaving = { leaving: true };
const quitting = { quitting: true };
const present = { presence: 0.8 };

type Case = Readonly<{
  rule: string;
  given: Knowledge;
  /** "ABC | DE": voters and learners; "-": nothing changes. */
  then: string;
  hands?: string;
  says?: readonly string[];
}>;

function told(given: Knowledge): string {
  const { change } = nextChange(given);
  if (change === null) return '-';
  return `${change.voters.join('')} | ${change.learners.join('')}`.trim();
}

function check(cases: readonly Case[]): void {
  it.each(cases)('$rule', ({ given, then, hands = null, says }) => {
    const { handOverTo, reasons } = nextChange(given);
    expect(told(given)).toBe(then);
    expect(handOverTo).toBe(hands);
    if (says !== undefined) expect(reasons.map(reasonWords)).toEqual(says);
  });
}

describe('Every workstation is a full replica', () => {
  check([
    {
      rule: 'a newcomer learns as soon as it belongs to the shop',
      given: shop('A', 'AB', {}, { configuration: { voters: ['A'], outgoing: [], learners: [] } }),
      then: 'A | B',
      says: ['B is being brought up to date'],
    },
    {
      rule: 'though it is switched off',
      given: shop('A', 'AB', { B: silent(MIN) }, configured('A', '')),
      then: 'A | B',
    },
    {
      rule: 'and though its leader was elected just now: that is no judgement',
      given: shop('A', 'AB', {}, { ...configured('A', ''), leadingSince: NOW - 1 }),
      then: 'A | B',
    },
    {
      rule: 'several at once',
      given: shop('ABC', 'ABCDEF', {}, configured('ABC', 'D')),
      then: 'ABC | DEF',
      says: ['E and F are being brought up to date'],
    },
    {
      rule: 'a learner that is removed learns no more',
      given: shop('ABC', 'ABCDE', { D: leaving }),
      then: 'ABC | E',
      says: ['D is removed'],
    },
    {
      rule: 'one that the roster no longer knows neither',
      given: shop('ABC', 'ABC', {}, configured('ABC', 'X')),
      then: 'ABC |',
    },
  ]);
});

describe('How many vote', () => {
  check([
    { rule: 'one, in a shop of one', given: shop('A', 'A'), then: '-', says: [] },
    {
      rule: 'one while fewer than three members are caught up',
      given: shop('A', 'AB'),
      then: '-',
      says: ['A alone votes until two more workstations are up to date and stable'],
    },
    { rule: 'however many are switched off', given: shop('A', 'ABC', { C: silent(MIN) }), then: '-' },
    {
      rule: 'then three, in one change',
      given: shop('A', 'ABC'),
      then: 'ABC |',
      says: ['A, B and C vote: B and C are up to date and stable'],
    },
    { rule: 'three from four members', given: shop('A', 'ABCD'), then: 'ABC | D' },
    {
      rule: 'three, where seven members are seldom there together',
      given: shop('ABC', 'ABCDEFG', all('ABCDEF', present)),
      then: '-',
    },
    {
      rule: 'three, where only six are there for 80 %',
      given: shop('ABC', 'ABCDEF', all('ABCDEF', present)),
      then: '-',
    },
    {
      rule: 'five from seven members that are there for 80 % or more',
      given: shop('ABC', 'ABCDEFG', all('ABCDEFG', present)),
      then: 'ABCDE | FG',
      says: ['A, B, C, D and E vote: D and E are up to date and stable'],
    },
    {
      rule: 'of which one that is being removed is none',
      given: shop('ABC', 'ABCDEFG', { ...all('ABCDEF', present), G: { ...present, ...leaving } }),
      then: 'ABC | DEF',
    },
    {
      rule: 'not five, while only one more can',
      given: shop('ABC', 'ABCDEFG', {
        ...all('ABCDEFG', present),
        ...all('EFG', { ...present, ...silent(MIN) }),
      }),
      then: '-',
    },
    {
      rule: 'never seven',
      given: shop('ABCDE', 'ABCDEFGHI', all('ABCDEFGHI', { presence: 1 })),
      then: '-',
    },
    {
      rule: 'five go on where fewer are there than before: only a removal lowers the number',
      given: shop('ABCDE', 'ABCDEFG', all('ABCDEFG', { presence: 0.1 })),
      then: '-',
    },
    { rule: 'always an odd number: two become three', given: shop('AB', 'ABC'), then: 'ABC |' },
    { rule: 'and stay two while nobody can make it three', given: shop('AB', 'AB'), then: '-' },
    { rule: 'four become five', given: shop('ABCD', 'ABCDE'), then: 'ABCDE |' },
  ]);
});

describe('Who is promoted', () => {
  const never = (rule: string, facts: Parameters<typeof silent>[0] | object) => ({
    rule,
    given: shop('A', 'ABC', { C: typeof facts === 'number' ? silent(facts) : facts }),
    then: '-',
  });
  check([
    never('nobody that is not online', 1),
    never('nobody that is online for less than 10 s', { since: NOW - 9_999 }),
    { rule: 'but who is for 10 s', given: shop('A', 'ABC', { C: { since: NOW - 10_000 } }), then: 'ABC |' },
    never('nobody that was lost a moment ago, for 20 s', { since: NOW - 19_999, flaps: 1 }),
    never('nobody that was lost three times, for 80 s', { since: NOW - 79_999, flaps: 3 }),
    never('nobody that was lost often, for 10 min', { since: NOW - 599_999, flaps: 12 }),
    {
      rule: 'but who was, after 10 min',
      given: shop('A', 'ABC', { C: { since: NOW - 600_000, flaps: 12 } }),
      then: 'ABC |',
    },
    never('nobody that is more than 64 entries behind', { match: LAST - 65 }),
    { rule: 'but who is 64 behind', given: shop('A', 'ABC', { C: { match: LAST - 64 } }), then: 'ABC |' },
    never('nobody that is close for less than an election timeout', { caughtUpSince: NOW - 999 }),
    never('nobody that was not close until now', { caughtUpSince: null }),
    never('nobody that is about to quit', quitting),
    never("nobody that cannot read the cluster's version", { readsVersion: false }),
    never('nobody whose disk has forgotten something', { damaged: true }),
    {
      rule: 'nobody that is being removed: that one goes',
      given: shop('A', 'ABC', { C: leaving }),
      then: 'A | B',
    },
    {
      rule: 'nobody that does not learn yet: first it learns',
      given: shop('A', 'ABC', {}, configured('A', 'B')),
      then: 'A | BC',
    },
  ]);
});

describe('The best is promoted', () => {
  /** C is silent; D and E could vote, and E is the better one for the reason that the case gives. */
  const best = (
    rule: string,
    facts: object,
    others: Parameters<typeof shop>[2] = {},
    voter: 'D' | 'E' = 'E',
  ) => ({
    rule,
    given: shop('ABC', 'ABCDE', { C: silent(MIN), E: facts, ...others }),
    then: voter === 'E' ? 'ABE | CD' : 'ABD | CE',
  });
  const room = (failureDomain: string) => ({ failureDomain });
  check([
    best(
      'first whoever stands where no voter stands',
      { ...room('attic'), presence: 0, match: LAST - 9 },
      { A: room('shop'), B: room('shop'), D: { ...room('shop'), pinned: true, presence: 1, mains: true } },
    ),
    best('where a voter that goes is none', room('attic'), {
      A: room('shop'),
      B: room('shop'),
      C: { ...silent(MIN), ...room('attic') },
      D: room('shop'),
    }),
    best(
      'whose place is unknown covers nothing',
      { failureDomain: null },
      { A: room('shop'), D: room('shop'), B: { pinned: true } },
      'D',
    ),
    best(
      'then who is pinned as always on',
      { pinned: true, presence: 0 },
      { D: { presence: 1, mains: true } },
    ),
    best('then who was there more of 14 days', { presence: 0.31 }, { D: { mains: true } }),
    best('then who is on mains power', { mains: true, match: LAST - 9 }),
    best('of which nothing known is as none', { mains: false }, {}, 'D'),
    best('then who has more of the log', {}, { D: { match: LAST - 1 } }),
    best('then by id', {}, {}, 'D'),
    {
      rule: 'of two, the second by what the first covers',
      given: shop('A', 'ABCD', {
        A: room('shop'),
        B: { ...room('attic'), pinned: true },
        C: { ...room('attic'), presence: 0.9 },
        D: room('yard'),
      }),
      then: 'ABD | C',
    },
  ]);
});

describe('A silent voter', () => {
  check([
    {
      rule: 'is swapped after 60 s in one change, if somebody healthy can',
      given: shop('ABC', 'ABCD', { C: silent(3 * MIN + 5) }),
      then: 'ABD | C',
      says: ['D votes instead of C: silent for 3 min'],
    },
    { rule: 'not before', given: shop('ABC', 'ABCD', { C: silent(MIN - 1) }), then: '-', says: [] },
    {
      rule: 'stays with nobody to vote instead: a bare removal gains nothing',
      given: shop('ABC', 'ABC', { C: silent(90 * MIN) }),
      then: '-',
      says: ['C still votes, though it has been silent for 1 h: nobody else is ready to'],
    },
    {
      rule: 'stays while whoever could vote is not stable yet',
      given: shop('ABC', 'ABCD', { C: silent(90 * MIN), D: { since: NOW - 9_000 } }),
      then: '-',
    },
    {
      rule: 'is never swapped for another silent one',
      given: shop('ABC', 'ABCD', { C: silent(90 * MIN), D: silent(5) }),
      then: '-',
    },
    {
      rule: 'and another are swapped together',
      given: shop('ABCDE', 'ABCDEFG', { B: silent(2 * MIN), C: silent(3 * MIN) }),
      then: 'ADEFG | BC',
      says: ['F votes instead of C: silent for 3 min', 'G votes instead of B: silent for 2 min'],
    },
    {
      rule: 'goes before another where only one can vote instead: who is silent for longer',
      given: shop('ABCDE', 'ABCDEF', { B: silent(2 * MIN), C: silent(3 * MIN) }),
      then: 'ABDEF | C',
    },
    {
      rule: 'is swapped, and the number does not change with who is there',
      given: shop('ABC', 'ABCDEFG', {
        ...all('ABDEFG', { presence: 0.9 }),
        C: { ...silent(MIN), presence: 1 },
      }),
      then: 'ABD | CEFG',
    },
  ]);
});

describe('Quitting, or going to sleep', () => {
  check([
    {
      rule: 'a voter is swapped at once',
      given: shop('ABC', 'ABCD', { C: quitting }),
      then: 'ABD | C',
      says: ['D votes instead of C: switched off or asleep'],
    },
    {
      rule: 'even if its leader is new: it asks, and nobody judges',
      given: shop('ABC', 'ABCD', { C: quitting }, { leadingSince: NOW - 1 }),
      then: 'ABD | C',
    },
    {
      rule: 'before a silent one, where only one can vote instead',
      given: shop('ABCDE', 'ABCDEF', { B: silent(9 * MIN), C: quitting }),
      then: 'ABDEF | C',
    },
    {
      rule: 'two at once are swapped together',
      given: shop('ABC', 'ABCDE', { B: quitting, C: quitting }),
      then: 'ADE | BC',
    },
    {
      rule: 'a leader too, and by that hands over',
      given: shop('ABC', 'ABCD', { A: quitting }),
      then: 'BCD | A',
    },
    {
      rule: 'a voter stays one, where nobody can vote instead and a majority is left',
      given: shop('ABC', 'ABC', { C: quitting }),
      then: '-',
      says: ['C still votes, though it is about to be switched off: nobody else is ready to'],
    },
    {
      rule: 'and the shop is told, where none is left',
      given: shop('ABC', 'ABC', { B: silent(5), C: quitting }),
      then: '-',
      says: ['Without C: reading only until two of A, B, C are on'],
    },
    {
      rule: 'a leader that stays a voter lets another lead',
      given: shop('ABC', 'ABC', { A: quitting }),
      then: '-',
      hands: 'B',
    },
    {
      rule: 'also before it has committed anything',
      given: shop('ABC', 'ABC', { A: quitting }, { committedOwnTerm: false }),
      then: '-',
      hands: 'B',
    },
    {
      rule: 'so does one that has given a voter back what its disk had forgotten: the next leader gives it back its vote',
      given: shop('ABC', 'ABC', { B: { damaged: true } }),
      then: '-',
      hands: 'C',
    },
    {
      rule: 'but not before that has everything',
      given: shop('ABC', 'ABC', { B: { damaged: true, match: LAST - 900 } }),
      then: '-',
    },
    {
      rule: 'nor for one that is off',
      given: shop('ABC', 'ABC', { B: { damaged: true, ...silent(1_000) } }),
      then: '-',
    },
    {
      rule: 'nor before it is settled who is there',
      given: shop('ABC', 'ABC', { B: { damaged: true } }, { leadingSince: NOW - 1 }),
      then: '-',
    },
    {
      rule: 'a learner’s disk counts as well, for it may have to vote one day',
      given: shop('ABC', 'ABCD', { D: { damaged: true } }),
      then: '-',
      hands: 'B',
    },
    {
      rule: 'of those that have the log, rather than the best to vote',
      given: shop('ABC', 'ABC', { A: quitting, B: { pinned: true, match: LAST - 900 } }),
      then: '-',
      hands: 'C',
    },
    {
      rule: 'but not one that quits too, or is silent',
      given: shop('ABC', 'ABC', { A: quitting, B: quitting, C: silent(5) }),
      then: '-',
    },
    {
      rule: 'the only voter gives its seat to somebody who stays',
      given: shop('A', 'AB', { A: quitting }),
      then: 'B | A',
    },
    {
      rule: 'the last one of a shop says what will be',
      given: shop('A', 'AB', { A: quitting, B: silent(5) }),
      then: '-',
      says: ['Without A: reading only until A is on'],
    },
    { rule: 'a learner just goes', given: shop('ABC', 'ABCD', { D: quitting }), then: '-', says: [] },
    {
      rule: 'at night the last three that were on hold the votes',
      given: shop('ABC', 'ABCDEF', { B: quitting, ...all('DEF', silent(40 * MIN)) }),
      then: '-',
    },
  ]);
});

describe('Removing a member that votes', () => {
  check([
    {
      rule: 'somebody votes instead, in the same change that removes it',
      given: shop('ABC', 'ABCD', { C: leaving }),
      then: 'ABD |',
      says: ['D votes instead of C: removed from the shop'],
    },
    {
      rule: 'before any that quits or is silent',
      given: shop('ABCDE', 'ABCDEF', { B: silent(9 * MIN), C: quitting, D: leaving }),
      then: 'ABCEF |',
    },
    {
      rule: 'where nobody can, the number is lowered to an odd one: of three, one is left',
      given: shop('ABC', 'ABC', { C: leaving }),
      then: 'A | B',
      says: ['A alone votes: C is removed, and nobody else is ready to vote'],
    },
    {
      rule: 'of five, three',
      given: shop('ABCDE', 'ABCDE', { C: leaving }),
      then: 'ABD | E',
      says: ['A, B and D vote: C is removed, and nobody else is ready to vote'],
    },
    {
      rule: 'of which those that are there stay',
      given: shop('ABCDE', 'ABCDE', { B: silent(5), C: leaving }),
      then: 'ADE | B',
    },
    {
      rule: 'and the best stays',
      given: shop('ABC', 'ABC', { B: { pinned: true }, C: leaving }),
      then: 'B | A',
    },
    {
      rule: 'but never one that lacks part of the log',
      given: shop('ABC', 'ABC', { B: { pinned: true, match: LAST - 65 }, C: leaving }),
      then: 'A | B',
    },
    {
      rule: 'a dead one as well',
      given: shop('ABC', 'ABC', { C: { ...leaving, ...silent(90 * MIN) } }),
      then: 'A | B',
    },
    {
      rule: 'not by a new leader, which does not know yet who could vote instead',
      given: shop('ABC', 'ABC', { C: leaving }, { leadingSince: NOW - 9_999 }),
      then: '-',
    },
    {
      rule: 'though that may swap it',
      given: shop('ABC', 'ABCD', { C: leaving }, { leadingSince: NOW - 9_999 }),
      then: 'ABD |',
    },
    {
      rule: 'never so that those who are left could not work: then it waits for them',
      given: shop('ABCDE', 'ABCDE', { B: silent(5), C: silent(5), D: leaving, E: leaving }),
      then: '-',
      says: ['D and E are removed as soon as two of A, B, C are on'],
    },
    {
      rule: 'nor with a majority that is about to quit',
      given: shop('ABCDE', 'ABCDE', { B: quitting, C: silent(5), D: leaving, E: leaving }),
      then: '-',
      says: [
        'D and E are removed as soon as two of A, B, C are on',
        'B still votes, though it is about to be switched off: nobody else is ready to',
      ],
    },
    {
      rule: 'the leader itself: what is left is led by another',
      given: shop('ABC', 'ABC', { A: leaving }),
      then: 'B | C',
    },
    {
      rule: 'two of three',
      given: shop('ABC', 'ABC', { B: leaving, C: leaving }),
      then: 'A |',
    },
    {
      rule: 'two of three, with one that can vote instead: one is left, as there are fewer than three',
      given: shop('ABC', 'ABCD', { B: leaving, C: leaving }),
      then: 'A | D',
    },
    {
      rule: 'a voter that the roster no longer knows',
      given: shop('ABX', 'ABD', {}, configured('ABX', 'D')),
      then: 'ABD |',
    },
    {
      rule: 'does not keep a learner from being removed',
      given: shop('ABC', 'ABCD', { B: silent(5), C: leaving, D: leaving }, { leadingSince: NOW - 5 }),
      then: 'ABC |',
    },
  ]);
});

describe('Guards', () => {
  const swap = (more: Partial<Knowledge>) => shop('ABC', 'ABCD', { C: silent(9 * MIN) }, more);
  const joint = { voters: ['A', 'B', 'D'], outgoing: ['A', 'B', 'C'], learners: [] };
  check([
    {
      rule: 'one change in flight: none while two majorities are needed',
      given: swap({ configuration: joint }),
      then: '-',
      says: [],
    },
    {
      rule: 'nor before the last one is committed',
      given: swap({ configurationCommitted: false }),
      then: '-',
      says: [],
    },
    { rule: 'nor before something of its own term is', given: swap({ committedOwnTerm: false }), then: '-' },
    {
      rule: 'a new leader judges nobody for one grace period (edge case 37)',
      given: swap({ leadingSince: NOW - 9_999 }),
      then: '-',
    },
    { rule: 'and then does', given: swap({ leadingSince: NOW - 10_000 }), then: 'ABD | C' },
    {
      rule: 'nor promotes anybody within it',
      given: shop('A', 'ABC', {}, { leadingSince: NOW - 9_999 }),
      then: '-',
    },
    {
      rule: 'while two majorities are needed nobody hands over either: the change does that',
      given: {
        ...shop('ABC', 'ABCD', { A: quitting }),
        configuration: { ...joint, voters: ['B', 'C', 'D'] },
      },
      then: '-',
    },
  ]);

  it('a change says on which configuration it was decided', () => {
    expect(nextChange(swap({ configurationIndex: 42 })).change?.basedOn).toBe(42);
  });
});
