import { describe, expect, it } from 'vitest';
import type { JoinRequest } from '../../../shared/contract/membership.ts';
import { asked, NO_REQUESTS } from './requests.ts';

const from = (...ids: readonly string[]) => ({
  membership: {
    requests: ids.map((id): JoinRequest => ({ id, name: `PC ${id}`, host: '10.0.0.9', digits: '123456' })),
    invitations: [],
    reasons: [],
  },
});

describe('somebody who wants to be let in', () => {
  it('is told at once, and once', () => {
    const first = asked(NO_REQUESTS, from('a'), 0);
    expect(first.notice).toEqual({ kind: 'asks', name: 'PC a' });
    expect(asked(first.requests, from('a'), 100_000).notice).toBeNull();
  });

  it('is told anew when there is another', () => {
    const first = asked(NO_REQUESTS, from('a'), 0);
    expect(asked(first.requests, from('a', 'b'), 60_000).notice).toEqual({ kind: 'asks', name: 'PC b' });
  });

  it('does not ring all day: within a minute of one no other is told', () => {
    let { requests } = asked(NO_REQUESTS, from('0'), 0);
    const told: number[] = [];
    for (let second = 1; second < 180; second += 1) {
      const next = asked(requests, from(`${second}`), second * 1_000);
      requests = next.requests;
      if (next.notice !== null) told.push(second);
    }
    expect(told).toEqual([60, 120]);
  });

  it('is nobody where there is no shop', () => {
    expect(asked(NO_REQUESTS, { membership: null }, 0).notice).toBeNull();
  });
});
