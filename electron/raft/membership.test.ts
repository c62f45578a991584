/** Changing who takes part, one change at a time, through whatever happens meanwhile. */
import { describe, expect, it } from 'vitest';
import { Cluster } from './testing/cluster.ts';
import { Lone, type LoneOptions } from './testing/lone.ts';
import type { Configuration, Input, NodeId } from './types.ts';

type Reconfigure = Extract<Input, { type: 'reconfigure' }>;

/** Node a leads a, b and c, and has committed an entry of its own term. */
const leader = (options: LoneOptions = {}) => {
  const lone = new Lone(options).lead();
  lone.sync();
  if (lone.view.commit === 0) lone.receive('b', { type: 'appendReply', term: lone.view.term, match: 1 });
  expect(lone.view).toMatchObject({ role: 'leader', commit: lone.view.lastIndex });
  lone.sent();
  return lone;
};
const change = (lone: Lone, voters: NodeId[], more: Partial<Reconfigure> = {}) =>
  lone.step({
    type: 'reconfigure',
    ref: 7,
    basedOn: lone.view.configurationIndex,
    voters,
    learners: [],
    data: 'why',
    ...more,
  });
const ack = (lone: Lone, from: NodeId, match = lone.view.lastIndex) =>
  lone.receive(from, { type: 'appendReply', term: lone.view.term, match });
const reasonOf = (effects: ReturnType<Lone['step']>) =>
  effects.map((effect) => (effect.type === 'notProposed' ? effect.reason : effect.type));
const appended = (lone: Lone) =>
  lone.said.flatMap((effect) =>
    effect.type === 'persist' ? effect.entries.filter(({ payload }) => payload.kind === 'configuration') : [],
  );

describe('a change of voters', () => {
  it('is in force, jointly, as soon as it is appended (Raft §6)', () => {
    const lone = leader();
    const effects = change(lone, ['a', 'd', 'e'], { learners: ['b'] });
    expect(effects).toContainEqual({
      type: 'proposed',
      ref: 7,
      term: lone.view.term,
      firstIndex: 2,
      lastIndex: 2,
    });
    const configuration: Configuration = {
      voters: ['a', 'd', 'e'],
      outgoing: ['a', 'b', 'c'],
      learners: ['b'],
    };
    expect(lone.view).toMatchObject({ configuration, configurationIndex: 2, configurationCommitted: false });
    expect([...lone.view.progress.keys()].sort()).toEqual(['b', 'c', 'd', 'e']);
    expect(lone.sent().map(({ to }) => to)).toEqual(expect.arrayContaining(['d', 'e']));
  });

  it('is committed by a majority of each half, and then left by itself, with the same data', () => {
    const lone = leader();
    change(lone, ['a', 'd', 'e']);
    lone.sync();
    ack(lone, 'b');
    expect(lone.view.commit).toBe(1);
    ack(lone, 'd');
    expect(lone.view).toMatchObject({
      commit: 2,
      configuration: { voters: ['a', 'd', 'e'], outgoing: [], learners: [] },
      configurationIndex: 3,
      configurationCommitted: false,
    });
    lone.sync();
    // Of before, and no longer asked.
    ack(lone, 'b');
    ack(lone, 'c');
    expect(lone.view.commit).toBe(2);
    ack(lone, 'd');
    expect(lone.view).toMatchObject({ commit: 3, configurationCommitted: true });
    expect(appended(lone).map(({ payload }) => 'data' in payload && payload.data)).toEqual(['why', 'why']);
  });

  it('is told to those that leave by the append that tells its commit, and then they are forgotten', () => {
    const lone = leader();
    change(lone, ['a', 'b']);
    lone.sync();
    for (const peer of ['b', 'c']) ack(lone, peer);
    lone.sync();
    ack(lone, 'c');
    lone.sent();
    ack(lone, 'b');
    expect(lone.sent()).toContainEqual({
      to: 'c',
      message: expect.objectContaining({ type: 'append', prevIndex: 3, commit: 3 }) as unknown,
    });
    expect([...lone.view.progress.keys()]).toEqual(['b']);
    expect(ack(lone, 'c').map(({ type }) => type)).toEqual(['dropped']);
  });

  it('of a sole voter reaches three at once', () => {
    const cluster = new Cluster({ size: 1, learners: 2 });
    cluster.elect();
    cluster.write('n1', 5);
    cluster.settle();
    cluster.reconfigure('n1', { voters: ['n1', 'n2', 'n3'] });
    cluster.settle();
    expect(cluster.node('n3').view.configuration.voters).toEqual(['n1', 'n2', 'n3']);
    cluster.crash('n1');
    cluster.run(4 * cluster.electionTicks);
    expect(cluster.leader?.id).toMatch(/n2|n3/);
    cluster.write(cluster.leader!.id);
    cluster.settle();
    expect(cluster.leader!.view.commit).toBe(cluster.leader!.view.lastIndex);
  });

  it('lets a read go that waited for voters who are asked no longer', () => {
    const lone = leader({ voters: ['a', 'b'] });
    change(lone, ['a']);
    lone.sync();
    lone.step({ type: 'read', ref: 1 });
    expect(lone.said.some(({ type }) => type === 'readable')).toBe(false);
    ack(lone, 'b', 2);
    expect(lone.said).toContainEqual({ type: 'readable', ref: 1, index: 1 });
  });
});

