/** Compaction, and bringing a snapshot to a follower. */
import { describe, expect, it } from 'vitest';
import { Cluster } from './testing/cluster.ts';
import { entries, Lone } from './testing/lone.ts';
import type { SnapshotMeta, Term } from './types.ts';

const configuration = { voters: ['a', 'b', 'c'], outgoing: [], learners: [] };
const snapshotAt = (index: number, term: Term): SnapshotMeta => ({ index, term, configuration });
const chunk = (snapshot: SnapshotMeta, offset: number, done: boolean, term = 3) =>
  ({ type: 'snapshotChunk', term, snapshot, offset, data: Uint8Array.of(1, 2, 3), done }) as const;
const stores = (lone: Lone) => lone.said.filter(({ type }) => type === 'storeSnapshotChunk');
const restores = (lone: Lone) => lone.said.filter(({ type }) => type === 'restore');
const replies = (lone: Lone) =>
  lone.sent().flatMap(({ message }) => (message.type === 'snapshotReply' ? [message] : []));

describe('a follower that is offered a snapshot', () => {
  it('needs none of what is committed here, and says so (edge case 27)', () => {
    const lone = new Lone({ terms: [1, 1, 2, 2], commit: 4 });
    lone.receive('b', chunk(snapshotAt(3, 2), 0, true));
    lone.sync();
    expect(stores(lone)).toEqual([]);
    expect(replies(lone)).toEqual([{ type: 'snapshotReply', term: 3, index: 3, offset: 0, installed: true }]);
    expect(lone.view).toMatchObject({ lastIndex: 4, commit: 4 });
  });

  it('that ends where its log has the same entry: commits up to there and keeps what follows (edge case 27)', () => {
    const lone = new Lone({ terms: [1, 1, 2, 2] });
    lone.receive('b', chunk(snapshotAt(3, 2), 0, true));
    expect(stores(lone)).toEqual([]);
    expect(lone.view).toMatchObject({ lastIndex: 4, commit: 3 });
    expect(restores(lone)).toEqual([]);
  });

  it('drops one that contradicts what is committed here (edge case 27)', () => {
    const lone = new Lone({ terms: [1, 1, 2, 2], commit: 4 });
    const effects = lone.receive('b', chunk(snapshotAt(3, 3), 0, true));
    expect(effects).toContainEqual(expect.objectContaining({ type: 'dropped' }));
    expect(replies(lone)).toEqual([]);
  });

  it('discards a log that disagrees with it, durably, before it says so (edge case 27)', () => {
    const lone = new Lone({ terms: [1, 1, 1, 1, 1, 1] });
    lone.receive('b', chunk(snapshotAt(4, 2), 0, true));
    lone.sync();
    const effects = lone.step({ type: 'snapshotStored', snapshot: snapshotAt(4, 2) });
    expect(effects).toContainEqual({ type: 'restore', snapshot: snapshotAt(4, 2) });
    expect(effects).toContainEqual(expect.objectContaining({ type: 'persist', firstIndex: 5, entries: [] }));
    expect(lone.view).toMatchObject({ firstIndex: 5, lastIndex: 4, lastTerm: 2, commit: 4, applied: 4 });
    expect(replies(lone)).toEqual([]);
    lone.sync();
    expect(replies(lone)).toEqual([{ type: 'snapshotReply', term: 3, index: 4, offset: 0, installed: true }]);
  });

  it('whose log grew to hold it while it was written, keeps its log and what it acknowledged of it (edge case 27)', () => {
    const lone = new Lone({ terms: [1] });
    lone.receive('b', chunk(snapshotAt(3, 2), 0, true));
    const log = [...entries(2, 2), ...entries(3, 2), ...entries(4, 3)];
    lone.receive('b', { type: 'append', term: 3, prevIndex: 1, prevTerm: 1, entries: log, commit: 1 });
    lone.step({ type: 'snapshotStored', snapshot: snapshotAt(3, 2) });
    lone.sync();
    expect(lone.view).toMatchObject({ lastIndex: 4, lastTerm: 3, commit: 3, stable: 4 });
  });

  it('was elected before it was written, and goes on leading: its log has all of it', () => {
    const lone = new Lone({ terms: [1] });
    lone.receive('b', chunk(snapshotAt(3, 2), 0, true));
    const log = [...entries(2, 2), ...entries(3, 2)];
    lone.receive('b', { type: 'append', term: 3, prevIndex: 1, prevTerm: 1, entries: log, commit: 1 });
    lone.sync();
    lone.step({ type: 'disconnected', peer: 'b' });
    lone.lead();
    lone.step({ type: 'snapshotStored', snapshot: snapshotAt(3, 2) });
    expect(lone.view).toMatchObject({ role: 'leader', commit: 3, applied: 3, lastIndex: 4 });
  });

  it('forgets the bytes of a leader that is gone: another begins from 0 (edge case 28)', () => {
    const lone = new Lone({ terms: [] });
    lone.receive('b', chunk(snapshotAt(9, 2), 0, false));
    lone.step({ type: 'snapshotChunkStored', snapshot: snapshotAt(9, 2), offset: 3 });
    lone.sync();
    expect(replies(lone)).toMatchObject([{ offset: 3, installed: false }]);
    lone.receive('c', chunk(snapshotAt(9, 2), 3, true, 4));
    lone.sync();
    expect(stores(lone)).toHaveLength(1);
    expect(replies(lone)).toMatchObject([{ term: 4, offset: 0, installed: false }]);
    lone.receive('c', chunk(snapshotAt(9, 2), 0, true, 4));
    expect(stores(lone).at(-1)).toMatchObject({ offset: 0, done: true });
  });

  it('takes chunks in order and once: what is early, late or doubled is answered with what is held (edge case 28)', () => {
    const lone = new Lone({ terms: [] });
    const meta = snapshotAt(9, 2);
    lone.receive('b', chunk(meta, 6, false));
    lone.receive('b', chunk(meta, 0, false));
    lone.receive('b', chunk(meta, 0, false));
    lone.step({ type: 'snapshotChunkStored', snapshot: meta, offset: 3 });
    lone.receive('b', chunk(meta, 0, false));
    lone.sync();
    expect(stores(lone)).toHaveLength(1);
    expect(replies(lone).map(({ offset }) => offset)).toEqual([0, 3, 3]);
  });

  it('leaves a snapshot for a newer one of the same leader, and not for an older one (edge case 28)', () => {
    const lone = new Lone({ terms: [] });
    lone.receive('b', chunk(snapshotAt(9, 2), 0, false));
    lone.step({ type: 'snapshotChunkStored', snapshot: snapshotAt(9, 2), offset: 3 });
    lone.receive('b', chunk(snapshotAt(12, 2), 0, false));
    lone.step({ type: 'snapshotChunkStored', snapshot: snapshotAt(12, 2), offset: 3 });
    lone.receive('b', chunk(snapshotAt(9, 2), 3, true));
    expect(stores(lone).map((effect) => 'snapshot' in effect && effect.snapshot.index)).toEqual([9, 12]);
  });

  it('asks for it anew where the bytes did not check out', () => {
    const lone = new Lone({ terms: [] });
    const meta = snapshotAt(9, 2);
    lone.receive('b', chunk(meta, 0, false));
    lone.step({ type: 'snapshotChunkStored', snapshot: meta, offset: 3 });
    lone.receive('b', chunk(meta, 3, true));
    lone.step({ type: 'snapshotRejected', snapshot: meta });
    lone.sync();
    expect(replies(lone).map(({ offset }) => offset)).toEqual([3, 0]);
    lone.receive('b', chunk(meta, 0, false));
    expect(stores(lone)).toHaveLength(3);
  });
});

