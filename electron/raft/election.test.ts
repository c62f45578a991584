/** Who becomes leader, who stays it, and who disturbs nobody. */
import { describe, expect, it } from 'vitest';
import { Cluster } from './testing/cluster.ts';
import { Lone } from './testing/lone.ts';

const replies = (lone: Lone) => lone.sent().map(({ message }) => message);

describe('votes', () => {
  const candidate = (voters = ['a', 'b', 'c', 'd', 'e']) => {
    const lone = new Lone({ voters });
    lone.ticks(20);
    for (const from of ['b', 'c']) lone.receive(from, { type: 'preVoteReply', term: 1, granted: true });
    lone.sync();
    expect(lone.view).toMatchObject({ role: 'candidate', term: 1 });
    return lone;
  };
  const grant = { type: 'voteReply', term: 1, granted: true } as const;

  it('count once for each voter, however often they arrive (edge case 9)', () => {
    const lone = candidate();
    lone.receive('b', grant);
    lone.receive('b', grant);
    expect(lone.view.role).toBe('candidate');
    lone.receive('c', grant);
    expect(lone.view.role).toBe('leader');
  });

  it('are not won by pre-votes, nor by votes of an earlier term, nor by strangers (edge case 9)', () => {
    const lone = candidate();
    lone.receive('b', { type: 'preVoteReply', term: 1, granted: true });
    lone.receive('c', { type: 'preVoteReply', term: 2, granted: true });
    lone.receive('d', { ...grant, term: 0 });
    lone.receive('x', grant);
    lone.receive('y', grant);
    lone.receive('b', { ...grant, granted: false });
    expect(lone.view.role).toBe('candidate');
  });

  it('of a learner do not count (edge case 9)', () => {
    const lone = new Lone({
      fallbackConfiguration: { voters: ['a', 'b', 'c'], outgoing: [], learners: ['l'] },
    });
    lone.ticks(20);
    lone.receive('l', { type: 'preVoteReply', term: 1, granted: true });
    expect(lone.view.role).toBe('preCandidate');
    lone.receive('b', { type: 'preVoteReply', term: 1, granted: true });
    lone.sync();
    lone.receive('l', grant);
    expect(lone.view.role).toBe('candidate');
  });

  it.each([
    // lastTerm, lastIndex, granted: the voter's log ends with term 3 at index 4.
    [3, 4, true],
    [3, 5, true],
    [3, 3, false],
    [4, 1, true],
    [2, 100, false],
  ])(
    'go to the later last term first, then to the longer log: term %i at index %i is granted: %s (edge case 10)',
    (lastTerm, lastIndex, granted) => {
      const lone = new Lone({ terms: [1, 1, 3, 3] });
      lone.receive('b', { type: 'preVote', term: 9, lastIndex, lastTerm });
      lone.receive('b', { type: 'vote', term: 9, lastIndex, lastTerm, transfer: false });
      lone.sync();
      expect(replies(lone)).toEqual([
        { type: 'preVoteReply', term: granted ? 9 : 3, granted },
        { type: 'voteReply', term: 9, granted },
      ]);
    },
  );

  it('are one for each term, and the first', () => {
    const lone = new Lone();
    for (const from of ['b', 'c', 'b'])
      lone.receive(from, { type: 'vote', term: 1, lastIndex: 0, lastTerm: 0, transfer: false });
    lone.sync();
    const granted = lone.said.filter(
      (e) => e.type === 'send' && e.message.type === 'voteReply' && e.message.granted,
    );
    expect(new Set(granted.map((effect) => 'to' in effect && effect.to))).toEqual(new Set(['b']));
  });
});

