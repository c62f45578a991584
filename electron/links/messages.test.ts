import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry, Message, Payload } from '../raft/types.ts';
import { decodeBody, encodeFrame, HEADER_BYTES } from './frames.ts';
import { parseRaftMessage } from './messages.ts';

const whole = fc.maxSafeNat();
const id = fc.string({ minLength: 1, maxLength: 64, unit: 'grapheme' }).filter((text) => text.length <= 64);
const text = fc.string({ unit: 'grapheme', maxLength: 300 });
const data = fc.uint8Array({ maxLength: 5_000 });
const configuration = fc
  .tuple(fc.uniqueArray(id, { minLength: 1, maxLength: 7 }), fc.uniqueArray(id, { maxLength: 3 }))
  .map(([ids, others]) => ({
    voters: ids.slice(0, Math.ceil(ids.length / 2)),
    // Some stay as voters, some as learners, some not at all.
    outgoing: [...new Set([...ids.slice(1, 3), ...others])],
    learners: ids.slice(Math.ceil(ids.length / 2)),
  }));
const payload: fc.Arbitrary<Payload> = fc.oneof(
  fc.constant({ kind: 'noop' as const }),
  fc.record({ kind: fc.constant('command' as const), data: text }),
  fc.record({ kind: fc.constant('configuration' as const), configuration, data: text }),
);
const snapshot = fc.record({
  index: fc.integer({ min: 1 }),
  term: fc.integer({ min: 1 }),
  configuration,
});
const append = fc
  .record({
    prevIndex: fc.nat(),
    prevTerm: fc.nat(),
    steps: fc.array(fc.tuple(fc.nat(3), payload), { maxLength: 20 }),
    above: fc.nat(3),
    commit: whole,
  })
  .map(({ prevIndex, prevTerm, steps, above, commit }) => {
    let term = Math.max(1, prevTerm);
    const entries: Entry[] = steps.map(([step, item], n) => {
      term += step;
      return { index: prevIndex + 1 + n, term, payload: item };
    });
    return { type: 'append' as const, term: term + above, prevIndex, prevTerm, entries, commit };
  });

/** One arbitrary for each type: a type that is added does not compile until it is here. */
const arbitraries: { [T in Message['type']]: fc.Arbitrary<Extract<Message, { type: T }>> } = {
  preVote: fc.record({ type: fc.constant('preVote'), term: whole, lastIndex: whole, lastTerm: whole }),
  preVoteReply: fc.record({ type: fc.constant('preVoteReply'), term: whole, granted: fc.boolean() }),
  vote: fc.record({
    type: fc.constant('vote'),
    term: whole,
    lastIndex: whole,
    lastTerm: whole,
    transfer: fc.boolean(),
  }),
  voteReply: fc.record({ type: fc.constant('voteReply'), term: whole, granted: fc.boolean() }),
  append,
  appendReply: fc.record({ type: fc.constant('appendReply'), term: whole, match: whole }),
  appendReject: fc.record({
    type: fc.constant('appendReject'),
    term: whole,
    prevIndex: whole,
    hintIndex: whole,
    hintTerm: whole,
  }),
  heartbeat: fc.record({ type: fc.constant('heartbeat'), term: whole, commit: whole, round: whole }),
  heartbeatReply: fc.record({ type: fc.constant('heartbeatReply'), term: whole, round: whole }),
  snapshotChunk: fc.record({
    type: fc.constant('snapshotChunk'),
    term: whole,
    snapshot,
    offset: fc.nat(),
    data,
    done: fc.boolean(),
  }),
  snapshotReply: fc.record({
    type: fc.constant('snapshotReply'),
    term: whole,
    index: whole,
    offset: whole,
    installed: fc.boolean(),
  }),
  timeoutNow: fc.record({ type: fc.constant('timeoutNow'), term: whole }),
  readIndex: fc.record({ type: fc.constant('readIndex'), term: whole, ref: whole }),
  readIndexReply: fc.record({
    type: fc.constant('readIndexReply'),
    term: whole,
    ref: whole,
    index: fc.option(whole),
  }),
};
const each: [string, fc.Arbitrary<Message>][] = Object.entries(arbitraries);
const message: fc.Arbitrary<Message> = fc.oneof(...Object.values(arbitraries));

const overTheWire = (value: unknown) => {
  const decoded = decodeBody(encodeFrame(value).subarray(HEADER_BYTES));
  if (!decoded.ok) throw new Error('not decodable');
  return decoded.value;
};

/** Every number, list and so on in a value, as a path. */
function paths(value: unknown, here: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [here];
  return [here, ...Object.entries(value).flatMap(([key, inner]) => paths(inner, [...here, key]))];
}

/** A copy with something else at that path. */
function replaced(value: unknown, path: readonly (string | number)[], by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  const copy: unknown = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  const open = copy as Record<string | number, unknown>;
  open[key] = replaced(open[key], rest, by);
  return copy;
}

const append1 = (entries: unknown, more: object = {}) =>
  parseRaftMessage({ type: 'append', term: 5, prevIndex: 3, prevTerm: 2, commit: 0, entries, ...more });
const noop = (index: unknown, term: unknown) => ({ index, term, payload: { kind: 'noop' } });

