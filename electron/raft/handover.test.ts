/** Leaving office to a chosen successor, going away and coming back. */
import { describe, expect, it } from 'vitest';
import { Cluster } from './testing/cluster.ts';
import { Lone } from './testing/lone.ts';
import type { NodeId } from './types.ts';

const leader = () => {
  const lone = new Lone({
    fallbackConfiguration: { voters: ['a', 'b', 'c'], outgoing: [], learners: ['l'] },
  }).lead();
  lone.sync();
  lone.receive('b', { type: 'appendReply', term: lone.view.term, match: 1 });
  lone.sent();
  return lone;
};
const ack = (lone: Lone, from: NodeId, match: number) =>
  lone.receive(from, { type: 'appendReply', term: lone.view.term, match });
const propose = (lone: Lone) =>
  lone.step({ type: 'propose', ref: 1, payloads: [{ kind: 'command', data: 'x' }] });
const told = (lone: Lone) =>
  lone.sent().flatMap(({ to, message }) => (message.type === 'timeoutNow' ? [to] : []));

describe('a transfer', () => {
  it('takes a round of messages: the successor leads, and no time has passed (dissertation §3.10)', () => {
    const cluster = new Cluster({ size: 3 });
    const first = cluster.electThis('n1');
    const { term } = first.view;
    cluster.write('n1', 5);
    cluster.transfer('n1', 'n3');
    cluster.settle();
    expect(cluster.leader?.view).toMatchObject({ id: 'n3', term: term + 1 });
    expect(first.view).toMatchObject({ role: 'follower', leader: 'n3' });
    expect(cluster.checker.committed.filter(({ payload }) => payload.kind === 'command')).toHaveLength(5);
  });

  it('waits until the successor has everything on its disk (edge case 23)', () => {
    const lone = leader();
    propose(lone);
    lone.step({ type: 'transfer', to: 'c' });
    expect(told(lone)).toEqual([]);
    ack(lone, 'c', 1);
    expect(told(lone)).toEqual([]);
    ack(lone, 'c', 2);
    expect(told(lone)).toEqual(['c']);
  });

  it('does not take what is merely sent for acknowledged: the successor syncs first (edge case 23)', () => {
    const cluster = new Cluster({ size: 3 });
    cluster.electThis('n1');
    cluster.write('n1');
    while (cluster.network.underWay.length > 0) cluster.deliver();
    cluster.transfer('n1', 'n2');
    while (cluster.network.underWay.length > 0) cluster.deliver();
    expect(cluster.node('n2').view).toMatchObject({ role: 'follower', lastIndex: 2 });
    cluster.settle();
    expect(cluster.node('n2').leads).toBe(true);
  });

  it('refuses proposals and reads meanwhile, its own and those of others (edge case 23)', () => {
    const lone = leader();
    lone.step({ type: 'transfer', to: 'c' });
    expect(lone.view.transferringTo).toBe('c');
    expect(propose(lone)).toContainEqual({
      type: 'notProposed',
      ref: 1,
      reason: 'transferring',
      leader: 'a',
    });
    expect(lone.step({ type: 'read', ref: 2 })).toEqual([{ type: 'notReadable', ref: 2 }]);
    lone.receive('b', { type: 'readIndex', term: lone.view.term, ref: 3 });
    expect(lone.sent()).toContainEqual({
      to: 'b',
      message: { type: 'readIndexReply', term: lone.view.term, ref: 3, index: null },
    });
  });

  it('to a dead node is given up after an election timeout, and all goes on (edge case 23)', () => {
    const lone = leader();
    propose(lone);
    lone.step({ type: 'transfer', to: 'c' });
    const alive = (ticks: number) => {
      for (let tick = 0; tick < ticks; tick++) {
        lone.receive('b', { type: 'heartbeatReply', term: lone.view.term, round: 0 });
        lone.ticks(1);
      }
    };
    alive(9);
    expect(lone.view.transferringTo).toBe('c');
    alive(1);
    expect(lone.view).toMatchObject({ role: 'leader', transferringTo: null });
    expect(propose(lone)).toContainEqual(expect.objectContaining({ type: 'proposed' }));
    ack(lone, 'c', lone.view.lastIndex);
    expect(told(lone)).toEqual([]);
  });

  it('asked for twice is one, and is given up no later', () => {
    const lone = leader();
    lone.step({ type: 'transfer', to: 'c' });
    for (let tick = 0; tick < 10; tick++) {
      lone.receive('b', { type: 'heartbeatReply', term: lone.view.term, round: 0 });
      lone.step({ type: 'transfer', to: 'c' });
      lone.ticks(1);
    }
    expect(lone.view.transferringTo).toBeNull();
  });

  it('may go to another on second thoughts', () => {
    const lone = leader();
    lone.step({ type: 'transfer', to: 'c' });
    lone.step({ type: 'transfer', to: 'b' });
    expect(lone.view.transferringTo).toBe('b');
    expect(told(lone)).toEqual(['b']);
  });

  it.each(['a', 'l', 'x'])('to %s, itself or no voter, is none', (to) => {
    const lone = leader();
    lone.step({ type: 'transfer', to });
    expect(lone.view.transferringTo).toBeNull();
    expect(propose(lone)).toContainEqual(expect.objectContaining({ type: 'proposed' }));
  });

  it('by a node that does not lead is none', () => {
    const lone = new Lone();
    expect(lone.step({ type: 'transfer', to: 'b' })).toEqual([]);
  });

  it('survives the loss of its message: it is said again with each heartbeat', () => {
    const cluster = new Cluster({ size: 3 });
    cluster.electThis('n1');
    cluster.transfer('n1', 'n2');
    cluster.network.lose(({ message }) => message.type === 'timeoutNow');
    cluster.run(5);
    expect(cluster.leader?.id).toBe('n2');
  });
});