describe('while a leader is heard', () => {
  const follower = () => {
    const lone = new Lone();
    lone.receive('b', { type: 'heartbeat', term: 1, commit: 0, round: 1 });
    lone.sync();
    lone.sent();
    return lone;
  };

  it('nobody else gets a pre-vote or a vote, and not even their term is taken (edge cases 11, 13)', () => {
    const lone = follower();
    lone.receive('c', { type: 'preVote', term: 9, lastIndex: 9, lastTerm: 8 });
    lone.receive('c', { type: 'vote', term: 9, lastIndex: 9, lastTerm: 8, transfer: false });
    expect(replies(lone)).toEqual([{ type: 'preVoteReply', term: 1, granted: false }]);
    expect(lone.view).toMatchObject({ term: 1, leader: 'b' });
  });

  it('the leader itself gets one when it asks: it has lost its office (edge case 11)', () => {
    const lone = follower();
    lone.receive('b', { type: 'preVote', term: 2, lastIndex: 0, lastTerm: 0 });
    expect(replies(lone)).toEqual([{ type: 'preVoteReply', term: 2, granted: true }]);
  });

  it('granting its pre-vote is no sign of life of it (edge case 11)', () => {
    const [asked, alone] = [follower(), follower()];
    const campaigns = (lone: Lone) => lone.view.role === 'preCandidate';
    for (let tick = 0; tick < 40 && !campaigns(alone); tick++) {
      asked.receive('b', { type: 'preVote', term: 2, lastIndex: 0, lastTerm: 0 });
      alone.ticks(1);
      asked.ticks(1);
    }
    expect([alone, asked].map(campaigns)).toEqual([true, true]);
  });

  it('a node that comes back after long solitude changes neither leader nor term (edge case 11)', () => {
    const cluster = new Cluster({ size: 3 });
    const leader = cluster.electThis('n1');
    const { term } = leader.view;
    cluster.network.partition(['n1', 'n2'], ['n3']);
    cluster.run(100);
    cluster.write('n1');
    cluster.network.mend();
    cluster.run(50);
    expect(cluster.leader).toBe(leader);
    expect(cluster.nodes.map(({ view }) => view.term)).toEqual([term, term, term]);
  });
});

describe('terms that differ', () => {
  it('a refused pre-vote tells the later term, and the candidate takes it (edge case 12)', () => {
    const late = new Lone({ term: 10 });
    late.receive('b', { type: 'preVote', term: 4, lastIndex: 9, lastTerm: 3 });
    expect(replies(late)).toEqual([{ type: 'preVoteReply', term: 10, granted: false }]);
    const early = new Lone({ terms: [1, 2, 3] });
    early.ticks(20);
    early.receive('b', { type: 'preVoteReply', term: 10, granted: false });
    expect(early.view).toMatchObject({ role: 'follower', term: 10 });
  });

  it('do not keep a short log of a late term and a long log of an early one apart (edge case 12)', () => {
    const cluster = new Cluster({ size: 2 });
    cluster.electThis('n1');
    // n2 hears of a far later term from nobody who could lead.
    cluster.network.partition(['n1'], ['n2']);
    cluster.write('n1', 3);
    cluster.settle();
    cluster.inject('n1', 'n2', { type: 'preVoteReply', term: 40, granted: false });
    cluster.settle();
    cluster.network.mend();
    expect(cluster.elect().view.term).toBeGreaterThan(40);
    cluster.run(10);
    expect(cluster.node('n2').machine.commands).toHaveLength(3);
  });
});

describe('check-quorum', () => {
  it('a leader that no majority answers for an election timeout steps down, and is asked in vain (edge case 13)', () => {
    const cluster = new Cluster({ size: 3 });
    const leader = cluster.electThis('n1');
    const commands = cluster.write('n1', 1);
    cluster.network.lose(() => true);
    cluster.isolate('n1');
    cluster.tick(...Array.from({ length: cluster.electionTicks }, () => 'n1'));
    expect(leader.view).toMatchObject({ role: 'follower', leader: null });
    cluster.write('n1', 1);
    expect(cluster.clients.counts.notProposed).toBe(1);
    // What it had appended may or may not survive: accepted, not refused, not applied.
    expect(commands.every((command) => cluster.clients.accepted.has(command))).toBe(true);
  });

  it('a leader that one of two others answers stays', () => {
    const cluster = new Cluster({ size: 3 });
    const leader = cluster.electThis('n1');
    cluster.network.partition(['n1', 'n2'], ['n3']);
    cluster.run(100, ['n1', 'n2']);
    expect(leader.leads).toBe(true);
  });

  it('after stepping down it listens for a whole timeout before it asks again', () => {
    const lone = new Lone().lead();
    for (let i = 0; i < 100 && lone.view.role === 'leader'; i++) lone.ticks(1);
    expect(lone.view.role).toBe('follower');
    lone.ticks(9);
    expect(lone.view.role).toBe('follower');
  });
});