describe('learners', () => {
  it('come and go by one entry, and never count (edge case 9)', () => {
    const lone = leader();
    change(lone, ['c', 'b', 'a'], { learners: ['d', 'e'] });
    expect(lone.view.configuration).toEqual({ voters: ['c', 'b', 'a'], outgoing: [], learners: ['d', 'e'] });
    lone.sync();
    for (const learner of ['d', 'e']) ack(lone, learner);
    expect(lone.view.commit).toBe(1);
    ack(lone, 'c');
    expect(lone.view).toMatchObject({ commit: 2, configurationCommitted: true });
    change(lone, ['c', 'b', 'a'], { learners: ['e'] });
    expect([...lone.view.progress.keys()].sort()).toEqual(['b', 'c', 'd', 'e']);
    lone.sync();
    ack(lone, 'c');
    expect([...lone.view.progress.keys()].sort()).toEqual(['b', 'c', 'e']);
  });

  it('with an empty disk are brought all records, by snapshot where the log begins later', () => {
    const cluster = new Cluster({ size: 3, keepBehindSnapshot: 0 });
    cluster.electThis('n1');
    cluster.write('n1', 20);
    cluster.settle();
    cluster.node('n1').compact();
    cluster.settle();
    const newcomer = cluster.join();
    cluster.reconfigure('n1', { voters: ['n1', 'n2', 'n3'], learners: ['n4'] });
    cluster.run(2 * cluster.electionTicks);
    expect(newcomer.machine.commands).toEqual(cluster.node('n1').machine.commands);
    expect(newcomer.view.configuration.learners).toEqual(['n4']);
  });

  it('promoted without knowing it vote for whoever knows, and do not campaign (edge case 18)', () => {
    const cluster = new Cluster({ size: 3, learners: 1 });
    cluster.electThis('n1');
    cluster.network.cutBoth('n1', 'n4');
    cluster.reconfigure('n1', { voters: ['n1', 'n2', 'n3', 'n4'] });
    cluster.settle();
    expect(cluster.node('n2').view.configuration.voters).toHaveLength(4);
    expect(cluster.node('n4').view.configuration.learners).toEqual(['n4']);
    cluster.crash('n1');
    cluster.network.mend();
    cluster.run(10 * cluster.electionTicks, ['n4']);
    expect(cluster.node('n4').view).toMatchObject({ role: 'follower', term: 1 });
    // Three of four are needed, and three are left.
    cluster.electThis('n3');
    expect(cluster.node('n4').view.vote).toBe('n3');
  });
});

