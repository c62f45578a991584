/** Whether the shop can be changed, told when that has changed for good: flapping is told ever more rarely. */
import type { Health, Mode } from '../../../shared/contract/health.ts';
import type { MajorityNotice } from './notice.ts';

/** A change must last this long before it is told … */
const LASTS_MS = 3_000;
/** … four times as long after each that was told lately, but no longer than this. */
const LONGEST_MS = 60_000;
const FACTOR = 4;
/** What was told longer ago than this is forgotten. */
const LATELY_MS = 600_000;

/** null: not known yet. */
const WRITABLE: Readonly<Record<Mode, boolean | null>> = {
  well: true,
  degraded: true,
  alone: true,
  readingOnly: false,
  starting: null,
  noShop: null,
};

export type Majority = Readonly<{
  /** What somebody who listens believes; null: nothing known yet, the first is no news. */
  told: boolean | null;
  /** How it is instead, and since when. */
  other: Readonly<{ health: Health; since: number }> | null;
  /** When the last few were told. */
  lately: readonly number[];
}>;

export const UNKNOWN: Majority = { told: null, other: null, lately: [] };

/** Takes in how the shop is at `now`, in milliseconds of one monotonic clock. */
export function heard(majority: Majority, health: Health, now: number): Majority {
  const writable = WRITABLE[health.mode];
  if (writable === null) return majority;
  const { told, other } = majority;
  if (told === null) return { ...majority, told: writable };
  if (writable === told) return { ...majority, other: null };
  // The newest names who is missing now; the time counts from the first.
  return { ...majority, other: { health, since: other?.since ?? now } };
}

/** When the change is to be told; null: there is none. */
export function dueAt({ other, lately }: Majority): number | null {
  if (other === null) return null;
  const recent = lately.filter((at) => other.since - at < LATELY_MS).length;
  return other.since + Math.min(LASTS_MS * FACTOR ** recent, LONGEST_MS);
}

/** The notice that is due at `now`, if any, and what is remembered once it is told. */
export function tell(
  majority: Majority,
  now: number,
): Readonly<{ majority: Majority; notices: readonly MajorityNotice[] }> {
  const due = dueAt(majority);
  if (due === null || due > now || majority.other === null) return { majority, notices: [] };
  const { other, told, lately } = majority;
  return {
    majority: {
      told: told !== true,
      other: null,
      lately: [...lately.filter((at) => now - at < LATELY_MS), now],
    },
    notices: [{ kind: told === true ? 'lost' : 'back', health: other.health }],
  };
}
