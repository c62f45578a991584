/** Who takes part, whose word counts, and what was in force where the log ends now. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Configurations,
  isMember,
  isQuorum,
  isSoleVoter,
  isVoter,
  peersOf,
  quorumIndex,
  votersOf,
} from './configuration.ts';
import type { Configuration, Entry, NodeId } from './types.ts';

const NODES: readonly NodeId[] = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const joint: Configuration = { voters: ['a', 'd', 'e'], outgoing: ['a', 'b', 'c'], learners: ['b', 'l'] };
const ids = fc.uniqueArray(fc.constantFrom(...NODES), { minLength: 1, maxLength: 5 });
const anyConfiguration = fc
  .record({ voters: ids, outgoing: fc.oneof(fc.constant([]), ids) })
  .map((halves) => ({ ...halves, learners: [] }));
const majorityOf = (half: readonly NodeId[], agree: ReadonlySet<NodeId>) =>
  2 * half.filter((id) => agree.has(id)).length > half.length;

describe('a majority', () => {
  it('is one of each half: neither alone is enough (Raft §6)', () => {
    const agree = (...agreeing: NodeId[]) => isQuorum(joint, (id) => agreeing.includes(id));
    expect(agree('a', 'd')).toBe(false);
    expect(agree('a', 'b')).toBe(false);
    expect(agree('d', 'e')).toBe(false);
    expect(agree('a', 'b', 'd')).toBe(true);
    expect(agree('b', 'c', 'd', 'e')).toBe(true);
  });

  it('never counts learners, nor anybody twice', () => {
    const plain = { voters: ['a', 'b', 'c'], outgoing: [], learners: ['l', 'm', 'n'] };
    expect(isQuorum(plain, (id) => id !== 'b' && id !== 'c')).toBe(false);
  });

  it('of nobody is none', () => {
    expect(isQuorum({ voters: [], outgoing: [], learners: ['a'] }, () => true)).toBe(false);
  });

  it('overlaps with every other one, in each half', () => {
    const subset = fc.uniqueArray(fc.constantFrom(...NODES));
    fc.assert(
      fc.property(anyConfiguration, subset, subset, (configuration, one, other) => {
        const [these, those] = [new Set(one), new Set(other)];
        const quorum = isQuorum(configuration, (id) => these.has(id));
        const { voters, outgoing } = configuration;
        expect(quorum).toBe(
          majorityOf(voters, these) && (outgoing.length === 0 || majorityOf(outgoing, these)),
        );
        if (quorum && isQuorum(configuration, (id) => those.has(id)))
          expect([...voters, ...outgoing].some((id) => these.has(id) && those.has(id))).toBe(true);
      }),
    );
  });

  it('holds exactly up to the quorum index', () => {
    fc.assert(
      fc.property(anyConfiguration, fc.array(fc.nat(9), { minLength: 8, maxLength: 8 }), (known, matches) => {
        const held = (id: NodeId) => matches[NODES.indexOf(id)] ?? 0;
        const index = quorumIndex(known, held);
        expect(isQuorum(known, (id) => held(id) >= index)).toBe(true);
        expect(isQuorum(known, (id) => held(id) >= index + 1)).toBe(false);
      }),
    );
  });
});

describe('members', () => {
  it('are those of either half and the learners, each once', () => {
    expect(votersOf(joint)).toEqual(['a', 'd', 'e', 'b', 'c']);
    expect(peersOf(joint, 'd')).toEqual(['a', 'e', 'b', 'c', 'l']);
    expect(['a', 'b', 'e', 'l', 'x'].map((id) => isVoter(joint, id))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(['a', 'b', 'e', 'l', 'x'].map((id) => isMember(joint, id))).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
  });

  it('one is the sole voter only where nobody votes besides it, in either half', () => {
    const sole = (voters: NodeId[], outgoing: NodeId[] = []) =>
      isSoleVoter({ voters, outgoing, learners: ['l'] }, 'a');
    expect(sole(['a'])).toBe(true);
    expect(sole(['a', 'b'])).toBe(false);
    expect(sole(['a'], ['a', 'b'])).toBe(false);
    expect(sole(['b'])).toBe(false);
    expect(sole([])).toBe(false);
  });
});

describe('along the log', () => {
  const of = (...voters: NodeId[]): Configuration => ({ voters, outgoing: [], learners: [] });
  const entry = (index: number, configuration: Configuration): Entry => ({
    index,
    term: 1,
    payload: { kind: 'configuration', configuration, data: `at ${index}` },
  });
  const known = () => {
    const configurations = new Configurations(of('a'), null);
    configurations.appended([entry(2, of('b')), entry(5, of('c'))]);
    return configurations;
  };

  it('the newest is in force, committed or not; truncated, it is the one before (edge case 17)', () => {
    const configurations = known();
    expect(configurations.newest).toEqual({ index: 5, configuration: of('c'), data: 'at 5' });
    configurations.truncatedFrom(5);
    expect(configurations.newest.configuration).toEqual(of('b'));
    configurations.truncatedFrom(1);
    expect(configurations.newest).toMatchObject({ index: 0, configuration: of('a') });
  });

  it('a snapshot that covers an entry keeps what it said, and forgets what was before (edge case 17)', () => {
    const configurations = known();
    configurations.compacted({ index: 4, term: 1, configuration: of('b') });
    configurations.truncatedFrom(5);
    expect(configurations.newest).toMatchObject({ index: 2, configuration: of('b') });
  });

  it('a log that becomes a snapshot has what the snapshot says (edge case 17)', () => {
    const configurations = known();
    configurations.reset({ index: 9, term: 2, configuration: of('d') });
    expect(configurations.newest).toMatchObject({ index: 9, configuration: of('d') });
    expect(configurations.inPlay(9)).toEqual([of('d')]);
  });

  it('what may yet be in force is the one at the commit index and all after it', () => {
    expect(known().inPlay(1)).toEqual([of('a'), of('b'), of('c')]);
    expect(known().inPlay(2)).toEqual([of('b'), of('c')]);
    expect(known().inPlay(4)).toEqual([of('b'), of('c')]);
    expect(known().inPlay(5)).toEqual([of('c')]);
  });
});