describe('a change is refused', () => {
  it('where nobody leads who could make it', () => {
    expect(reasonOf(change(new Lone(), ['a', 'b', 'c']))).toEqual(['notLeader']);
  });

  it('before an entry of the own term is committed (edge case 16)', () => {
    const lone = new Lone({ terms: [1, 1], commit: 2 }).lead();
    lone.sync();
    expect(reasonOf(change(lone, ['a', 'b']))).toEqual(['tooEarly']);
    ack(lone, 'b');
    expect(reasonOf(change(lone, ['a', 'b']))).toContain('proposed');
  });

  it('while another is in flight: before its joint entry is committed, and before the leaving one is', () => {
    const lone = leader();
    change(lone, ['a', 'b']);
    expect(reasonOf(change(lone, ['a', 'c']))).toEqual(['changing']);
    lone.sync();
    ack(lone, 'b');
    expect(lone.view.configuration.outgoing).toEqual([]);
    expect(reasonOf(change(lone, ['a', 'b'], { learners: ['d'] }))).toEqual(['changing']);
    lone.sync();
    ack(lone, 'b');
    expect(reasonOf(change(lone, ['a', 'b'], { learners: ['d'] }))).toContain('proposed');
  });

  it('where it was decided on another configuration', () => {
    const lone = leader();
    const basedOn = lone.view.configurationIndex;
    change(lone, ['a', 'b', 'c'], { learners: ['d'] });
    lone.sync();
    ack(lone, 'b');
    expect(reasonOf(change(lone, ['a', 'b', 'c'], { learners: ['e'], basedOn }))).toEqual(['stale']);
  });

  it('while the leader hands over, and while too much is uncommitted', () => {
    const lone = leader({ maxUncommittedBytes: 100 });
    lone.step({ type: 'transfer', to: 'b' });
    expect(reasonOf(change(lone, ['a', 'b']))).toEqual(['transferring']);
    const other = leader({ maxUncommittedBytes: 100 });
    other.step({ type: 'propose', ref: 1, payloads: [{ kind: 'command', data: 'x'.repeat(200) }] });
    expect(reasonOf(change(other, ['a', 'b']))).toEqual(['busy']);
  });

  it.each<[string, NodeId[], NodeId[], string]>([
    ['nobody would vote', [], ['a'], ''],
    ['a voter is named twice', ['a', 'a'], [], ''],
    ['a learner is named twice', ['a'], ['b', 'b'], ''],
    ['somebody is to vote and to learn', ['a', 'b'], ['b'], ''],
    ['an id is empty', ['a', ''], [], ''],
    ['an id is too long for the wire', ['a', 'x'.repeat(65)], [], ''],
    ['an id is no text that the wire takes', ['a', '\ud800'], [], ''],
    ['there are too many', ['a'], Array.from({ length: 1_001 }, (_, n) => `n${n}`), ''],
    ['its data is no text that the wire takes', ['a', 'b'], [], '\udfff'],
  ])('where %s', (_, voters, learners, data) => {
    expect(reasonOf(change(leader(), voters, { learners, data }))).toEqual(['invalid']);
  });

  it('so that two leaders cannot each find a majority without the other (edge case 16)', () => {
    // S1 adds n5 alone; S2 would remove n1 among the others. Whoever comes second has to wait.
    const cluster = new Cluster({ size: 4, learners: 1 });
    cluster.electThis('n1');
    cluster.network.partition(['n1', 'n5'], ['n2', 'n3', 'n4']);
    cluster.reconfigure('n1', { voters: ['n1', 'n2', 'n3', 'n4', 'n5'] });
    cluster.settle();
    cluster.crash('n1');
    const second = cluster.node('n2');
    cluster.network.lose(() => true);
    for (let left = 200; left > 0 && !second.leads; left--) {
      cluster.tick('n2');
      for (const node of cluster.nodes) node.sync();
      cluster.deliver();
    }
    expect(second.leads).toBe(true);
    const early = cluster.reconfigure('n2', { voters: ['n2', 'n3', 'n4'] });
    expect(cluster.clients.reasons.get(early)).toBe('tooEarly');
    cluster.settle();
    // Its no-op is with three of the four now, so n1 cannot win again with what it has.
    const later = cluster.reconfigure('n2', { voters: ['n2', 'n3', 'n4'] });
    expect(cluster.clients.changedAt.has(later)).toBe(true);
    cluster.restart('n1');
    cluster.network.mend();
    cluster.run(10 * cluster.electionTicks);
    expect(cluster.checker.configurationAt(Infinity)).toMatchObject({
      voters: ['n2', 'n3', 'n4'],
      outgoing: [],
    });
  });
});

