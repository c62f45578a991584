/** What a replica is made with. */
import type { Change, Filing } from '../../shared/domain/model.ts';
import type { Hello, Links, RefusalCode } from '../links/types.ts';
import type { Configuration, CoreOptions, Index, NodeId, Restored } from '../raft/types.ts';
import type { Aside } from '../membership/asides.ts';
import type { Roster } from '../membership/roster/types.ts';
import type { Storage } from '../storage/types.ts';
import type { Clock } from './stamps.ts';
import type { WireMessage } from './wire.ts';

/** Times in milliseconds, counts as named. */
export type Timing = Readonly<{
  tick: number;
  heartbeat: number;
  /** Election timeouts are drawn from [election, 2 × election). */
  election: number;
  /** After the leader's connection closed, a campaign starts within this time. */
  disconnect: number;
  /** A leader whose own write takes this long hands over. */
  stalledDisk: number;
  /** How often each node tells the others how far it is. */
  status: number;
  /** Entries between snapshots. */
  snapshotEntries: number;
  /** Entries kept behind a snapshot, so that whoever was away for a moment needs no snapshot. */
  keepBehindSnapshot: number;
  /** Entries between comparisons of what the replicas hold. */
  digestEntries: number;
}>;

export const defaultTiming: Timing = {
  tick: 20,
  heartbeat: 100,
  election: 500,
  disconnect: 100,
  stalledDisk: 3_000,
  status: 500,
  snapshotEntries: 10_000,
  keepBehindSnapshot: 1_000,
  digestEntries: 1_024,
};

export type ReplicaOptions = Readonly<{
  id: NodeId;
  /** Unlike every earlier boot's: makes this boot's session its own. */
  boot: string;
  storage: Storage;
  restored: Restored;
  fallbackConfiguration: Configuration;
  links: Links<WireMessage>;
  timing?: Timing;
  clock?: Clock;
  random?: () => number;
  on: Readonly<{
    /** Committed changes, applied here. */
    changes: (
      batch: Readonly<{ from: Index; to: Index; changes: readonly Change[]; filings: readonly Filing[] }>,
    ) => void;
    /** The state was replaced by a snapshot. */
    reset: () => void;
    /** Leadership, links or progress changed. */
    status: () => void;
    up: (peer: NodeId, hello: Hello, remoteAddress: string) => void;
    /** Somebody refused this node (`LinkEvents.refused`). */
    refused: (peer: NodeId | null, code: RefusalCode) => void;
    /** Who belongs changed; also told once after a start. */
    roster: (roster: Roster) => void;
    /** A peer says something beside Raft. */
    aside: (from: NodeId, aside: Aside) => void;
    /** The node cannot go on: its disk or its state failed, or is wrong (`DivergedError`). It has stopped taking part. */
    fatal: (cause: unknown) => void;
  }>;
}>;

/** The core counts in ticks where people count in milliseconds. */
export function coreOptions(options: ReplicaOptions, timing: Timing): CoreOptions {
  const ticks = (ms: number) => Math.max(1, Math.round(ms / timing.tick));
  return {
    id: options.id,
    restored: options.restored,
    fallbackConfiguration: options.fallbackConfiguration,
    electionTicks: ticks(timing.election),
    heartbeatTicks: ticks(timing.heartbeat),
    disconnectTicks: ticks(timing.disconnect),
    maxAppendBytes: 256 * 1024,
    maxInflightAppends: 64,
    maxInflightBytes: 4 * 1024 * 1024,
    stalledDiskTicks: ticks(timing.stalledDisk),
    maxUncommittedBytes: 16 * 1024 * 1024,
    keepBehindSnapshot: timing.keepBehindSnapshot,
    random: options.random ?? Math.random,
  };
}
