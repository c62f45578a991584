/** Bringing every follower's log to the leader's. */
import { describe, expect, it } from 'vitest';
import { Cluster } from './testing/cluster.ts';
import { entries, Lone, type LoneOptions } from './testing/lone.ts';
import type { Message, Term } from './types.ts';

const noop = { kind: 'noop' } as const;

describe('a follower that takes an append', () => {
  it('keeps what follows a late, shorter one, and acknowledges only what that carried (edge case 6)', () => {
    const lone = new Lone();
    const append = { type: 'append', term: 1, prevIndex: 0, prevTerm: 0, commit: 0 } as const;
    lone.receive('b', { ...append, entries: entries(1, 1, 1, 1, 1) });
    lone.sync();
    lone.sent();
    lone.receive('b', { ...append, entries: entries(1, 1, 1) });
    expect(lone.view.lastIndex).toBe(4);
    expect(lone.sent()).toEqual([{ to: 'b', message: { type: 'appendReply', term: 1, match: 2 } }]);
  });

  it('truncates at the first conflict, not before', () => {
    const lone = new Lone({ terms: [1, 1, 1, 1] });
    const carried = [...entries(2, 1), ...entries(3, 2)];
    lone.receive('b', { type: 'append', term: 2, prevIndex: 1, prevTerm: 1, entries: carried, commit: 0 });
    const writes = lone.said.filter((effect) => effect.type === 'persist');
    expect(writes.at(-1)).toMatchObject({ firstIndex: 3, entries: entries(3, 2) });
    expect(lone.view).toMatchObject({ lastIndex: 3, lastTerm: 2 });
  });

  it('rejects what does not follow its log, and says where the two may still agree', () => {
    const lone = new Lone({ terms: [1, 1, 2, 2] });
    lone.receive('b', { type: 'append', term: 5, prevIndex: 9, prevTerm: 4, entries: [], commit: 0 });
    lone.receive('b', { type: 'append', term: 5, prevIndex: 4, prevTerm: 1, entries: [], commit: 0 });
    expect(lone.sent().map(({ message }) => message)).toEqual([
      { type: 'appendReject', term: 5, prevIndex: 9, hintIndex: 4, hintTerm: 2 },
      { type: 'appendReject', term: 5, prevIndex: 4, hintIndex: 2, hintTerm: 1 },
    ]);
  });

  it('accepts one that begins below its memory, for what is committed is equal everywhere', () => {
    const snapshot = {
      index: 5,
      term: 2,
      configuration: { voters: ['a', 'b', 'c'], outgoing: [], learners: [] },
    };
    const restored = { hardState: { term: 2, vote: null, commit: 5 }, snapshot, entries: [], damaged: false };
    const lone = new Lone({ restored });
    const carried = [...entries(4, 2, 2), ...entries(6, 3)];
    lone.receive('b', { type: 'append', term: 3, prevIndex: 3, prevTerm: 1, entries: carried, commit: 6 });
    lone.sync();
    expect(lone.view).toMatchObject({ lastIndex: 6, lastTerm: 3, commit: 6 });
    expect(lone.sent()).toEqual([{ to: 'b', message: { type: 'appendReply', term: 3, match: 6 } }]);
  });

  it('drops one that contradicts the end of its snapshot instead of failing on it', () => {
    const snapshot = {
      index: 5,
      term: 4,
      configuration: { voters: ['a', 'b', 'c'], outgoing: [], learners: [] },
    };
    const restored = { hardState: { term: 4, vote: null, commit: 5 }, snapshot, entries: [], damaged: false };
    const lone = new Lone({ restored });
    const effects = lone.receive('b', {
      type: 'append',
      term: 4,
      prevIndex: 4,
      prevTerm: 1,
      entries: entries(5, 1, 1),
      commit: 5,
    });
    expect(effects).toContainEqual(expect.objectContaining({ type: 'dropped' }));
    expect(lone.view).toMatchObject({ lastIndex: 5, lastTerm: 4 });
  });
});

