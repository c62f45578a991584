/** When an entry is committed, and when it is not. */
import { describe, expect, it } from 'vitest';
import { Cluster } from './testing/cluster.ts';
import { entries, Lone } from './testing/lone.ts';

describe("the leader's rule of commitment", () => {
  it('does not commit an entry of an earlier term by counting, only with one of its own (edge case 1, Raft fig. 8)', () => {
    // Elected in term 4 with an entry of term 2 that nobody else is known to hold.
    const lone = new Lone({ voters: ['a', 'b', 'c', 'd', 'e'], terms: [1, 2], term: 3 });
    lone.ticks(20);
    for (const from of ['b', 'c']) lone.receive(from, { type: 'preVoteReply', term: 4, granted: true });
    lone.sync();
    for (const from of ['b', 'c']) lone.receive(from, { type: 'voteReply', term: 4, granted: true });
    lone.sync();
    expect(lone.view).toMatchObject({ role: 'leader', term: 4, lastIndex: 3, stable: 3 });
    for (const from of ['b', 'c']) lone.receive(from, { type: 'appendReply', term: 4, match: 2 });
    expect(lone.view.commit).toBe(0);
    lone.receive('b', { type: 'appendReply', term: 4, match: 3 });
    expect(lone.view.commit).toBe(0);
    lone.receive('c', { type: 'appendReply', term: 4, match: 3 });
    expect(lone.view.commit).toBe(3);
  });

  it('lets figure 8 happen: a majority held it without its being committed, and it is replaced (edge case 1)', () => {
    // One entry a message, so that the one of the earlier term can arrive alone.
    const cluster = new Cluster({ size: 5, maxAppendBytes: 1 });
    const { network, nodes } = cluster;
    const [s1, s3, s5] = [cluster.node('n1'), cluster.node('n3'), cluster.node('n5')];
    const onlyAmong = (...ids: string[]) => {
      network.mend();
      network.lose(() => true);
      const others = nodes.map(({ id }) => id).filter((id) => !ids.includes(id));
      network.partition(ids, ...others.map((id) => [id]));
    };
    /** One message, or one round of syncs, or one tick of this node, at a time. */
    const goOn = (id: string, done: () => boolean) => {
      for (let i = 0; i < 500 && !done(); i++) {
        if (network.underWay.length > 0) cluster.deliver();
        else if (nodes.some(({ up, disk }) => up && disk.busy)) for (const node of nodes) node.sync();
        else cluster.tick(id);
      }
      expect(done()).toBe(true);
    };
    cluster.electThis('n1');
    onlyAmong('n1', 'n2');
    const [command] = cluster.write('n1');
    cluster.settle();
    cluster.crash('n1');
    onlyAmong('n3', 'n4', 'n5');
    goOn('n5', () => s5.leads);
    onlyAmong();
    s5.sync();
    cluster.crash('n5');
    cluster.restart('n1');
    onlyAmong('n1', 'n2', 'n3');
    goOn('n1', () => s1.leads);
    const matched = (id: string) => s1.view.progress.get(id)?.match ?? 0;
    goOn('n1', () => matched('n2') >= 2 && matched('n3') >= 2);
    expect(matched('n3')).toBe(2);
    expect(s1.view).toMatchObject({ commit: 1, lastIndex: 3 });
    expect([s1, cluster.node('n2'), s3].every(({ disk }) => disk.holds(2, 1))).toBe(true);
    cluster.crash('n1');
    cluster.restart('n5');
    onlyAmong('n3', 'n4', 'n5');
    cluster.electThis('n5');
    cluster.restart('n1');
    network.mend();
    cluster.run(60);
    expect(new Set(nodes.map(({ machine }) => machine.index)).size).toBe(1);
    expect(cluster.clients.appliedAt.has(command!)).toBe(false);
  });

  it('does not count its own disk before it has synced (edge case 4)', () => {
    const lone = new Lone().lead();
    lone.receive('b', { type: 'appendReply', term: lone.view.term, match: 1 });
    expect(lone.view.commit).toBe(0);
    lone.sync();
    expect(lone.view.commit).toBe(1);
  });

  it('commits without its own disk where a majority of the others has synced (dissertation §10.2.1)', () => {
    const lone = new Lone().lead();
    for (const from of ['b', 'c'])
      lone.receive(from, { type: 'appendReply', term: lone.view.term, match: 1 });
    expect(lone.view).toMatchObject({ commit: 1, stable: 0 });
  });

  it('on a node alone, commits once its own disk has synced and not before (edge case 4)', () => {
    const cluster = new Cluster({ size: 1 });
    cluster.tick(...Array.from({ length: 40 }, () => 'n1'));
    const node = cluster.node('n1');
    expect(node.leads).toBe(false);
    node.sync();
    expect(node.leads).toBe(true);
    const [command] = cluster.write('n1');
    expect(cluster.clients.appliedAt.has(command!)).toBe(false);
    node.sync();
    expect(cluster.clients.appliedAt.has(command!)).toBe(true);
    cluster.crash('n1');
    cluster.restart('n1');
    cluster.run(40);
    expect(node.machine.commands.map(({ data }) => data)).toEqual([command]);
  });

  it('goes on being true where a connection closes: what was counted stays committed', () => {
    const lone = new Lone().lead();
    lone.sync();
    const { term } = lone.view;
    lone.receive('b', { type: 'appendReply', term, match: 1 });
    lone.step({ type: 'disconnected', peer: 'b' });
    lone.step({ type: 'propose', ref: 1, payloads: [{ kind: 'noop' }] });
    lone.sync();
    expect(lone.view.commit).toBe(1);
    lone.receive('c', { type: 'appendReply', term, match: 2 });
    expect(lone.view.commit).toBe(2);
  });
});

