/** A node whose disk lost entries that it had acknowledged. */
import { describe, expect, it } from 'vitest';
import { Cluster } from './testing/cluster.ts';
import { entries, Lone } from './testing/lone.ts';

describe('a node with a damaged log', () => {
  const damaged = (options = {}) => new Lone({ terms: [1, 1, 2], term: 3, damaged: true, ...options });

  it('neither votes nor grants pre-votes, to whatever candidate (edge case 33)', () => {
    const lone = damaged();
    lone.receive('b', { type: 'preVote', term: 4, lastIndex: 100, lastTerm: 3 });
    lone.receive('b', { type: 'vote', term: 4, lastIndex: 100, lastTerm: 3, transfer: false });
    lone.sync();
    expect(lone.sent().map(({ message }) => message)).toEqual([
      { type: 'preVoteReply', term: 3, granted: false },
      { type: 'voteReply', term: 4, granted: false },
    ]);
    expect(lone.view.vote).toBeNull();
  });

  it('never campaigns, however long it hears nobody', () => {
    const lone = damaged();
    lone.ticks(200);
    lone.step({ type: 'disconnected', peer: 'b' });
    lone.ticks(200);
    expect(lone.sent()).toEqual([]);
    expect(lone.view.role).toBe('follower');
  });

  it('applies nothing on the word of its own disk: what it calls committed may be what was truncated', () => {
    const lone = damaged({ commit: 3 });
    lone.ticks(1);
    expect(lone.view.commit).toBe(0);
    expect(lone.said.filter(({ type }) => type === 'apply')).toEqual([]);
  });

  it('goes on showing what it has where it is the only voter, whose log nobody ever truncated', () => {
    const lone = damaged({ voters: ['a'], commit: 3 });
    lone.ticks(1);
    expect(lone.view).toMatchObject({ commit: 3, role: 'follower' });
  });

  it('goes on with what is left where it is the only voter: nobody else could give back what was lost', () => {
    const lone = damaged({ voters: ['a'], commit: 2 });
    lone.ticks(40);
    lone.sync();
    lone.sync();
    expect(lone.view).toMatchObject({ role: 'leader', damaged: false });
    expect(lone.view.commit).toBe(lone.view.lastIndex);
    expect(lone.said).toContainEqual({ type: 'healed' });
  });

  it('does not take itself for the only voter where the entry that made others vote may be what is lost', () => {
    const hardState = { term: 1, vote: null, commit: 2, othersVote: true as const };
    const restored = { hardState, snapshot: null, entries: entries(1, 1, 1), damaged: true };
    const lone = new Lone({ voters: ['a'], restored });
    lone.ticks(100);
    expect(lone.view).toMatchObject({ role: 'follower', commit: 0, damaged: true });
    // Nor in its next life: what it writes meanwhile goes on saying so.
    lone.receive('b', { type: 'heartbeat', term: 5, commit: 0, round: 1 });
    expect(lone.said.filter(({ type }) => type === 'persist')).toEqual([
      expect.objectContaining({ hardState: { term: 5, vote: null, commit: 0, othersVote: true } }),
    ]);
  });

  it('that was the only voter until just before does not elect itself alone', () => {
    const cluster = new Cluster({ size: 1, learners: 2 });
    cluster.elect();
    cluster.write('n1', 3);
    cluster.settle();
    cluster.reconfigure('n1', { voters: ['n1', 'n2', 'n3'] });
    cluster.settle();
    cluster.damage('n1', 2);
    cluster.isolate('n1');
    cluster.restart('n1');
    expect(cluster.node('n1').view.configuration.voters).toEqual(['n1']);
    cluster.run(10 * cluster.electionTicks);
    expect(cluster.node('n1').leads).toBe(false);
    cluster.write(cluster.leader!.id);
    cluster.network.mend();
    cluster.run(4 * cluster.electionTicks);
    expect(cluster.node('n1').view).toMatchObject({ damaged: false, configuration: { outgoing: [] } });
    expect(cluster.node('n1').machine.commands).toHaveLength(4);
  });

  it('takes no commit index from a heartbeat: its leader still believes what was lost', () => {
    const lone = damaged();
    lone.receive('b', { type: 'heartbeat', term: 3, commit: 3, round: 1 });
    expect(lone.view.commit).toBe(0);
    lone.receive('b', { type: 'heartbeat', term: 3, commit: 500, round: 2 });
    expect(lone.view.commit).toBe(0);
  });

  it('is not healed by the leader that it had when it was damaged', () => {
    const lone = damaged();
    lone.receive('b', {
      type: 'append',
      term: 3,
      prevIndex: 3,
      prevTerm: 2,
      entries: entries(4, 3),
      commit: 4,
    });
    lone.sync();
    expect(lone.view).toMatchObject({ commit: 4, stable: 4, damaged: true });
  });

  it('is healed once an entry of a later leader is committed and on its own disk, and not before', () => {
    const lone = damaged();
    const append = { type: 'append', term: 4, prevIndex: 3, prevTerm: 2 } as const;
    lone.receive('b', { ...append, entries: entries(4, 4), commit: 3 });
    lone.sync();
    expect(lone.view).toMatchObject({ commit: 3, stable: 4, damaged: true });
    // However much follows: of what the leader's predecessors committed nothing comes behind entry 4.
    lone.receive('b', { ...append, prevIndex: 4, prevTerm: 4, entries: entries(5, 4), commit: 5 });
    expect(lone.view).toMatchObject({ commit: 5, stable: 4, damaged: false });
    lone.ticks(40);
    expect(lone.sent().some(({ message }) => message.type === 'preVote')).toBe(true);
  });

  it('is not healed by what is committed and not on its own disk yet', () => {
    const lone = damaged();
    lone.receive('b', {
      type: 'append',
      term: 4,
      prevIndex: 3,
      prevTerm: 2,
      entries: entries(4, 4),
      commit: 4,
    });
    expect(lone.view).toMatchObject({ commit: 4, stable: 3, damaged: true });
    expect(lone.sync()).toContainEqual({ type: 'healed' });
    expect(lone.view.damaged).toBe(false);
  });
});

describe('a cluster with a damaged node', () => {
  it('gets back what the node lost, and counts on its vote again only after a new leader', () => {
    const cluster = new Cluster({ size: 3 });
    const leader = cluster.electThis('n1');
    const commands = [...cluster.write('n1', 5), ...cluster.write('n1', 5)];
    cluster.settle();
    cluster.damage('n2', 2);
    cluster.restart('n2');
    expect(cluster.node('n2').view.damaged).toBe(true);
    cluster.run(10);
    expect(cluster.node('n2').machine.commands.map(({ data }) => data)).toEqual(commands);
    expect(cluster.node('n2').view).toMatchObject({ damaged: true, leader: leader.id });
    cluster.crash('n1');
    cluster.crash('n3');
    cluster.restart('n3');
    cluster.run(100);
    expect(cluster.leader).toBeNull();
    cluster.restart('n1');
    cluster.elect();
    cluster.run(10);
    expect(cluster.node('n2').view.damaged).toBe(false);
    expect(cluster.node('n2').disk.damaged).toBe(false);
  });
});