describe('answers that come late', () => {
  const leader = () => {
    const lone = new Lone({ terms: [1, 1, 1] }).lead();
    lone.sync();
    lone.receive('b', { type: 'appendReply', term: lone.view.term, match: 4 });
    lone.sent();
    return lone;
  };

  it('a rejection at or below what is matched changes nothing (edge case 8)', () => {
    const lone = leader();
    const { term, progress } = lone.view;
    for (const prevIndex of [1, 3, 4])
      lone.receive('b', { type: 'appendReject', term, prevIndex, hintIndex: 0, hintTerm: 0 });
    expect(lone.view.progress.get('b')).toEqual(progress.get('b'));
    expect(lone.sent()).toEqual([]);
  });

  it('an acknowledgement of more than was ever sent is dropped (edge case 8)', () => {
    const lone = leader();
    const effects = lone.receive('b', { type: 'appendReply', term: lone.view.term, match: 99 });
    expect(effects).toContainEqual(expect.objectContaining({ type: 'dropped' }));
    expect(lone.view.progress.get('b')?.match).toBe(4);
  });

  it('an acknowledgement of an earlier term is of a log that may be gone, and is ignored (edge case 8)', () => {
    const lone = leader();
    lone.receive('c', { type: 'appendReply', term: lone.view.term - 1, match: 4 });
    expect(lone.view.progress.get('c')?.match).toBe(0);
  });

  it('an acknowledgement of less than is matched takes nothing back', () => {
    const lone = leader();
    lone.receive('b', { type: 'appendReply', term: lone.view.term, match: 1 });
    expect(lone.view.progress.get('b')?.match).toBe(4);
  });
});

describe('logs that parted', () => {
  it.each<[string, Term[], Term[]]>([
    ['missing entries', [1, 1, 1, 4, 4, 5, 5, 6, 6], [1, 1, 1, 4]],
    ['extra entries of its own term', [1, 1, 1, 4, 4, 5, 5, 6, 6], [1, 1, 1, 4, 4, 5, 5, 6, 6, 6]],
    ['a long tail of other terms', [1, 1, 1, 4, 4, 5, 5, 6, 6], [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3]],
    ['nothing', [1, 1, 1, 4, 4, 5, 5, 6, 6], []],
  ])(
    'are one again in at most one rejection a term: a follower with %s (Raft fig. 7)',
    (_what, mine, theirs) => {
      const leader = new Lone({ terms: mine, term: 7 }).lead();
      leader.sync();
      const follower = new Lone({ terms: theirs, id: 'b', term: 7 });
      let rejections = 0;
      for (let messages = leader.sent(); messages.length > 0; messages = leader.sent()) {
        const toFollower = messages.filter(({ to, message }) => to === 'b' && message.type === 'append');
        for (const { message } of toFollower) follower.receive('a', message);
        follower.sync();
        for (const { message } of follower.sent()) {
          if (message.type === 'appendReject') rejections += 1;
          leader.receive('b', message);
        }
      }
      expect(follower.view).toMatchObject({ lastIndex: leader.view.lastIndex, commit: leader.view.commit });
      expect(leader.view.progress.get('b')).toMatchObject({ state: 'replicate', match: mine.length + 1 });
      expect(rejections).toBeLessThanOrEqual(new Set(theirs).size + 1);
    },
  );
});

