import { describe, expect, it } from 'vitest';
import { type Health, type Mode, NO_SHOP } from '../../shared/contract/health.ts';
import { freshUntil } from './freshness.ts';

const NOW = 1_700_000_000_000;

function health(mode: Mode, staleMs: number): Health {
  return { ...NO_SHOP, mode, staleMs, shop: 'Shop' };
}

describe('until when what is shown is all there is', () => {
  it.each(['well', 'degraded', 'alone', 'starting'] as const)('has no end while the shop is %s', (mode) => {
    expect(freshUntil(NOW - 5, { connection: 'connected', health: health(mode, 700) }, NOW)).toBeNull();
  });

  it('is when this workstation last knew itself up to date, where too few are reachable', () => {
    const replica = { connection: 'connected', health: health('readingOnly', 90_000) } as const;
    expect(freshUntil(null, replica, NOW)).toBe(NOW - 90_000);
  });

  it('has no end where the workstations contradict each other: this one follows all the same', () => {
    const contradicted = { ...health('readingOnly', 0), contradicted: true };
    expect(freshUntil(null, { connection: 'connected', health: contradicted }, NOW)).toBeNull();
  });

  it('is when the connection was lost, and stays so while it is tried again', () => {
    const lost = { connection: 'lost', health: health('well', 0) } as const;
    const first = freshUntil(null, lost, NOW);
    expect(first).toBe(NOW);
    expect(freshUntil(first, lost, NOW + 60_000)).toBe(NOW);
    expect(freshUntil(first, { ...lost, connection: 'outdated' }, NOW + 60_000)).toBe(NOW);
  });

  it('goes further back where the shop was reading only before the connection was lost', () => {
    const before = freshUntil(null, { connection: 'connected', health: health('readingOnly', 3_000) }, NOW);
    expect(
      freshUntil(before, { connection: 'lost', health: health('readingOnly', 3_000) }, NOW + 9_000),
    ).toBe(NOW - 3_000);
  });

  it('is not spoken of before anything is known', () => {
    expect(freshUntil(null, { connection: 'connecting', health: null }, NOW)).toBeNull();
  });
});
