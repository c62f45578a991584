/** Linearizable reads: ReadIndex (dissertation §6.4), from any node. */
import { describe, expect, it } from 'vitest';
import { Cluster } from './testing/cluster.ts';
import { Lone } from './testing/lone.ts';

const answers = (lone: Lone, ref: number) =>
  lone.said.filter(
    (effect) => (effect.type === 'readable' || effect.type === 'notReadable') && effect.ref === ref,
  );

describe('a read on the leader', () => {
  const leader = () => {
    const lone = new Lone().lead();
    lone.sync();
    return lone;
  };
  const confirm = (lone: Lone, round: number) =>
    lone.receive('b', { type: 'heartbeatReply', term: lone.view.term, round });
  const roundSent = (lone: Lone) =>
    Math.max(0, ...lone.sent().map(({ message }) => (message.type === 'heartbeat' ? message.round : 0)));

  it('waits until an entry of its own term is committed (edge case 24)', () => {
    const lone = leader();
    lone.step({ type: 'read', ref: 1 });
    confirm(lone, 0);
    expect(roundSent(lone)).toBe(0);
    lone.receive('b', { type: 'appendReply', term: lone.view.term, match: 1 });
    expect(answers(lone, 1)).toEqual([]);
    confirm(lone, roundSent(lone));
    expect(answers(lone, 1)).toEqual([{ type: 'readable', ref: 1, index: 1 }]);
  });

  it('is answered once a majority has answered a heartbeat sent after it was asked, not an earlier one', () => {
    const lone = leader();
    lone.receive('b', { type: 'appendReply', term: lone.view.term, match: 1 });
    lone.ticks(2);
    const before = roundSent(lone);
    expect(before).toBeGreaterThan(0);
    lone.step({ type: 'read', ref: 1 });
    const after = roundSent(lone);
    expect(after).toBeGreaterThan(before);
    confirm(lone, before);
    expect(answers(lone, 1)).toEqual([]);
    confirm(lone, after);
    expect(answers(lone, 1)).toHaveLength(1);
  });

  it('shares its round with the others that wait: many reads, few heartbeats', () => {
    const lone = leader();
    lone.receive('b', { type: 'appendReply', term: lone.view.term, match: 1 });
    lone.sent();
    for (let ref = 1; ref <= 100; ref++) lone.step({ type: 'read', ref });
    const first = roundSent(lone);
    confirm(lone, first);
    confirm(lone, roundSent(lone));
    expect(lone.said.filter(({ type }) => type === 'readable')).toHaveLength(100);
    expect(lone.said.filter((e) => e.type === 'send' && e.message.type === 'heartbeat')).toHaveLength(4);
  });

  it('fails as soon as leadership is lost, instead of hanging (edge case 24)', () => {
    const lone = leader();
    lone.receive('b', { type: 'appendReply', term: lone.view.term, match: 1 });
    lone.step({ type: 'read', ref: 1 });
    lone.step({ type: 'read', ref: 2 });
    lone.receive('c', { type: 'heartbeatReply', term: lone.view.term + 1, round: 0 });
    expect([...answers(lone, 1), ...answers(lone, 2)]).toEqual([
      { type: 'notReadable', ref: 1 },
      { type: 'notReadable', ref: 2 },
    ]);
  });

  it('on a node alone is answered at once', () => {
    const cluster = new Cluster({ size: 1 });
    cluster.elect();
    const ref = cluster.read('n1');
    expect(cluster.clients.readAt.get(ref)).toBe(1);
  });
});