describe('a node that is told to campaign', () => {
  const follower = (more: ConstructorParameters<typeof Lone>[0] = {}) => {
    const lone = new Lone({ term: 1, ...more });
    lone.receive('b', { type: 'heartbeat', term: 1, commit: 0, round: 1 });
    lone.sync();
    lone.sent();
    return lone;
  };
  const tell = (lone: Lone, from: NodeId = 'b', term = 1) => lone.receive(from, { type: 'timeoutNow', term });

  it('asks for votes at once, without a pre-vote, and says why (edge case 23)', () => {
    const lone = follower();
    tell(lone);
    expect(lone.sent()).toEqual([]);
    lone.sync();
    expect(lone.sent().map(({ message }) => message)).toEqual([
      { type: 'vote', term: 2, lastIndex: 0, lastTerm: 0, transfer: true },
      { type: 'vote', term: 2, lastIndex: 0, lastTerm: 0, transfer: true },
    ]);
  });

  it('twice does it once: the second is of a term that is over (edge case 23)', () => {
    const lone = follower();
    tell(lone);
    tell(lone);
    lone.sync();
    tell(lone);
    expect(lone.view).toMatchObject({ role: 'candidate', term: 2 });
    lone.receive('c', { type: 'voteReply', term: 2, granted: true });
    tell(lone);
    expect(lone.view).toMatchObject({ role: 'leader', term: 2 });
  });

  it.each<[string, Lone, NodeId, number]>([
    [
      'a learner',
      follower({ fallbackConfiguration: { voters: ['b', 'c'], outgoing: [], learners: ['a'] } }),
      'b',
      1,
    ],
    ['removed', follower({ voters: ['b', 'c'] }), 'b', 1],
    ['damaged', follower({ damaged: true }), 'b', 1],
    ['told by somebody who does not lead', follower(), 'c', 1],
    ['told by the leader of an earlier term', follower(), 'b', 0],
  ])('does not where it is %s (edge case 23)', (_, lone, from, term) => {
    tell(lone, from, term);
    lone.sync();
    expect(lone.view).toMatchObject({ role: 'follower', term: 1, leader: 'b' });
    expect(lone.sent()).toEqual([]);
  });

  it('is voted for though a leader is heard, by followers and by that leader (edge cases 13 and 23)', () => {
    const vote = { type: 'vote', term: 2, lastIndex: 9, lastTerm: 1, transfer: true } as const;
    const lone = follower();
    lone.receive('c', { ...vote, transfer: false });
    expect(lone.view).toMatchObject({ term: 1, leader: 'b', vote: null });
    lone.receive('c', vote);
    expect(lone.view).toMatchObject({ term: 2, leader: null, vote: 'c' });
    const leading = leader();
    const { term } = leading.view;
    leading.receive('c', { ...vote, term: term + 1, lastTerm: term });
    expect(leading.view).toMatchObject({ role: 'follower', term: term + 1, vote: 'c' });
  });

  it('is not voted for with a shorter log', () => {
    const lone = follower({ terms: [1, 1] });
    lone.receive('c', { type: 'vote', term: 2, lastIndex: 1, lastTerm: 1, transfer: true });
    expect(lone.view).toMatchObject({ term: 2, vote: null });
  });
});