describe('a joint configuration', () => {
  const joint: Configuration = { voters: ['a', 'd', 'e'], outgoing: ['a', 'b', 'c'], learners: [] };
  const inJoint = (more: LoneOptions = {}) => new Lone({ fallbackConfiguration: joint, ...more });
  const grant = (lone: Lone, from: NodeId, type: 'preVoteReply' | 'voteReply') =>
    lone.receive(from, {
      type,
      term: type === 'voteReply' ? lone.view.term : lone.view.term + 1,
      granted: true,
    });

  it('asks the voters of both halves, and needs a majority of each to be led (edge case 9)', () => {
    const lone = inJoint();
    lone.ticks(20);
    expect(lone.sent().map(({ to }) => to)).toEqual(['d', 'e', 'b', 'c']);
    for (const from of ['d', 'e']) grant(lone, from, 'preVoteReply');
    expect(lone.view.role).toBe('preCandidate');
    grant(lone, 'b', 'preVoteReply');
    lone.sync();
    for (const from of ['b', 'c']) grant(lone, from, 'voteReply');
    expect(lone.view.role).toBe('candidate');
    grant(lone, 'e', 'voteReply');
    expect(lone.view.role).toBe('leader');
  });

  const elected = () => {
    const lone = inJoint();
    lone.ticks(20);
    for (const from of ['b', 'd']) grant(lone, from, 'preVoteReply');
    lone.sync();
    for (const from of ['b', 'd']) grant(lone, from, 'voteReply');
    lone.sync();
    return lone;
  };

  it('is led no longer once one half is silent for an election timeout (edge case 13)', () => {
    const lone = elected();
    for (let tick = 0; tick < 30 && lone.view.role === 'leader'; tick++) {
      for (const from of ['b', 'c'])
        lone.receive(from, { type: 'heartbeatReply', term: lone.view.term, round: 0 });
      lone.ticks(1);
    }
    expect(lone.view.role).toBe('follower');
  });

  it('is read only as both halves confirm (edge case 24)', () => {
    const cluster = new Cluster({ size: 3, learners: 2 });
    cluster.electThis('n1');
    cluster.reconfigure('n1', { voters: ['n1', 'n4', 'n5'] });
    const confirm = (from: NodeId) =>
      cluster.inject(from, 'n1', { type: 'heartbeatReply', term: 1, round: rounds() });
    const rounds = () =>
      Math.max(
        ...cluster.network.underWay.map(({ message }) => (message.type === 'heartbeat' ? message.round : 0)),
      );
    const ref = cluster.read('n1');
    confirm('n2');
    confirm('n3');
    expect(cluster.clients.readAt.has(ref)).toBe(false);
    confirm('n4');
    expect(cluster.clients.readAt.has(ref)).toBe(true);
  });

  it('is left by the next leader where the one that entered it is gone (edge case 22)', () => {
    const cluster = new Cluster({ size: 3, learners: 2 });
    cluster.electThis('n1');
    cluster.reconfigure('n1', { voters: ['n3', 'n4', 'n5'] });
    while (cluster.network.underWay.length > 0) cluster.deliver();
    for (const { id } of cluster.nodes) if (id !== 'n1') cluster.node(id).sync();
    cluster.crash('n1');
    expect(cluster.node('n3').view.configuration.outgoing).toEqual(['n1', 'n2', 'n3']);
    cluster.electThis('n4');
    cluster.settle();
    expect(cluster.checker.configurationAt(Infinity)).toEqual({
      voters: ['n3', 'n4', 'n5'],
      outgoing: [],
      learners: [],
    });
  });

  it('is left only once the next leader has committed an entry of its own term (edges 16 and 22)', () => {
    const payload = { kind: 'configuration' as const, configuration: joint, data: 'why' };
    const hardState = { term: 1, vote: null, commit: 1 };
    const restored = { hardState, snapshot: null, entries: [{ index: 1, term: 1, payload }], damaged: false };
    const lone = new Lone({ restored });
    lone.ticks(20);
    for (const from of ['b', 'd']) grant(lone, from, 'preVoteReply');
    lone.sync();
    for (const from of ['b', 'd']) grant(lone, from, 'voteReply');
    expect(lone.view).toMatchObject({ role: 'leader', configurationCommitted: true, lastIndex: 2 });
    lone.sync();
    ack(lone, 'b');
    expect(lone.view.lastIndex).toBe(2);
    ack(lone, 'd');
    expect(lone.view).toMatchObject({ lastIndex: 3, configuration: { outgoing: [] } });
    expect(appended(lone).at(-1)?.payload).toMatchObject({ data: 'why' });
  });

  it('that a snapshot brought is left as well, its data gone', () => {
    const snapshot = { index: 5, term: 1, configuration: joint };
    const hardState = { term: 1, vote: null, commit: 5 };
    const lone = new Lone({ restored: { hardState, snapshot, entries: [], damaged: false } });
    lone.ticks(20);
    for (const from of ['b', 'd']) grant(lone, from, 'preVoteReply');
    lone.sync();
    for (const from of ['b', 'd']) grant(lone, from, 'voteReply');
    lone.sync();
    for (const from of ['b', 'd']) ack(lone, from);
    expect(appended(lone).map(({ payload }) => payload)).toEqual([
      { kind: 'configuration', configuration: { ...joint, outgoing: [] }, data: '' },
    ]);
  });

  it('is left while the leader hands over, and after that was given up (edge case 22)', () => {
    const lone = leader();
    change(lone, ['a', 'b', 'd']);
    lone.step({ type: 'transfer', to: 'b' });
    lone.sync();
    for (const from of ['c', 'd']) ack(lone, from);
    expect(lone.view).toMatchObject({ transferringTo: 'b', configuration: { outgoing: [] }, lastIndex: 3 });
    // What the successor must have is more now.
    ack(lone, 'b', 2);
    expect(lone.sent().some(({ message }) => message.type === 'timeoutNow')).toBe(false);
    ack(lone, 'b', 3);
    expect(lone.sent().some(({ message }) => message.type === 'timeoutNow')).toBe(true);
  });

  it('whose end lies on a voter of before alone is ended by that voter (dissertation §4.2.2, fig. 4.6)', () => {
    // n2 may not lead without n1's vote, and n1's log is longer.
    const cluster = new Cluster({ size: 1, learners: 1 });
    cluster.elect();
    cluster.reconfigure('n1', { voters: ['n2'], learners: ['n1'] });
    const first = cluster.node('n1');
    for (let left = 100; left > 0 && first.view.lastIndex < 3; left--) {
      cluster.deliver();
      for (const node of cluster.nodes) node.sync();
    }
    expect(first.view).toMatchObject({ configuration: { voters: ['n2'], outgoing: [] }, commit: 2 });
    cluster.network.lose(() => true);
    cluster.crash('n1');
    cluster.restart('n1');
    cluster.runUntil(() => cluster.node('n2').leads, 'n2 leads');
    expect(cluster.node('n2').view).toMatchObject({ configurationCommitted: true });
  });
});