describe('a crash around the installation of a snapshot (edge case 27)', () => {
  const open = (snapshot: SnapshotMeta, ...terms: Term[]) =>
    new Lone({
      restored: {
        hardState: { term: 3, vote: null, commit: 0 },
        snapshot,
        entries: entries(1, ...terms),
        damaged: false,
      },
    });

  it('with the log not yet truncated: what the snapshot covers is skipped, the tail goes on', () => {
    expect(open(snapshotAt(2, 1), 1, 1, 2).view).toMatchObject({
      firstIndex: 3,
      lastIndex: 3,
      lastTerm: 2,
      commit: 2,
    });
  });
  it('with a log that ends before it: the snapshot is all there is', () => {
    expect(open(snapshotAt(5, 2), 1, 1, 2).view).toMatchObject({ firstIndex: 6, lastIndex: 5, lastTerm: 2 });
  });
  it('with a tail of an earlier term than its own: the tail is of another history', () => {
    expect(open(snapshotAt(2, 3), 1, 1, 2).view).toMatchObject({ lastIndex: 2, lastTerm: 3 });
  });
});

describe('a leader with a snapshot', () => {
  const compacted = (settings = {}) => {
    const cluster = new Cluster({ size: 3, keepBehindSnapshot: 0, chunkBytes: 40, ...settings });
    cluster.electThis('n1');
    cluster.run(3);
    cluster.crash('n3');
    cluster.write('n1', 10);
    cluster.run(3);
    cluster.node('n1').compact();
    cluster.settle();
    return cluster;
  };

  it('brings it in chunks to a follower that knows nothing, though its own log is empty behind it (edge case 27)', () => {
    const cluster = compacted();
    expect(cluster.node('n1').view.firstIndex).toBe(cluster.node('n1').view.lastIndex + 1);
    cluster.restart('n3');
    cluster.run(60);
    expect(cluster.node('n3').machine.commands).toHaveLength(10);
    expect(cluster.node('n3').disk.snapshot?.meta.index).toBe(cluster.node('n1').view.lastIndex);
    expect(cluster.node('n1').view.progress.get('n3')?.state).toBe('replicate');
  });

  it('goes on writing meanwhile, and the follower goes on from the snapshot with what came after', () => {
    const cluster = compacted();
    cluster.restart('n3');
    for (let i = 0; i < 30; i++) {
      cluster.write('n1');
      cluster.tick('n1', 'n2', 'n3');
      for (let n = 0; n < 5; n++) cluster.deliver();
      for (const node of cluster.nodes) node.sync();
      cluster.node('n3').syncSnapshot();
    }
    cluster.run(20);
    expect(cluster.node('n3').machine.commands).toHaveLength(40);
  });

  it('starts over with a newer one that takes its place on the way (edge case 28)', () => {
    const cluster = compacted();
    cluster.restart('n3');
    const started = () => cluster.node('n1').view.progress.get('n3')?.state === 'snapshot';
    for (let i = 0; i < 200 && !started(); i++) {
      if (cluster.network.underWay.length > 0) cluster.deliver();
      else cluster.tick('n1');
    }
    expect(started()).toBe(true);
    for (let i = 0; i < 6; i++) {
      cluster.deliver();
      cluster.node('n3').syncSnapshot();
    }
    cluster.write('n1', 5);
    cluster.network.lose(({ to }) => to === 'n3');
    cluster.settle();
    cluster.node('n1').compact();
    cluster.run(60);
    expect(cluster.node('n3').machine.commands).toHaveLength(15);
    expect(cluster.node('n3').disk.rejections).toBe(0);
  });

  it.each([1, 2, 3, 4, 5, 6])(
    'survives the loss of every chunk %i, and a new leader in the middle (edge case 28)',
    (nth) => {
      const cluster = compacted();
      cluster.node('n2').compact();
      cluster.settle();
      cluster.restart('n3');
      let chunks = 0;
      for (let i = 0; i < 400; i++) {
        const next = cluster.network.underWay[0];
        if (next?.message.type === 'snapshotChunk' && ++chunks === nth) {
          cluster.network.take(0);
          cluster.crash('n1');
          cluster.restart('n1');
          cluster.electThis('n2');
        } else if (next !== undefined) cluster.deliver();
        else {
          for (const node of cluster.nodes) node.sync();
          cluster.node('n3').syncSnapshot();
          cluster.tick('n1', 'n2', 'n3');
        }
      }
      cluster.run(60);
      expect(chunks).toBeGreaterThanOrEqual(nth);
      expect(cluster.node('n3').machine.commands).toHaveLength(10);
      expect(cluster.node('n3').disk.rejections).toBe(0);
    },
  );
});

describe('compaction', () => {
  it('keeps some entries for followers that are a little late', () => {
    const cluster = new Cluster({ size: 3, keepBehindSnapshot: 4 });
    cluster.electThis('n1');
    cluster.run(3);
    cluster.network.partition(['n1', 'n2'], ['n3']);
    cluster.write('n1', 3);
    cluster.run(3);
    cluster.node('n1').compact();
    cluster.settle();
    cluster.network.mend();
    cluster.run(10);
    expect(cluster.node('n3').machine.commands).toHaveLength(3);
    expect(cluster.node('n3').disk.snapshot).toBeNull();
  });

  it('of what is not applied is a broken driver, and refused', () => {
    const lone = new Lone({ terms: [1, 1] });
    expect(() => lone.step({ type: 'compacted', snapshot: snapshotAt(2, 1) })).toThrow('not applied');
  });
});
