/** Nothing leaves, counts or is believed before it is on disk. */
import { describe, expect, it } from 'vitest';
import { Cluster } from './testing/cluster.ts';
import { entries, Lone } from './testing/lone.ts';

const types = (lone: Lone) => lone.sent().map(({ message }) => message.type);

describe('promises wait for the disk', () => {
  it('a vote is sent once it is durable, and a restart before that leaves it unsent (edge case 2)', () => {
    const lone = new Lone();
    lone.receive('b', { type: 'vote', term: 1, lastIndex: 0, lastTerm: 0, transfer: false });
    expect(lone.sent()).toEqual([]);
    lone.sync();
    expect(lone.sent()).toEqual([{ to: 'b', message: { type: 'voteReply', term: 1, granted: true } }]);
  });

  it('a durable vote is kept across a restart: another candidate of that term is refused (edge case 2)', () => {
    const lone = new Lone({ term: 1, vote: 'b' });
    lone.receive('c', { type: 'vote', term: 1, lastIndex: 9, lastTerm: 1, transfer: false });
    expect(lone.sent()).toEqual([{ to: 'c', message: { type: 'voteReply', term: 1, granted: false } }]);
    lone.receive('b', { type: 'vote', term: 1, lastIndex: 0, lastTerm: 0, transfer: false });
    expect(lone.sent()).toEqual([{ to: 'b', message: { type: 'voteReply', term: 1, granted: true } }]);
  });

  it('a candidate asks nobody and counts not even itself before its own vote is durable (edge case 2)', () => {
    const lone = new Lone();
    lone.ticks(20);
    lone.receive('b', { type: 'preVoteReply', term: 1, granted: true });
    lone.sent();
    // Somebody may know of the candidacy from an earlier copy: its grant alone is no majority.
    lone.receive('b', { type: 'voteReply', term: 1, granted: true });
    expect(lone.view.role).toBe('candidate');
    expect(lone.sent()).toEqual([]);
    lone.sync();
    expect(lone.view.role).toBe('leader');
    expect(types(lone)).toContain('vote');
  });

  it('a pre-vote writes nothing and resets no timer (edge case 2)', () => {
    const asked = new Lone();
    const alone = new Lone();
    for (let tick = 0; tick < 30; tick++) {
      asked.ticks(1);
      alone.ticks(1);
      if (alone.view.role === 'preCandidate') break;
      asked.receive('b', { type: 'preVote', term: 1, lastIndex: 0, lastTerm: 0 });
    }
    expect(asked.said.some(({ type }) => type === 'persist')).toBe(false);
    expect(asked.view.role).toBe('preCandidate');
  });

  it('an acknowledgement of entries waits for exactly their write', () => {
    const lone = new Lone();
    const append = { type: 'append', term: 1, commit: 0 } as const;
    lone.receive('b', { ...append, prevIndex: 0, prevTerm: 0, entries: entries(1, 1) });
    const first = lone.lastWrite;
    lone.receive('b', { ...append, prevIndex: 1, prevTerm: 1, entries: entries(2, 1) });
    expect(types(lone)).toEqual([]);
    lone.sync(first);
    expect(lone.sent().map(({ message }) => message)).toEqual([{ type: 'appendReply', term: 1, match: 1 }]);
    lone.sync();
    expect(lone.sent().map(({ message }) => message)).toEqual([{ type: 'appendReply', term: 1, match: 2 }]);
  });

  it('even entries that are here already are not acknowledged while their write is under way', () => {
    const lone = new Lone();
    const append = {
      type: 'append',
      term: 1,
      prevIndex: 0,
      prevTerm: 0,
      entries: entries(1, 1),
      commit: 0,
    } as const;
    lone.receive('b', append);
    lone.receive('b', append);
    expect(types(lone)).toEqual([]);
    lone.sync();
    expect(types(lone)).toContain('appendReply');
  });
});

describe('term and entries', () => {
  it('are one write: an entry of a newer term is never on disk without that term (edge case 3)', () => {
    const lone = new Lone({ terms: [1] });
    const append = {
      type: 'append',
      term: 5,
      prevIndex: 1,
      prevTerm: 1,
      entries: entries(2, 5),
      commit: 0,
    } as const;
    const writes = lone.receive('b', append).filter(({ type }) => type === 'persist');
    expect(writes).toEqual([
      expect.objectContaining({
        hardState: { term: 5, vote: null, commit: 0, othersVote: true },
        firstIndex: 2,
        entries: entries(2, 5),
      }),
    ]);
  });

  it('found on disk with a term behind the log, the later one counts (edge case 3)', () => {
    const lone = new Lone({ terms: [1, 5], term: 4, vote: 'c' });
    expect(lone.view).toMatchObject({ term: 5, vote: null });
    lone.receive('b', {
      type: 'append',
      term: 4,
      prevIndex: 1,
      prevTerm: 1,
      entries: entries(2, 4),
      commit: 2,
    });
    expect(lone.view).toMatchObject({ lastTerm: 5, commit: 0 });
  });
});

describe("a write's late completion", () => {
  it('does not vouch for entries that took the place of its own (edge case 5)', () => {
    const lone = new Lone({ terms: [1, 1, 1, 1] });
    lone.receive('b', {
      type: 'append',
      term: 2,
      prevIndex: 4,
      prevTerm: 1,
      entries: entries(5, 2, 2),
      commit: 0,
    });
    const old = lone.lastWrite;
    lone.receive('c', {
      type: 'append',
      term: 3,
      prevIndex: 4,
      prevTerm: 1,
      entries: entries(5, 3, 3),
      commit: 0,
    });
    lone.sent();
    lone.sync(old);
    expect(lone.view).toMatchObject({ stable: 4, lastIndex: 6, lastTerm: 3 });
    // The old leader's acknowledgement is of a term that is over; the new leader's waits.
    expect(types(lone)).toEqual([]);
    lone.sync();
    expect(lone.view.stable).toBe(6);
    expect(lone.sent()).toEqual([{ to: 'c', message: { type: 'appendReply', term: 3, match: 6 } }]);
  });

  it('of a term it led in does not count for a later one', () => {
    const lone = new Lone().lead();
    const own = lone.lastWrite;
    const { term } = lone.view;
    lone.receive('b', {
      type: 'append',
      term: term + 1,
      prevIndex: 0,
      prevTerm: 0,
      entries: entries(1, term + 1),
      commit: 0,
    });
    lone.sync(own);
    expect(lone.view.stable).toBe(0);
    lone.sync();
    expect(lone.view.stable).toBe(1);
  });
});

describe('a power cut', () => {
  it.each([1, 2, 3, 5])(
    'of all of %i nodes at once loses nothing that was committed (edge case 4)',
    (size) => {
      const cluster = new Cluster({ size });
      cluster.elect();
      for (let round = 0; round < 10; round++) {
        const leader = cluster.elect();
        cluster.write(leader.id, 2);
        cluster.settle();
        const committed = cluster.checker.committed.length;
        // Under way, on some disks and not on others, when the power fails.
        cluster.write(leader.id, 2);
        for (let i = 0; i < round; i++) cluster.deliver();
        for (const { id } of cluster.nodes) cluster.crash(id);
        for (const { id } of cluster.nodes) cluster.restart(id);
        cluster.elect();
        cluster.run(20);
        expect(cluster.checker.committed.length).toBeGreaterThan(committed);
        for (const { machine } of cluster.nodes) expect(machine.index).toBe(cluster.checker.committed.length);
      }
    },
  );
});