describe('before it sleeps', () => {
  it('a leader steps down at once, and its reads fail instead of hanging', () => {
    const lone = leader();
    lone.step({ type: 'read', ref: 4 });
    const effects = lone.step({ type: 'stepDown' });
    expect(effects).toContainEqual({ type: 'notReadable', ref: 4 });
    expect(effects).toContainEqual(
      expect.objectContaining({ type: 'leadership', role: 'follower', leader: null }),
    );
  });

  it('a candidate does not win while it is away', () => {
    const lone = new Lone();
    lone.ticks(20);
    expect(lone.view.role).toBe('preCandidate');
    lone.step({ type: 'stepDown' });
    lone.receive('b', { type: 'preVoteReply', term: 1, granted: true });
    expect(lone.view).toMatchObject({ role: 'follower', term: 0 });
  });

  it('a follower has nothing to do', () => {
    const lone = new Lone();
    lone.receive('b', { type: 'heartbeat', term: 1, commit: 0, round: 1 });
    expect(lone.step({ type: 'stepDown' })).toEqual([]);
    expect(lone.view.leader).toBe('b');
  });
});

describe('a node that woke', () => {
  const slept = () => {
    const lone = new Lone();
    lone.receive('b', { type: 'heartbeat', term: 1, commit: 0, round: 1 });
    lone.sync();
    lone.ticks(9);
    lone.sent();
    return lone;
  };

  it('listens for a whole election timeout before it asks (edge case 26)', () => {
    const lone = slept();
    lone.step({ type: 'listen' });
    expect(lone.view).toMatchObject({ leader: 'b', term: 1 });
    lone.ticks(9);
    expect(lone.view.role).toBe('follower');
    lone.ticks(11);
    expect(lone.view.role).toBe('preCandidate');
  });

  it('does so even where its connections turn out to be closed (edge case 26)', () => {
    const lone = slept();
    lone.step({ type: 'listen' });
    lone.step({ type: 'disconnected', peer: 'b' });
    expect(lone.view.leader).toBeNull();
    lone.ticks(9);
    expect(lone.view.role).toBe('follower');
    lone.ticks(11);
    expect(lone.view.role).toBe('preCandidate');
  });

  it('is as quick as any other again once it heard a leader', () => {
    const lone = slept();
    lone.step({ type: 'listen' });
    lone.receive('b', { type: 'heartbeat', term: 1, commit: 0, round: 2 });
    lone.step({ type: 'disconnected', peer: 'b' });
    lone.ticks(3);
    expect(lone.view.role).toBe('preCandidate');
  });

  it('leads no longer', () => {
    const lone = leader();
    lone.step({ type: 'listen' });
    expect(lone.view).toMatchObject({ role: 'follower', leader: null });
  });
});