describe('links that work in one direction', () => {
  const cases = ['n1', 'n2', 'n3'].flatMap((from) =>
    ['n1', 'n2', 'n3'].filter((to) => to !== from).map((to) => [from, to] as const),
  );
  it.each(cases)(
    'with %s deaf to %s there is one leader, and terms stand still (edge case 14)',
    (to, from) => {
      const cluster = new Cluster({ size: 3 });
      const before = cluster.electThis('n1').view.term;
      cluster.network.cut(from, to);
      cluster.run(3 * cluster.electionTicks);
      const leader = cluster.leader!;
      const { term } = leader.view;
      expect(term - before).toBeLessThanOrEqual(2);
      cluster.run(20 * cluster.electionTicks);
      expect(cluster.leader).toBe(leader);
      expect(leader.view.term).toBe(term);
      cluster.write(leader.id);
      cluster.settle();
      expect(leader.view.commit).toBe(leader.view.lastIndex);
    },
  );
});

describe('a mesh with holes', () => {
  it.each(['n1', 'n2', 'n3'])('a chain n1–n2–n3 that %s led keeps one leader (edge case 15)', (first) => {
    const cluster = new Cluster({ size: 3 });
    cluster.electThis(first);
    cluster.network.cutBoth('n1', 'n3');
    cluster.run(5 * cluster.electionTicks);
    const leader = cluster.leader!;
    const { term } = leader.view;
    cluster.run(20 * cluster.electionTicks);
    expect(cluster.leader).toBe(leader);
    expect(leader.view.term).toBe(term);
  });

  it('five nodes that only reach each other through one keep one leader, and it gets work done (edge case 15)', () => {
    const cluster = new Cluster({ size: 5 });
    cluster.electThis('n5');
    const ids = ['n2', 'n3', 'n4', 'n5'];
    for (const a of ids) for (const b of ids) if (a < b) cluster.network.cutBoth(a, b);
    cluster.run(10 * cluster.electionTicks);
    expect(cluster.leader?.id).toBe('n1');
    const { term } = cluster.leader!.view;
    cluster.write('n1');
    cluster.run(20 * cluster.electionTicks);
    expect(cluster.leader?.view.term).toBe(term);
    expect(cluster.nodes.every(({ view }) => view.commit === cluster.leader?.view.commit)).toBe(true);
  });
});

describe('time', () => {
  it('nodes switched on together elect a leader soon: their timeouts are drawn anew each time (edge case 38)', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const cluster = new Cluster({ size: 5, seed });
      cluster.runUntil(
        () => cluster.leader !== null,
        `a leader with seed ${seed}`,
        6 * cluster.electionTicks,
      );
    }
  });

  it('a timeout drawn is within [electionTicks, 2 × electionTicks), and not always the same', () => {
    const waits = Array.from({ length: 50 }, (_, i) => {
      const lone = new Lone({ random: () => i / 50 });
      let ticks = 0;
      for (; lone.view.role === 'follower'; ticks++) lone.ticks(1);
      return ticks;
    });
    expect(Math.min(...waits)).toBe(10);
    expect(Math.max(...waits)).toBe(19);
  });

  it('a leader that slept is not a leader for long, and disturbs the one that was elected meanwhile in nothing (edge case 26)', () => {
    const cluster = new Cluster({ size: 3 });
    const sleeper = cluster.electThis('n1');
    // Ten minutes pass for the others, and not one tick for the sleeper.
    cluster.isolate('n1');
    cluster.run(100, ['n2', 'n3']);
    const awake = cluster.nodes.find((node) => node.leads && node !== sleeper)!;
    const { term } = awake.view;
    cluster.network.mend();
    cluster.read('n1');
    cluster.run(3 * cluster.electionTicks);
    expect(cluster.leader).toBe(awake);
    expect(cluster.nodes.map(({ view }) => view.term)).toEqual([term, term, term]);
  });

  it('a node whose leader disconnected asks within disconnectTicks', () => {
    const lone = new Lone();
    lone.receive('b', { type: 'heartbeat', term: 1, commit: 0, round: 1 });
    lone.step({ type: 'disconnected', peer: 'b' });
    expect(lone.view).toMatchObject({ role: 'follower', leader: null });
    lone.ticks(3);
    expect(lone.view.role).toBe('preCandidate');
  });
});