describe('flow', () => {
  const replicating = (options: LoneOptions = {}) => {
    const lone = new Lone(options).lead();
    lone.sync();
    lone.receive('b', { type: 'appendReply', term: lone.view.term, match: 1 });
    lone.sent();
    return lone;
  };
  const large = { kind: 'command', data: 'x'.repeat(100) } as const;
  const propose = (lone: Lone) => lone.step({ type: 'propose', ref: 1, payloads: [noop] });
  const appends = (lone: Lone, to: string): readonly Message[] =>
    lone
      .sent()
      .flatMap(({ to: peer, message }) => (peer === to && message.type === 'append' ? [message] : []));

  it('one append is under way while it is not known where the logs part, several afterwards', () => {
    const lone = replicating();
    for (let i = 0; i < 3; i++) propose(lone);
    const sent = lone.sent().filter(({ message }) => message.type === 'append');
    expect(sent.filter(({ to }) => to === 'b')).toHaveLength(3);
    expect(sent.filter(({ to }) => to === 'c')).toHaveLength(0);
  });

  it('stops at a full window, and goes on where everything in it was lost (edge case 29)', () => {
    const cluster = new Cluster({ size: 2, maxInflightAppends: 4, maxAppendBytes: 1 });
    cluster.electThis('n1');
    cluster.run(4);
    for (let i = 0; i < 20; i++) cluster.write('n1');
    cluster.network.lose(() => true);
    for (const { id } of cluster.nodes) cluster.node(id).sync();
    expect(cluster.network.underWay).toEqual([]);
    cluster.run(10);
    expect(cluster.node('n2').machine.commands).toHaveLength(20);
    expect(cluster.node('n1').view.progress.get('n2')?.state).toBe('replicate');
  });

  it('stops as well where few but large entries are under way', () => {
    const lone = replicating({ maxInflightBytes: 250 });
    for (let i = 0; i < 8; i++) lone.step({ type: 'propose', ref: 1, payloads: [large] });
    expect(appends(lone, 'b')).toHaveLength(2);
    lone.receive('b', { type: 'appendReply', term: lone.view.term, match: 2 });
    expect(appends(lone, 'b')).toHaveLength(1);
  });

  it('only an acknowledgement frees the window: a doubled one frees nothing more (edge case 29)', () => {
    const lone = replicating();
    for (let i = 0; i < 8; i++) propose(lone);
    expect(appends(lone, 'b')).toHaveLength(4);
    const ack = { type: 'appendReply', term: lone.view.term, match: 2 } as const;
    lone.receive('b', ack);
    // What did not fit into the window goes out as one.
    expect(appends(lone, 'b')).toHaveLength(1);
    for (let i = 0; i < 3; i++) propose(lone);
    lone.receive('b', ack);
    lone.receive('b', { ...ack, match: 1 });
    expect(appends(lone, 'b')).toHaveLength(0);
  });

  it('a peer that was probed while everything it needs was there replicates again without a new write (edge case 30)', () => {
    const cluster = new Cluster({ size: 3 });
    cluster.electThis('n1');
    cluster.run(5);
    const { lastIndex } = cluster.node('n1').view;
    cluster.disconnect('n1', 'n3');
    expect(cluster.node('n1').view.progress.get('n3')).toMatchObject({ state: 'probe', match: 0 });
    cluster.run(5);
    expect(cluster.node('n1').view.progress.get('n3')).toMatchObject({
      state: 'replicate',
      match: lastIndex,
    });
    expect(cluster.node('n1').view.lastIndex).toBe(lastIndex);
  });

  it('a probe that is lost is sent again', () => {
    const cluster = new Cluster({ size: 2 });
    cluster.electThis('n1');
    cluster.disconnect('n1', 'n2');
    cluster.write('n1');
    cluster.network.lose(() => true);
    cluster.run(8);
    expect(cluster.node('n2').machine.commands).toHaveLength(1);
  });

  it('a restarted follower learns what is committed without a new write', () => {
    const cluster = new Cluster({ size: 3 });
    cluster.electThis('n1');
    cluster.write('n1', 3);
    cluster.run(3);
    cluster.crash('n3');
    cluster.restart('n3');
    cluster.run(6);
    expect(cluster.node('n3').view.commit).toBe(cluster.node('n1').view.commit);
  });
});

describe('the bound on what is uncommitted', () => {
  it('refuses as busy beyond it, takes writes again after a commit, and never refuses a no-op (edge case 31)', () => {
    const lone = new Lone({ maxUncommittedBytes: 200 }).lead();
    lone.sync();
    const propose = () =>
      lone.step({ type: 'propose', ref: 1, payloads: [{ kind: 'command', data: 'x'.repeat(100) }] });
    propose();
    expect(propose()).toContainEqual({ type: 'notProposed', ref: 1, reason: 'busy', leader: 'a' });
    lone.sync();
    lone.receive('b', { type: 'appendReply', term: lone.view.term, match: lone.view.lastIndex });
    expect(propose()).toContainEqual(expect.objectContaining({ type: 'proposed' }));
    // Deposed with more than the bound uncommitted, and elected again: its no-op is appended all the same.
    propose();
    propose();
    lone.receive('c', { type: 'preVoteReply', term: lone.view.term + 1, granted: false });
    const { lastIndex } = lone.view;
    lone.sync();
    lone.lead();
    expect(lone.view.lastIndex).toBe(lastIndex + 1);
  });

  it('holds in a minority that goes on being asked, and is over once it is healed (edge case 31)', () => {
    const cluster = new Cluster({ size: 3, maxUncommittedBytes: 500 });
    cluster.electThis('n1');
    cluster.isolate('n1');
    for (let i = 0; i < 50; i++) cluster.write('n1');
    expect(cluster.clients.counts.notProposed).toBeGreaterThan(40);
    cluster.network.mend();
    cluster.run(30);
    cluster.elect();
    const before = cluster.clients.counts.proposed;
    cluster.write(cluster.leader!.id);
    expect(cluster.clients.counts.proposed).toBe(before + 1);
  });
});
