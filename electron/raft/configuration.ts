/**
 * Who takes part (Raft §6): the newest configuration in the log is in force from the moment it is
 * appended, committed or not, and no longer once it is truncated. Membership does not change yet; a
 * joint configuration would add its second set of voters to `isQuorum` and `quorumIndex` and to
 * nothing else.
 */
import type { Configuration, Entry, Index, NodeId, SnapshotMeta } from './types.ts';

export function isVoter({ voters }: Configuration, id: NodeId): boolean {
  return voters.includes(id);
}

export function isMember(configuration: Configuration, id: NodeId): boolean {
  return isVoter(configuration, id) || configuration.learners.includes(id);
}

/** Everybody else who holds the log: voters first. */
export function peersOf({ voters, learners }: Configuration, id: NodeId): readonly NodeId[] {
  return [...voters, ...learners].filter((member) => member !== id);
}

/** Whether the voters for which `agrees` holds are a majority. Learners are never asked. */
export function isQuorum({ voters }: Configuration, agrees: (id: NodeId) => boolean): boolean {
  return voters.filter(agrees).length > voters.length / 2;
}

/** The highest index that a majority of the voters holds. */
export function quorumIndex({ voters }: Configuration, held: (id: NodeId) => Index): Index {
  const descending = voters.map(held).sort((a, b) => b - a);
  return descending[Math.floor(voters.length / 2)] ?? 0;
}

/** The configurations along the log, so that truncation finds the one before. */
export class Configurations {
  readonly #fallback: Configuration;
  #known: Readonly<{ index: Index; configuration: Configuration }>[] = [];

  constructor(fallback: Configuration, snapshot: SnapshotMeta | null) {
    this.#fallback = fallback;
    if (snapshot !== null) this.reset(snapshot);
  }

  get current(): Configuration {
    return this.#known.at(-1)?.configuration ?? this.#fallback;
  }

  appended(entries: readonly Entry[]): void {
    for (const { index, payload } of entries) {
      if (payload.kind === 'configuration') this.#known.push({ index, configuration: payload.configuration });
    }
  }

  truncatedFrom(index: Index): void {
    this.#known = this.#known.filter((known) => known.index < index);
  }

  /** Forgets what can no longer come into force again: all before the one at the snapshot's index. */
  compacted({ index }: SnapshotMeta): void {
    const inForce = this.#known.findLastIndex((known) => known.index <= index);
    this.#known.splice(0, Math.max(0, inForce));
  }

  /** The log became this snapshot. */
  reset({ index, configuration }: SnapshotMeta): void {
    this.#known = [{ index, configuration }];
  }
}
