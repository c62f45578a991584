/** How long a peer has been there, and how often it went: from events, without a clock. Times in monotonic ms. */
import type { PolicyRules } from './types.ts';

/** One peer's connection, as one node sees it. */
export type Stability = Readonly<{
  online: boolean;
  /** Of the present state. */
  since: number;
  /** When it was lost, oldest first; no more than matter. */
  losses: readonly number[];
}>;

/** A loss counts for this long: going home in the evening is no flapping in the morning. */
const RECENT = 3_600_000;
/** More than this many change nothing: the doubling has reached its end. */
const MAX_LOSSES = 16;

/** A peer of which nothing is known but whether it is there. */
export function firstSeen(online: boolean, now: number): Stability {
  return { online, since: now, losses: [] };
}

/** A connection came or went; told again of the present state, nothing changes. */
export function observed(known: Stability, online: boolean, now: number): Stability {
  if (online === known.online) return known;
  const recent = known.losses.filter((at) => now - at < RECENT);
  const losses = online ? recent : [...recent, now].slice(-MAX_LOSSES);
  return { online, since: now, losses };
}

/** Losses that count at this time. */
export function flaps({ losses }: Stability, now: number): number {
  return losses.filter((at) => now - at < RECENT).length;
}

/** How long a peer with so many recent losses must have been online to be stable. */
export function stableFor(
  losses: number,
  { stable, stableAtMost }: Pick<PolicyRules, 'stable' | 'stableAtMost'>,
): number {
  return Math.min(stable * 2 ** losses, stableAtMost);
}

/** Since when a peer is close to the log's end; told each time that anything of it is heard. */
export function caughtUpSince(
  before: number | null,
  lag: number,
  now: number,
  atMost: number,
): number | null {
  return lag > atMost ? null : (before ?? now);
}
