/** What the policy decides by, and what it decides. Plain data; times in monotonic ms of the leader. */
import type { Configuration, Index, NodeId } from '../../raft/types.ts';
import type { Reason } from './reasons.ts';

/** What the leader knows of one member of the roster, itself included. */
export type MemberFacts = Readonly<{
  id: NodeId;
  name: string;
  /** Somebody says that it is always on. */
  pinned: boolean;
  /** It is being removed, or has asked to leave. */
  leaving: boolean;
  /** It has said that it is about to quit or to sleep. */
  quitting: boolean;
  online: boolean;
  /** Since when it is online, or silent. */
  since: number;
  /** Recent losses of its connection (`stability.ts`). */
  flaps: number;
  /** Up to here its disk is known to hold the leader's log. */
  match: Index;
  /** Since when it is close to the log's end; null: it is not. */
  caughtUpSince: number | null;
  /** It can read what the cluster's version writes. */
  readsVersion: boolean;
  /** Its disk has forgotten something that it has not got back yet, so it must not vote. */
  damaged: boolean;
  /** What fails as one: a room, a power circuit. Null: unknown. */
  failureDomain: string | null;
  /** On mains power; null: unknown. */
  mains: boolean | null;
  /** Share of the last 14 days that it was there, 0 … 1 (`roster/presence.ts`). */
  presence: number;
}>;

/** What the leader knows. */
export type Knowledge = Readonly<{
  now: number;
  self: NodeId;
  leadingSince: number;
  /** It has committed an entry of its own term. */
  committedOwnTerm: boolean;
  configuration: Configuration;
  configurationIndex: Index;
  configurationCommitted: boolean;
  lastIndex: Index;
  /** The roster, in the order of admission. */
  members: readonly MemberFacts[];
}>;

/** For `reconfigure`: who votes and who learns next, decided on the configuration at `basedOn`. */
export type MembershipChange = Readonly<{
  basedOn: Index;
  voters: readonly NodeId[];
  learners: readonly NodeId[];
}>;

export type Decision =
  | Readonly<{ change: MembershipChange; reasons: readonly Reason[]; handOverTo: null }>
  /** `reasons`: what is waited for; `handOverTo`: who is to lead, for this leader is about to go. */
  | Readonly<{ change: null; reasons: readonly Reason[]; handOverTo: NodeId | null }>;

/** The numbers of the policy; times in ms. */
export type PolicyRules = Readonly<{
  /** A new leader judges nobody before it has led for this long. */
  grace: number;
  /** A voter that is silent for this long is swapped, where somebody can vote instead. */
  silent: number;
  /** Online for this long is stable; doubled for each recent loss, up to `stableAtMost`. */
  stable: number;
  stableAtMost: number;
  /** Caught up: at most this many entries behind … */
  lag: number;
  /** … for one election timeout. */
  caughtUp: number;
  /** Five vote from this many members on … */
  membersForFive: number;
  /** … that were there for this share of 14 days. */
  presenceForFive: number;
}>;

export const defaultRules: PolicyRules = {
  grace: 10_000,
  silent: 60_000,
  stable: 10_000,
  stableAtMost: 600_000,
  lag: 64,
  caughtUp: 1_000,
  membersForFive: 7,
  presenceForFive: 0.8,
};