describe('a read on a follower', () => {
  it('sees every write that was acknowledged anywhere before it was asked', () => {
    const cluster = new Cluster({ size: 3 });
    cluster.electThis('n1');
    cluster.run(3);
    cluster.write('n1', 5);
    // Two of three have it; n3 does not know yet.
    cluster.network.cutBoth('n1', 'n3');
    cluster.settle();
    cluster.network.mend();
    expect(cluster.node('n3').view.commit).toBeLessThan(cluster.checker.committed.length);
    const ref = cluster.read('n3');
    cluster.settle();
    expect(cluster.clients.readAt.get(ref)).toBe(cluster.checker.committed.length);
  });

  it('fails at once where no leader is known, and when the leader changes', () => {
    const lone = new Lone();
    lone.step({ type: 'read', ref: 1 });
    expect(answers(lone, 1)).toEqual([{ type: 'notReadable', ref: 1 }]);
    lone.receive('b', { type: 'heartbeat', term: 1, commit: 0, round: 1 });
    lone.step({ type: 'read', ref: 2 });
    lone.receive('c', { type: 'heartbeat', term: 2, commit: 0, round: 1 });
    expect(answers(lone, 2)).toEqual([{ type: 'notReadable', ref: 2 }]);
  });

  it('whose question or answer is lost fails after an election timeout, and a later answer answers nothing', () => {
    const lone = new Lone();
    const heartbeat = { type: 'heartbeat', term: 1, commit: 0, round: 1 } as const;
    lone.receive('b', heartbeat);
    lone.step({ type: 'read', ref: 1 });
    const question = lone.sent().find(({ message }) => message.type === 'readIndex')!.message;
    for (let i = 0; i < 10; i++) {
      lone.ticks(1);
      lone.receive('b', heartbeat);
    }
    expect(answers(lone, 1)).toEqual([{ type: 'notReadable', ref: 1 }]);
    const ref = question.type === 'readIndex' ? question.ref : -1;
    lone.receive('b', { type: 'readIndexReply', term: 1, ref, index: 7 });
    expect(answers(lone, 1)).toHaveLength(1);
  });

  it('takes an index from its leader and from nobody else, and once', () => {
    const lone = new Lone();
    lone.receive('b', { type: 'heartbeat', term: 1, commit: 0, round: 1 });
    lone.step({ type: 'read', ref: 1 });
    const { message } = lone.sent().find((sent) => sent.message.type === 'readIndex')!;
    const reply = { type: 'readIndexReply', term: 1, ref: 'ref' in message ? message.ref : -1 } as const;
    lone.receive('c', { ...reply, index: 1 });
    expect(answers(lone, 1)).toEqual([]);
    lone.receive('b', { ...reply, index: 3 });
    lone.receive('b', { ...reply, index: 3 });
    expect(answers(lone, 1)).toEqual([{ type: 'readable', ref: 1, index: 3 }]);
  });

  it('does not take the answer to a question of its earlier life for its own', () => {
    const ask = (seed: number) => {
      const lone = new Lone({ random: () => seed / 100 });
      lone.receive('b', { type: 'heartbeat', term: 1, commit: 0, round: 1 });
      lone.step({ type: 'read', ref: 1 });
      const { message } = lone.sent().find((sent) => sent.message.type === 'readIndex')!;
      return 'ref' in message ? message.ref : -1;
    };
    const refs = Array.from({ length: 100 }, (_, seed) => ask(seed));
    expect(new Set(refs).size).toBe(100);
    expect(refs.every((ref) => Number.isSafeInteger(ref + 2 ** 20))).toBe(true);
  });
});

describe('a deposed leader that knows nothing of it', () => {
  const deposed = () => {
    const cluster = new Cluster({ size: 3 });
    cluster.electThis('n1');
    cluster.run(3);
    cluster.isolate('n1');
    const others = ['n2', 'n3'];
    for (let i = 0; i < 50 && cluster.leader?.id === 'n1'; i++) cluster.run(1, others);
    expect(cluster.node('n1').leads).toBe(true);
    const successor = cluster.leader!;
    cluster.write(successor.id, 3);
    cluster.run(3, others);
    return { cluster, successor };
  };

  it('answers no read, for nobody confirms it, however long its clock stood still (edge case 25)', () => {
    const { cluster } = deposed();
    const ref = cluster.read('n1');
    cluster.settle();
    expect(cluster.clients.waiting).toEqual([ref]);
    cluster.network.mend();
    cluster.run(5);
    expect(cluster.clients.waiting).toEqual([]);
    expect(cluster.clients.counts.notReadable).toBe(1);
  });

  it('fails the reads that waited there when it steps down by itself (edge case 24)', () => {
    const { cluster } = deposed();
    cluster.read('n1');
    cluster.run(cluster.electionTicks, ['n1']);
    expect(cluster.node('n1').leads).toBe(false);
    expect(cluster.clients.waiting).toEqual([]);
    expect(cluster.clients.counts.notReadable).toBe(1);
  });
});
