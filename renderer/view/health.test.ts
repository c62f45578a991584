import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Mode } from '../../shared/contract/health.ts';
import type { Health } from '../../shared/contract/health.ts';
import { aHealth, aMember } from '../testing/records.ts';
import { healthWords, lagWords, placeOf } from './health.ts';

const sentenceOf = (fields: Partial<Health>) => healthWords(aHealth(fields), 'connected').sentence;
const waitingFor = (count: number, ...names: string[]) =>
  sentenceOf({ mode: 'readingOnly', waitingFor: { count, names } });

describe('the words for a shop', () => {
  it('that is well say how many workstations may fail', () => {
    expect(sentenceOf({ mayFail: 1 })).toBe('Any one workstation may fail and the shop goes on.');
    expect(sentenceOf({ mayFail: 2 })).toBe('Any two workstations may fail and the shop goes on.');
    expect(sentenceOf({ mayFail: 9 })).toBe('Any 9 workstations may fail and the shop goes on.');
  });

  it('with nothing to spare name who is missing', () => {
    const members = [
      aMember({ self: true }),
      aMember({ id: '2', name: 'Workshop' }),
      aMember({ id: '3', name: 'Laser-PC', reachable: false }),
      aMember({ id: '4', name: 'Guest', reachable: false, voter: false }),
    ];
    expect(sentenceOf({ mode: 'degraded', members })).toBe(
      'No further failure is survived until Laser-PC can be reached again.',
    );
    expect(sentenceOf({ mode: 'degraded', members: members.slice(0, 2) })).toBe(
      'No further failure is survived: the shop goes on only while every workstation runs.',
    );
  });

  it('that takes no changes begin with it, and name those who are waited for', () => {
    expect(waitingFor(1, 'Workshop')).toBe('Reading only: waiting for Workshop.');
    expect(waitingFor(1, 'Workshop', 'Laser-PC')).toBe('Reading only: waiting for Workshop or Laser-PC.');
    expect(waitingFor(2, 'A', 'B')).toBe('Reading only: waiting for A and B.');
    expect(waitingFor(2, 'A', 'B', 'C')).toBe('Reading only: waiting for two of A, B and C.');
    expect(waitingFor(1, 'A', 'B', 'C')).toBe('Reading only: waiting for A, B or C.');
    expect(sentenceOf({ mode: 'readingOnly' })).toMatch(/^Reading only: .*finding each other/);
  });

  it('whose workstations contradict each other say so, and who would decide it', () => {
    const members = [
      aMember({ self: true }),
      aMember({ id: '2' }),
      aMember({ id: '3', name: 'Laser-PC', reachable: false }),
    ];
    const split = { mode: 'readingOnly', contradicted: true } as const;
    expect(sentenceOf({ ...split, members })).toBe(
      'Reading only: the workstations hold different records. Switch on Laser-PC to tell whose are right.',
    );
    expect(sentenceOf({ ...split, members: members.slice(0, 2) })).toBe(
      'Reading only: the workstations hold different records. Nobody can tell whose are right.',
    );
  });

  it('whose workstation does not answer this page say so, whatever was heard last', () => {
    for (const mode of Mode.options) {
      expect(healthWords(aHealth({ mode }), 'lost').sentence).toMatch(/^Reading only: .*does not answer/);
      expect(healthWords(aHealth({ mode }), 'outdated').sentence).toMatch(
        /^Reading only: .*different versions/,
      );
    }
  });

  it('of which nothing is heard yet promise nothing', () => {
    expect(healthWords(null, 'connected').short).toBe('Connecting');
    expect(healthWords(null, 'connecting')).toMatchObject({ tone: 'idle', urgent: false });
  });
});

describe('of whatever is heard, the words', () => {
  const member = fc.record({
    id: fc.uuid(),
    name: fc.constantFrom('Office', 'Workshop', 'Laser-PC', 'Store'),
    self: fc.boolean(),
    voter: fc.boolean(),
    leader: fc.boolean(),
    reachable: fc.boolean(),
    lag: fc.option(fc.nat()),
  });
  const heard = fc
    .record({
      mode: fc.constantFrom(...Mode.options),
      members: fc.array(member, { maxLength: 7 }),
      mayFail: fc.nat({ max: 8 }),
      waitingFor: fc.option(
        fc.record({
          count: fc.integer({ min: 1, max: 7 }),
          names: fc.array(fc.constantFrom('Office', 'Workshop'), { maxLength: 5 }),
        }),
      ),
    })
    .map(({ members, ...rest }) => aHealth({ ...rest, members: members.map(aMember) }));
  const connection = fc.constantFrom('connecting', 'connected', 'lost', 'outdated');

  it('are sentences in plain words, never Raft’s', () => {
    fc.assert(
      fc.property(heard, connection, (health, state) => {
        const { short, sentence } = healthWords(health, state);
        expect(sentence).toMatch(/^[A-Z][^]*\.$/);
        expect(`${short} ${sentence}`).not.toMatch(
          /undefined|null|NaN|\b(raft|node|leader|follower|quorum|term|vote|log|commit|replica|majority)\b/i,
        );
      }),
    );
  });

  it('say “Reading only” on every screen exactly when nothing can be changed here', () => {
    fc.assert(
      fc.property(heard, connection, (health, state) => {
        const { sentence, urgent } = healthWords(health, state);
        const isReadingOnly =
          state === 'lost' ||
          state === 'outdated' ||
          (state === 'connected' && health.mode === 'readingOnly');
        expect(sentence.startsWith('Reading only')).toBe(isReadingOnly);
        if (isReadingOnly) expect(urgent).toBe(true);
      }),
    );
  });
});

describe('how far a workstation has come', () => {
  it('is told in changes', () => {
    expect(lagWords(aMember({ lag: 0 }))).toBe('Up to date');
    expect(lagWords(aMember({ lag: 1 }))).toBe('1 change behind');
    expect(lagWords(aMember({ lag: 1_234 }))).toBe('1,234 changes behind');
  });

  it('is not known of one that cannot be reached or was not heard', () => {
    expect(lagWords(aMember({ reachable: false, lag: 0 }))).toBe('Cannot be reached');
    expect(lagWords(aMember({ lag: null }))).toBe('Not heard yet');
  });
});

describe('where a workstation is', () => {
  const http = { host: '127.0.0.1', port: 5100 };

  it.each([
    [
      'on the LAN, its address there',
      false,
      { host: '10.0.0.7', port: 7100 },
      { text: '10.0.0.7:7100', href: null },
    ],
    [
      'this one on the LAN, its address there',
      true,
      { host: '10.0.0.7', port: 7100 },
      { text: '10.0.0.7:7100', href: null },
    ],
    [
      'on this computer, its console',
      false,
      { host: '127.0.0.1', port: 7101 },
      { text: '127.0.0.1:5100', href: 'http://127.0.0.1:5100/' },
    ],
    [
      'this very one, no link',
      true,
      { host: '127.0.0.1', port: 7101 },
      { text: '127.0.0.1:5100', href: null },
    ],
  ])('%s', (_, self, link, place) => expect(placeOf({ self, http, link })).toEqual(place));

  it('is not told where nobody knows', () =>
    expect(placeOf({ self: false, http: null, link: null })).toBeNull());
});
