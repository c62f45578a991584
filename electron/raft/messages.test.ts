/** Whatever arrives, a node neither stops nor believes it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyMessage, nonsense, wholeMessages } from './testing/arbitrary.ts';
import { Lone } from './testing/lone.ts';
import { fault, MAX_TERM, MAX_TERM_STEP } from './messages.ts';
import type { Effect, Input, Message } from './types.ts';

const types = Object.keys(wholeMessages) as Message['type'][];
const roles = ['follower', 'leader'] as const;

function inRole(role: (typeof roles)[number]): Lone {
  const lone = new Lone({ terms: [1, 1, 2] });
  if (role === 'leader') lone.lead().sync();
  else lone.receive('b', { type: 'heartbeat', term: 2, commit: 0, round: 1 });
  return lone;
}

/** Hands over what no type allows, as the wire would. */
const receive = (lone: Lone, message: unknown): readonly Effect[] => lone.receive('b', message as Message);

function expectDropped(lone: Lone, message: unknown): void {
  const before = lone.view;
  const effects = receive(lone, message);
  expect(effects.map(({ type }) => type)).toEqual(['dropped']);
  expect(lone.view).toEqual(before);
}

describe.each(roles)('a %s', (role) => {
  it.each(types)('drops a %s with nonsense in any field, and nothing else happens (edge case 39)', (type) => {
    const lone = inRole(role);
    const broken = wholeMessages[type].chain((message) =>
      fc
        .tuple(fc.constantFrom(...Object.keys(message)), nonsense)
        .map(([field, value]) => ({ ...message, [field]: value })),
    );
    fc.assert(
      fc.property(broken, (message) => expectDropped(lone, message)),
      { numRuns: 150 },
    );
  });

  it.each(types)('drops a %s without any one of its fields', (type) => {
    const lone = inRole(role);
    fc.assert(
      fc.property(wholeMessages[type], (message) => {
        for (const field of Object.keys(message)) {
          const rest = Object.fromEntries(Object.entries(message).filter(([key]) => key !== field));
          expectDropped(lone, rest);
        }
      }),
      { numRuns: 20 },
    );
  });

  it.each(types)('drops a %s of a term that no election can have led to', (type) => {
    const lone = inRole(role);
    fc.assert(
      fc.property(wholeMessages[type], fc.integer({ min: 1, max: 2 ** 40 }), (message, beyond) =>
        expectDropped(lone, { ...message, term: lone.view.term + MAX_TERM_STEP + beyond }),
      ),
      { numRuns: 20 },
    );
    expectDropped(lone, { ...fc.sample(wholeMessages[type], 1)[0], term: Number.MAX_SAFE_INTEGER });
  });

  it('takes a leader and a candidate that it does not know: they may be newer here than it is (dissertation §4.1)', () => {
    const lone = inRole(role);
    const { term } = lone.view;
    const heartbeat = { type: 'heartbeat', term: term + 1, commit: 0, round: 1 } as const;
    expect(lone.receive('x', heartbeat).map(({ type }) => type)).not.toContain('dropped');
    expect(lone.view.leader).toBe('x');
    lone.step({ type: 'disconnected', peer: 'x' });
    lone.receive('y', { type: 'preVote', term: term + 2, lastIndex: 9, lastTerm: 9 });
    lone.receive('y', { type: 'vote', term: term + 2, lastIndex: 9, lastTerm: 9, transfer: false });
    lone.sync();
    expect(lone.view.vote).toBe('y');
  });

  it('drops what is no message at all', () => {
    const lone = inRole(role);
    fc.assert(fc.property(fc.oneof(fc.anything(), fc.object()), (message) => expectDropped(lone, message)));
  });

  it('drops entries and snapshots with nonsense inside', () => {
    const lone = inRole(role);
    const entry = { index: 4, term: 2, payload: { kind: 'command', data: 'x' } };
    const configuration = { voters: ['a'], outgoing: [] as string[], learners: [] as string[] };
    const snapshot = { index: 9, term: 2, configuration };
    const append = { type: 'append', term: 2, prevIndex: 3, prevTerm: 2, commit: 0 };
    const chunk = { type: 'snapshotChunk', term: 2, offset: 0, data: Uint8Array.of(1), done: true };
    fc.assert(
      fc.property(nonsense, (value) => {
        for (const field of ['index', 'term', 'payload'])
          expectDropped(lone, { ...append, entries: [{ ...entry, [field]: value }] });
        for (const field of ['index', 'term', 'configuration'])
          expectDropped(lone, { ...chunk, snapshot: { ...snapshot, [field]: value } });
        if (value !== '1')
          for (const payload of [
            { kind: value },
            { kind: 'command', data: value },
            { kind: 'configuration', data: '', configuration: value },
          ])
            expectDropped(lone, { ...append, entries: [{ ...entry, payload }] });
      }),
    );
    for (const wrong of [
      ...[[], ['a', 'a'], ['a', 1], 'abc'].map((voters) => ({ voters })),
      ...[['b', 'b'], [1], 'abc', null].map((outgoing) => ({ outgoing })),
      ...[['a'], ['b', 'b'], [1], 'abc'].map((learners) => ({ learners })),
    ])
      expectDropped(lone, {
        ...chunk,
        snapshot: { ...snapshot, configuration: { ...configuration, ...wrong } },
      });
  });

  it('drops entries with a gap, with falling terms, or from a later term than their sender', () => {
    const lone = inRole(role);
    const append = { type: 'append', term: 2, prevIndex: 3, prevTerm: 2, commit: 0 };
    const payload = { kind: 'noop' };
    expectDropped(lone, { ...append, entries: [{ index: 5, term: 2, payload }] });
    expectDropped(lone, { ...append, entries: [{ index: 4, term: 1, payload }] });
    expectDropped(lone, { ...append, entries: [{ index: 4, term: 3, payload }] });
    expectDropped(lone, { ...append, prevTerm: 3, entries: [] });
  });

  it('takes nothing from strangers, and nothing under its own name', () => {
    const lone = inRole(role);
    const harmless = fc.oneof(
      ...types
        .filter((type) => !['append', 'heartbeat', 'snapshotChunk', 'vote', 'preVote'].includes(type))
        .map((type) => wholeMessages[type]),
    );
    fc.assert(
      fc.property(fc.constantFrom('a', 'x'), harmless, (from, message) => {
        const before = lone.view;
        expect(lone.receive(from, message).map(({ type }) => type)).toEqual(['dropped']);
        expect(lone.view).toEqual(before);
      }),
    );
  });
});

