/** What a replica tells about itself. */
import type { Configuration, CoreView, Index, NodeId } from '../raft/types.ts';
import type { Founding } from './envelope.ts';

/** As the peer says itself. */
export type PeerStatus = Readonly<{
  applied: Index;
  last: Index;
  damaged: boolean;
  /** The newest rules that its program knows. */
  rules: number;
}>;

export type ReplicaStatus = Readonly<{
  core: CoreView;
  applied: Index;
  digest: string;
  founding: Founding | null;
  connected: ReadonlySet<NodeId>;
  /** Voters in reach, this node included, and how many make a majority. */
  reachableVoters: number;
  majority: number;
  peers: ReadonlyMap<NodeId, PeerStatus>;
  snapshotIndex: Index;
  /** Monotonic ms since a leader was last known; 0 while one is. */
  leaderlessMs: number;
  /** A leader was known at least once since start. */
  settled: boolean;
  /** The workstations' records contradict each other and nobody can tell whose are right (`agreement.ts`). */
  split: boolean;
  drops: Readonly<Record<string, number>>;
}>;

export type Reach = Pick<ReplicaStatus, 'reachableVoters' | 'majority'>;

/** While voters change there are two majorities to be had (Raft §6): of the one that is harder to have. */
export function reachOf(
  { voters, outgoing }: Configuration,
  self: NodeId,
  connected: ReadonlySet<NodeId>,
): Reach {
  const reachOfHalf = (half: readonly NodeId[]): Reach => ({
    reachableVoters: half.filter((voter) => voter === self || connected.has(voter)).length,
    majority: Math.floor(half.length / 2) + 1,
  });
  const spare = ({ reachableVoters, majority }: Reach) => reachableVoters - majority;
  const reach = reachOfHalf(voters);
  if (outgoing.length === 0) return reach;
  const before = reachOfHalf(outgoing);
  return spare(before) < spare(reach) ? before : reach;
}

/** What people read while nobody knows whose records are right. */
export const SPLIT =
  'the workstations hold different records, and it takes most of them to tell whose are right: switch on those that are off';

/**
 * Why nothing can be written or read now, as one part of a sentence for people.
 * @param leader as this node knows it
 */
export function whyNotNow({ reachableVoters, majority }: Reach, leader: NodeId | null): string {
  if (reachableVoters < majority) {
    return `no majority: only ${reachableVoters} of the shop's workstations can be reached, ${majority} are needed`;
  }
  if (leader === null) return 'no leader found yet; try again in a moment';
  return 'this workstation is still catching up with the others; try again in a moment';
}