describe('a configuration that is truncated', () => {
  it('is in force no longer: the one before is (edge case 17)', () => {
    const cluster = new Cluster({ size: 3, learners: 1 });
    cluster.electThis('n1');
    cluster.isolate('n1');
    cluster.reconfigure('n1', { voters: ['n1', 'n4'] });
    cluster.settle();
    expect(cluster.node('n1').view.configuration.voters).toEqual(['n1', 'n4']);
    cluster.run(2 * cluster.electionTicks, ['n1']);
    cluster.electThis('n2');
    cluster.network.mend();
    cluster.run(2 * cluster.electionTicks);
    expect(cluster.node('n1').view.configuration).toEqual({
      voters: ['n1', 'n2', 'n3'],
      outgoing: [],
      learners: ['n4'],
    });
  });
});

describe('a leader that is to vote no longer', () => {
  const leaves = (learners: NodeId[] = []) => {
    const lone = leader();
    change(lone, ['b', 'c', 'd'], { learners });
    lone.sync();
    for (const from of ['b', 'c', 'd']) ack(lone, from, 2);
    expect(lone.view).toMatchObject({ role: 'leader', lastIndex: 3, commit: 2 });
    lone.sync();
    lone.sent();
    return lone;
  };

  it('leads until that is committed, without counting itself, then hands over and follows (edge case 19)', () => {
    const lone = leaves();
    ack(lone, 'c');
    expect(lone.view).toMatchObject({ role: 'leader', commit: 2 });
    const { term } = lone.view;
    ack(lone, 'd');
    expect(lone.view).toMatchObject({ role: 'follower', term, leader: null, commit: 3 });
    const sent = lone.sent();
    expect(sent.filter(({ message }) => message.type === 'timeoutNow')).toEqual([
      { to: 'c', message: { type: 'timeoutNow', term } },
    ]);
    expect(sent).toContainEqual({
      to: 'd',
      message: expect.objectContaining({ type: 'append', commit: 3 }) as unknown,
    });
  });

  it('stays until an entry of its own term is committed where it was elected after all (edge cases 16 and 19)', () => {
    // Its log says that it votes no longer; whether that is committed, its election has to settle.
    const voters = ['b', 'c', 'd'];
    const before: Configuration = { voters, outgoing: ['a', 'b', 'c'], learners: [] };
    const payload = {
      kind: 'configuration' as const,
      configuration: { ...before, outgoing: [] },
      data: '',
    };
    const restored = {
      hardState: { term: 1, vote: null, commit: 0 },
      snapshot: null,
      entries: [{ index: 1, term: 1, payload }],
      damaged: false,
    };
    const lone = new Lone({ restored, fallbackConfiguration: before });
    lone.ticks(20);
    for (const type of ['preVoteReply', 'voteReply'] as const) {
      for (const from of ['b', 'c']) lone.receive(from, { type, term: 2, granted: true });
      lone.sync();
    }
    expect(lone.view).toMatchObject({ role: 'leader', lastIndex: 2, commit: 0 });
    // They acknowledge what is of an earlier term alone: nothing follows from that.
    for (const from of ['b', 'c']) ack(lone, from, 1);
    // A snapshot of it that was under way tells that it is committed.
    lone.step({
      type: 'snapshotStored',
      snapshot: { index: 1, term: 1, configuration: payload.configuration },
    });
    expect(lone.view).toMatchObject({ role: 'leader', commit: 1, configurationCommitted: true });
    for (const from of ['b', 'c']) ack(lone, from, 2);
    expect(lone.view).toMatchObject({ role: 'follower', commit: 2 });
    expect(lone.sent().filter(({ message }) => message.type === 'timeoutNow')).toHaveLength(1);
  });

  it('takes nothing new meanwhile, so that its successor has all (edge case 19)', () => {
    const lone = leaves();
    const refused = lone.step({ type: 'propose', ref: 1, payloads: [{ kind: 'noop' }] });
    expect(reasonOf(refused)).toEqual(['transferring']);
  });

  it('never campaigns afterwards, learner or not (edge case 19)', () => {
    for (const learners of [[], ['a']]) {
      const lone = leaves(learners);
      for (const from of ['c', 'd']) ack(lone, from);
      lone.ticks(100);
      expect(lone.view.role).toBe('follower');
    }
  });

  it('is followed by another within a round of messages, with nothing lost (edge case 19)', () => {
    const cluster = new Cluster({ size: 3 });
    cluster.electThis('n1');
    const commands = cluster.write('n1', 3);
    cluster.reconfigure('n1', { voters: ['n2', 'n3'] });
    // No time passes.
    cluster.settle();
    expect(cluster.leader?.id).toMatch(/n2|n3/);
    expect(commands.every((command) => cluster.clients.appliedAt.has(command))).toBe(true);
  });
});

