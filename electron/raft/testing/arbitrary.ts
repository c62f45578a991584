/** Messages for property tests: whole ones in a small space, where they meet, and broken ones. */
import fc from 'fast-check';
import type { Configuration, Entry, Message, Payload } from '../types.ts';

const small = fc.nat(6);
const term = fc.nat(5);
export const voters: Configuration = { voters: ['a', 'b', 'c'], outgoing: [], learners: [] };

/** Among the nodes of `lone.ts`, one more, and who asks too much. */
const configuration: fc.Arbitrary<Configuration> = fc
  .record({
    voters: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 }),
    outgoing: fc.oneof(fc.constant([]), fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'))),
    learners: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd')),
  })
  .map(({ learners, ...rest }) => ({
    ...rest,
    learners: learners.filter((id) => !rest.voters.includes(id)),
  }));

const payload: fc.Arbitrary<Payload> = fc.oneof(
  fc.constant({ kind: 'noop' as const }),
  fc.record({ kind: fc.constant('command' as const), data: fc.string({ maxLength: 3 }) }),
  fc.record({
    kind: fc.constant('configuration' as const),
    configuration,
    data: fc.string({ maxLength: 3 }),
  }),
);

const append: fc.Arbitrary<Message> = fc
  .record({
    term,
    prevIndex: small,
    terms: fc.array(term, { maxLength: 4 }),
    payload,
    commit: fc.nat(12),
  })
  .map(({ prevIndex, terms, payload: carried, commit, ...rest }) => {
    const [prevTerm = 0, ...along] = [...terms].sort((a, b) => a - b);
    const entries = along.map((of, i): Entry => ({ index: prevIndex + 1 + i, term: of, payload: carried }));
    return { type: 'append', term: Math.max(rest.term, ...terms, 0), prevIndex, prevTerm, entries, commit };
  });

const snapshotChunk: fc.Arbitrary<Message> = fc
  .record({
    index: fc.integer({ min: 1, max: 8 }),
    term,
    later: fc.nat(2),
    offset: small,
    done: fc.boolean(),
  })
  .map(({ index, term: at, later, offset, done }) => ({
    type: 'snapshotChunk',
    term: at + later,
    snapshot: { index, term: at, configuration: voters },
    offset,
    data: Uint8Array.of(1),
    done,
  }));

/** Each is whole in itself; what they say together may be a lie. */
export const wholeMessages: Readonly<Record<Message['type'], fc.Arbitrary<Message>>> = {
  preVote: fc.record({ type: fc.constant('preVote' as const), term, lastIndex: small, lastTerm: term }),
  preVoteReply: fc.record({ type: fc.constant('preVoteReply' as const), term, granted: fc.boolean() }),
  vote: fc.record({
    type: fc.constant('vote' as const),
    term,
    lastIndex: small,
    lastTerm: term,
    transfer: fc.boolean(),
  }),
  voteReply: fc.record({ type: fc.constant('voteReply' as const), term, granted: fc.boolean() }),
  append,
  appendReply: fc.record({ type: fc.constant('appendReply' as const), term, match: fc.nat(12) }),
  appendReject: fc.record({
    type: fc.constant('appendReject' as const),
    term,
    prevIndex: fc.nat(12),
    hintIndex: fc.nat(12),
    hintTerm: term,
  }),
  heartbeat: fc.record({ type: fc.constant('heartbeat' as const), term, commit: fc.nat(12), round: small }),
  heartbeatReply: fc.record({ type: fc.constant('heartbeatReply' as const), term, round: small }),
  snapshotChunk,
  snapshotReply: fc.record({
    type: fc.constant('snapshotReply' as const),
    term,
    index: fc.nat(12),
    offset: small,
    installed: fc.boolean(),
  }),
  timeoutNow: fc.record({ type: fc.constant('timeoutNow' as const), term }),
  readIndex: fc.record({ type: fc.constant('readIndex' as const), term, ref: small }),
  readIndexReply: fc.record({
    type: fc.constant('readIndexReply' as const),
    term,
    ref: small,
    index: fc.option(small, { nil: null }),
  }),
};

export const anyMessage: fc.Arbitrary<Message> = fc.oneof(...Object.values(wholeMessages));

/** In no field of any message a lawful value. */
export const nonsense: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(NaN, Infinity, -Infinity, -1, -0, 0.5, 2 ** 53, 1e308, '1', undefined, 1n),
  fc.constantFrom<unknown>({}, { length: 1 }, Symbol('index'), () => 1, /x/),
);