describe('a message of Raft at the door', () => {
  for (const [type, arbitrary] of each) {
    it(`is the same after its way over the wire: ${type}`, () => {
      fc.assert(
        fc.property(arbitrary, (sent) => {
          expect(parseRaftMessage(overTheWire(sent))).toEqual(sent);
        }),
      );
    });
  }

  it.each([NaN, -1, -0, 1.5, Infinity, 2 ** 53, '7', null, true, [7], 7n, undefined])(
    'has no %s for a number',
    (bad) => {
      for (const [, arbitrary] of each) {
        const [valid] = fc.sample(arbitrary, { numRuns: 1, seed: 1 });
        expect(parseRaftMessage({ ...valid, term: bad })).toBeNull();
      }
      expect(append1([noop(bad, 2)])).toBeNull();
      expect(append1([noop(4, bad)])).toBeNull();
    },
  );

  it.each([[['__proto__']], ['__proto__'], ['constructor'], ['toString'], [''], [7], [null]])(
    'is of a known type, which %j is not',
    (type) => {
      expect(parseRaftMessage({ type, term: 1, ref: 1 })).toBeNull();
      expect(append1([{ index: 4, term: 2, payload: { kind: type } }])).toBeNull();
    },
  );

  it.each([[null], [7], ['append'], [[]], [new Uint8Array(3)], [undefined], [[{ type: 'readIndex' }]]])(
    'is a map, which %j is not',
    (value) => {
      expect(parseRaftMessage(value)).toBeNull();
    },
  );

  it('carries entries that follow each other, of terms that neither fall nor exceed its own', () => {
    expect(append1([noop(4, 2), noop(5, 2), noop(6, 5)])).not.toBeNull();
    expect(append1([noop(5, 2)])).toBeNull();
    expect(append1([noop(4, 2), noop(6, 2)])).toBeNull();
    expect(append1([noop(4, 2), noop(4, 2)])).toBeNull();
    expect(append1([noop(4, 3), noop(5, 2)])).toBeNull();
    expect(append1([noop(4, 1)])).toBeNull();
    expect(append1([noop(4, 6)])).toBeNull();
    expect(append1([noop(1, 0)], { prevIndex: 0, prevTerm: 0 })).toBeNull();
    expect(append1([noop(2 ** 53, 2)], { prevIndex: Number.MAX_SAFE_INTEGER })).toBeNull();
  });

  it('carries at most 10,000 entries', () => {
    const entries = (count: number) => Array.from({ length: count }, (_, n) => noop(4 + n, 2));
    expect(append1(entries(10_000))).not.toBeNull();
    expect(append1(entries(10_001))).toBeNull();
  });

  it('names members by ids of 1 to 64 characters, each once, one voter at least', () => {
    const change = (voters: unknown, learners: unknown = []) =>
      append1([
        {
          index: 4,
          term: 2,
          payload: { kind: 'configuration', configuration: { voters, learners }, data: '' },
        },
      ]);
    expect(change(['a'.repeat(64)], ['b'])).not.toBeNull();
    expect(change(['a'.repeat(65)])).toBeNull();
    expect(change([''])).toBeNull();
    expect(change([7])).toBeNull();
    expect(change(['a', 'a'])).toBeNull();
    expect(change(['a'], ['a'])).toBeNull();
    expect(change([])).toBeNull();
    expect(change('abc')).toBeNull();
    expect(change(['a'], null)).toBeNull();
    expect(change(['\ud800'])).toBeNull();
  });

  it('may name a voter of before again, as voter or learner, but not twice', () => {
    const change = (outgoing: unknown) =>
      append1([
        {
          index: 4,
          term: 2,
          payload: {
            kind: 'configuration',
            configuration: { voters: ['a'], outgoing, learners: ['b'] },
            data: '',
          },
        },
      ]);
    expect(change(['a', 'b', 'c'])).not.toBeNull();
    expect(change(['c', 'c'])).toBeNull();
    expect(change([''])).toBeNull();
    expect(change('c')).toBeNull();
    expect(change(Array.from({ length: 1_001 }, (_, n) => `n${n}`))).toBeNull();
  });

  it('reads what versions before joint configurations and transfers wrote', () => {
    const entry = {
      index: 4,
      term: 2,
      payload: { kind: 'configuration', configuration: { voters: ['a'], learners: ['b'] }, data: '' },
    };
    expect(append1([entry])).toMatchObject({
      entries: [{ payload: { configuration: { voters: ['a'], outgoing: [], learners: ['b'] } } }],
    });
    expect(parseRaftMessage({ type: 'vote', term: 1, lastIndex: 2, lastTerm: 1 })).toMatchObject({
      transfer: false,
    });
  });

  it('leaves behind what it does not know, however deep', () => {
    let deep: unknown = 1;
    for (let n = 0; n < 10_000; n++) deep = [deep];
    expect(parseRaftMessage({ type: 'readIndex', term: 1, ref: 2, more: deep })).toEqual({
      type: 'readIndex',
      term: 1,
      ref: 2,
    });
    expect(parseRaftMessage({ type: 'readIndex', term: deep, ref: 2 })).toBeNull();
  });

  it('never throws on a mutated message; what still passes is a fixed point', () => {
    fc.assert(
      fc.property(message, fc.nat(), fc.anything(), (valid, where, by) => {
        const all = paths(valid);
        const mutated = replaced(valid, all[where % all.length]!, by);
        const parsed = parseRaftMessage(mutated);
        if (parsed !== null) expect(parseRaftMessage(overTheWire(parsed))).toEqual(parsed);
      }),
      { numRuns: 2_000 },
    );
  });
});