describe('a removed node', () => {
  const removed = () => {
    const cluster = new Cluster({ size: 4 });
    cluster.electThis('n1');
    cluster.network.partition(['n4'], ['n1', 'n2', 'n3']);
    cluster.reconfigure('n1', { voters: ['n1', 'n2', 'n3'] });
    cluster.run(cluster.electionTicks);
    expect(cluster.checker.configurationAt(Infinity).voters).toEqual(['n1', 'n2', 'n3']);
    return cluster;
  };

  it('that never heard of it keeps asking, and disturbs nobody (edge case 20)', () => {
    const cluster = removed();
    const { term } = cluster.leader!.view;
    cluster.network.mend();
    cluster.run(20 * cluster.electionTicks);
    expect(cluster.leader).toBe(cluster.node('n1'));
    expect(cluster.nodes.map(({ view }) => view.term)).toEqual([term, term, term, term]);
    expect(cluster.node('n4').view.role).not.toBe('leader');
  });

  it('gets no office while the others have no leader either (edge case 20)', () => {
    const cluster = removed();
    cluster.crash('n1');
    cluster.network.mend();
    cluster.runUntil(() => cluster.leader !== null, 'a leader');
    expect(cluster.leader?.id).toMatch(/n2|n3/);
  });

  it('cannot claim to have been chosen: no voter, no transfer (edge cases 20 and 23)', () => {
    const cluster = removed();
    cluster.network.mend();
    const { view } = cluster.node('n2');
    const vote = { type: 'vote', term: view.term + 1, lastIndex: 99, lastTerm: 9, transfer: true } as const;
    for (const to of ['n1', 'n2', 'n3']) cluster.inject('n4', to, vote);
    cluster.settle();
    expect(cluster.leader?.view).toMatchObject({ id: 'n1', term: view.term });
  });

  it('whose disk was wiped, under its old id, makes nobody stop (edge case 21)', () => {
    const lone = leader();
    for (let index = 0; index < 3; index++)
      lone.step({ type: 'propose', ref: index, payloads: [{ kind: 'noop' }] });
    lone.sync();
    ack(lone, 'b');
    // It acknowledged all, and comes back with nothing.
    lone.step({ type: 'disconnected', peer: 'b' });
    const { term, lastIndex } = lone.view;
    lone.receive('b', { type: 'appendReject', term, prevIndex: lastIndex, hintIndex: 0, hintTerm: 0 });
    expect(lone.view.progress.get('b')).toMatchObject({ match: 0, next: 1 });
    expect(lone.view).toMatchObject({ role: 'leader', commit: lastIndex });
  });
});

describe('candidates that are not known here', () => {
  it('get the vote that no majority can be had without (dissertation §4.1)', () => {
    // n3 missed that n4 exists; n1, who knows, is gone; n4 has more than n2.
    const cluster = new Cluster({ size: 3 });
    cluster.electThis('n1');
    cluster.network.partition(['n3'], ['n1', 'n2']);
    cluster.join();
    cluster.reconfigure('n1', { voters: ['n1', 'n2', 'n3'], learners: ['n4'] });
    cluster.run(4);
    cluster.reconfigure('n1', { voters: ['n1', 'n2', 'n4'] });
    while (cluster.network.underWay.length > 0) cluster.deliver();
    cluster.node('n1').sync();
    cluster.node('n4').sync();
    expect(cluster.node('n4').view.configuration.outgoing).toEqual(['n1', 'n2', 'n3']);
    cluster.network.cutBoth('n1', 'n2');
    cluster.write('n1');
    cluster.run(1, ['n1']);
    cluster.crash('n1');
    cluster.network.mend();
    cluster.runUntil(() => cluster.leader?.id === 'n4', 'n4 leads', 40 * cluster.electionTicks);
    expect(cluster.node('n3').view.leader).toBe('n4');
  });
});
