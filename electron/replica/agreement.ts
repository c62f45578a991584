/**
 * Whether replicas that applied the same entries hold the same records. The log makes sure that they apply
 * the same; that this comes to the same is up to a program and a memory that may have a fault, and is
 * therefore compared. Pure.
 */
import type { Index, NodeId } from '../raft/types.ts';

/** What a replica's state amounted to when it had applied that entry (`Machine.digest`). */
export type Checkpoint = Readonly<{ index: Index; digest: string }>;

/**
 * `differs`: most voters, and at least two, hold another state, so this one is wrong. `split`: they contradict each other
 * and no state can have most of them, so nobody knows which is right. `open`: that is so until somebody who is
 * there has told what it holds.
 */
export type Verdict = 'same' | 'differs' | 'split' | 'open';

export type Told = Readonly<{
  own: readonly Checkpoint[];
  /** What each of the others told, those not heard of left out. */
  peers: ReadonlyMap<NodeId, readonly Checkpoint[]>;
}>;

/**
 * Compares wherever something is known of the same index.
 * @param connected whoever is among these and has not told yet is waited for
 */
export function verdictOf(
  told: Told,
  self: NodeId,
  voters: readonly NodeId[],
  connected: ReadonlySet<NodeId>,
): Verdict {
  const verdicts = told.own.map((own) => verdictAt(own, told.peers, self, voters, connected));
  const worst = (['differs', 'split', 'open'] as const).find((verdict) => verdicts.includes(verdict));
  return worst ?? 'same';
}

function verdictAt(
  own: Checkpoint,
  peers: Told['peers'],
  self: NodeId,
  voters: readonly NodeId[],
  connected: ReadonlySet<NodeId>,
): Verdict {
  const majority = Math.floor(voters.length / 2) + 1;
  const votes = new Map<string, number>();
  let awaited = 0;
  for (const voter of voters) {
    const told = voter === self ? [own] : (peers.get(voter) ?? []);
    const digest = told.find(({ index }) => index === own.index)?.digest;
    if (digest !== undefined) votes.set(digest, (votes.get(digest) ?? 0) + 1);
    else if (connected.has(voter) && !told.some(({ index }) => index > own.index)) awaited += 1;
  }
  const same = votes.get(own.digest) ?? 0;
  votes.delete(own.digest);
  const other = Math.max(0, ...votes.values());
  // One against one: whose memory is at fault is anybody's guess.
  if (other >= Math.max(2, majority)) return 'differs';
  if (other === 0 || same >= majority) return 'same';
  return Math.max(same, other) + awaited >= Math.max(2, majority) ? 'open' : 'split';
}
