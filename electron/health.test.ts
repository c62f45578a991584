import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { healthOf } from './health.ts';
import type { Knowledge } from './health.ts';

const place = { host: '127.0.0.1', port: 1 };

/** What node n-1 of a shop of `size` knows while it reaches `reached` others. */
function knowledge(
  size: number,
  reached: number,
  { leader = true, leaderlessMs = 0, settled = true, split = false } = {},
): Knowledge {
  const ids = Array.from({ length: size }, (_, n) => `n-${n + 1}`);
  const core = {
    role: 'follower',
    term: 3,
    leader: leader ? 'n-1' : null,
    commit: 9,
    lastIndex: 9,
    damaged: false,
    configuration: { voters: ids, outgoing: [], learners: [] },
  } as unknown as Knowledge['status']['core'];
  return {
    self: 'n-1',
    shop: 'Shop',
    clusterId: 'c',
    members: ids.map((id) => ({
      id,
      name: id.toUpperCase(),
      addresses: [place],
      http: place,
      pinned: false,
      leaving: null,
    })),
    membership: { requests: [], invitations: [], reasons: [] },
    learned: new Map(),
    findings: [],
    status: {
      core,
      applied: 9,
      digest: '',
      founding: null,
      connected: new Set(ids.slice(1, reached + 1)),
      reachableVoters: reached + 1,
      majority: Math.floor(size / 2) + 1,
      peers: new Map(),
      snapshotIndex: 0,
      leaderlessMs,
      settled,
      split,
      drops: {},
    },
  };
}

describe('how the shop is', () => {
  it.each([
    ['well', 3, 2, {}],
    ['degraded', 3, 1, {}],
    ['readingOnly', 3, 0, {}],
    ['readingOnly', 3, 2, { split: true }],
    ['alone', 1, 0, {}],
    ['well', 3, 2, { leader: false, leaderlessMs: 1_999 }],
    ['readingOnly', 3, 2, { leader: false, leaderlessMs: 2_001 }],
    ['starting', 3, 2, { leader: false, leaderlessMs: 500, settled: false }],
    ['starting', 3, 2, { leader: false, leaderlessMs: 5_000, settled: false }],
    ['starting', 3, 0, { leader: false, leaderlessMs: 500, settled: false }],
    ['readingOnly', 3, 0, { leader: false, leaderlessMs: 2_001, settled: false }],
  ] as const)('is %s in a shop of %i that reaches %i others, %o', (mode, size, reached, more) => {
    expect(healthOf(knowledge(size, reached, more)).mode).toBe(mode);
  });

  it('is contradicted where nobody can tell whose records are right', () => {
    expect(healthOf(knowledge(3, 2, { split: true })).contradicted).toBe(true);
    expect(healthOf(knowledge(3, 0)).contradicted).toBe(false);
  });

  it('either may lose some, or waits for as many as a majority lacks, and never both', () => {
    const shops = fc
      .integer({ min: 1, max: 9 })
      .chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1)));
    fc.assert(
      fc.property(shops, ([size, reached]) => {
        const { mayFail, waitingFor, mode } = healthOf(knowledge(size, reached));
        const majority = Math.floor(size / 2) + 1;
        expect(reached + 1 - mayFail >= majority).toBe(waitingFor === null);
        if (waitingFor === null) return;
        expect(mayFail).toBe(0);
        expect(mode).toBe('readingOnly');
        expect(reached + 1 + waitingFor.count).toBe(majority);
        expect(waitingFor.names).toHaveLength(size - reached - 1);
      }),
    );
  });
});