describe("a follower's commit index", () => {
  it('never moves past what an append has matched, whatever lies behind it here (edge case 7)', () => {
    const lone = new Lone({ terms: [1, 1, 1, 1, 1] });
    lone.receive('b', { type: 'append', term: 2, prevIndex: 2, prevTerm: 1, entries: [], commit: 5 });
    expect(lone.view).toMatchObject({ commit: 2, lastIndex: 5 });
  });

  it('is told by heartbeats no more than was acknowledged to this leader (edge case 7)', () => {
    const lone = new Lone({ terms: [1, 1, 1] }).lead();
    lone.sync();
    for (const from of ['b', 'c'])
      lone.receive(from, { type: 'appendReply', term: lone.view.term, match: from === 'b' ? 4 : 2 });
    expect(lone.view.commit).toBe(4);
    lone.sent();
    lone.ticks(2);
    const heartbeats = lone.sent().filter(({ message }) => message.type === 'heartbeat');
    expect(heartbeats.map(({ to, message }) => [to, 'commit' in message && message.commit])).toEqual([
      ['b', 4],
      ['c', 2],
    ]);
  });

  it('ignores a heartbeat that speaks of more than this disk has, without harm (edge case 21)', () => {
    const lone = new Lone({ terms: [] });
    lone.receive('b', { type: 'heartbeat', term: 1, commit: 500, round: 1 });
    expect(lone.view).toMatchObject({ commit: 0, leader: 'b' });
  });

  it('never goes back on a late append, and keeps what is committed', () => {
    const lone = new Lone({ terms: [1, 1, 1] });
    const append = { type: 'append', term: 2, prevIndex: 3, prevTerm: 1 } as const;
    lone.receive('b', { ...append, entries: entries(4, 2), commit: 4 });
    lone.receive('b', { ...append, prevIndex: 1, entries: entries(2, 1), commit: 1 });
    expect(lone.view).toMatchObject({ commit: 4, lastIndex: 4 });
    const contradiction = lone.receive('b', { ...append, prevIndex: 3, entries: entries(4, 1), commit: 4 });
    expect(contradiction).toContainEqual(expect.objectContaining({ type: 'dropped' }));
    expect(lone.view).toMatchObject({ commit: 4, lastIndex: 4, lastTerm: 2 });
  });
});