describe('lies that are well-formed', () => {
  const input: fc.Arbitrary<Input> = fc.oneof(
    {
      weight: 12,
      arbitrary: fc.record({
        type: fc.constant('message' as const),
        from: fc.constantFrom('b', 'c'),
        message: anyMessage,
      }),
    },
    { weight: 4, arbitrary: fc.constant({ type: 'tick' } as const) },
    {
      weight: 1,
      arbitrary: fc.record({ type: fc.constant('disconnected' as const), peer: fc.constantFrom('b', 'c') }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('read' as const), ref: fc.nat(9) }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Input>(
        { type: 'stepDown' },
        { type: 'listen' },
        { type: 'transfer', to: 'b' },
        { type: 'reconfigure', ref: 2, basedOn: 0, voters: ['a', 'b'], learners: ['d'], data: '' },
        { type: 'reconfigure', ref: 2, basedOn: 4, voters: ['b', 'c', 'd'], learners: [], data: '' },
      ),
    },
    {
      weight: 1,
      arbitrary: fc.constant({ type: 'propose', ref: 1, payloads: [{ kind: 'noop' }] } as const),
    },
  );

  it('in any order, from members that contradict each other and themselves, never stop a node', () => {
    fc.assert(
      fc.property(fc.array(input, { minLength: 10, maxLength: 60 }), fc.boolean(), (inputs, alone) => {
        const lone = new Lone({ terms: [1, 1, 2], electionTicks: 3, ...(alone ? { voters: ['a'] } : {}) });
        for (const each of inputs) {
          const effects = lone.step(each);
          // A driver that does all it is asked at once.
          for (const effect of effects) {
            if (effect.type === 'persist') lone.sync();
            if (effect.type !== 'storeSnapshotChunk') continue;
            const { snapshot, offset, data, done } = effect;
            if (done) lone.step({ type: 'snapshotStored', snapshot });
            else lone.step({ type: 'snapshotChunkStored', snapshot, offset: offset + data.length });
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('numbers at their end (edge case 39)', () => {
  it('nobody campaigns in a term whose successor is no safe integer', () => {
    const lone = new Lone({ term: MAX_TERM });
    lone.ticks(100);
    expect(lone.view).toMatchObject({ term: MAX_TERM, role: 'follower' });
    lone.receive('b', { type: 'preVoteReply', term: Number.MAX_SAFE_INTEGER, granted: false });
    lone.ticks(100);
    expect(lone.view).toMatchObject({ term: Number.MAX_SAFE_INTEGER, role: 'follower' });
  });

  it('the last safe index is a count, the next one is not', () => {
    const heartbeat = { type: 'heartbeat', term: 1, round: 0 };
    expect(fault({ ...heartbeat, commit: Number.MAX_SAFE_INTEGER })).toBeNull();
    expect(fault({ ...heartbeat, commit: Number.MAX_SAFE_INTEGER + 1 })).not.toBeNull();
  });

  it('an append at the end of all indexes stops nothing', () => {
    const lone = new Lone();
    const prevIndex = Number.MAX_SAFE_INTEGER;
    lone.receive('b', { type: 'append', term: 1, prevIndex, prevTerm: 1, entries: [], commit: prevIndex });
    expect(lone.view).toMatchObject({ lastIndex: 0, commit: 0 });
  });
});
