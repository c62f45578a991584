/**
 * Who takes part (Raft §6): the newest configuration in the log is in force from the moment it is
 * appended, committed or not, and no longer once it is truncated. In a joint one every majority is two:
 * of the voters to come, and of those of before.
 */
import type { Configuration, Entry, Index, NodeId, SnapshotMeta } from './types.ts';

/** In either half. */
export function isVoter({ voters, outgoing }: Configuration, id: NodeId): boolean {
  return voters.includes(id) || outgoing.includes(id);
}

export function isMember(configuration: Configuration, id: NodeId): boolean {
  return isVoter(configuration, id) || configuration.learners.includes(id);
}

export function isJoint({ outgoing }: Configuration): boolean {
  return outgoing.length > 0;
}

/** Whether nobody but this one votes. */
export function isSoleVoter({ voters, outgoing }: Configuration, id: NodeId): boolean {
  return voters.length > 0 && [...voters, ...outgoing].every((voter) => voter === id);
}

/** All voters, each once. */
export function votersOf({ voters, outgoing }: Configuration): readonly NodeId[] {
  return [...new Set([...voters, ...outgoing])];
}

/** Everybody else who holds the log, each once: voters first. */
export function peersOf(configuration: Configuration, id: NodeId): readonly NodeId[] {
  const members = new Set([...votersOf(configuration), ...configuration.learners]);
  members.delete(id);
  return [...members];
}

/** Whether the voters for which `agrees` holds are a majority of each half. Learners are never asked. */
export function isQuorum({ voters, outgoing }: Configuration, agrees: (id: NodeId) => boolean): boolean {
  return isMajority(voters, agrees) && (outgoing.length === 0 || isMajority(outgoing, agrees));
}

/** The highest index that a majority of each half holds. */
export function quorumIndex({ voters, outgoing }: Configuration, held: (id: NodeId) => Index): Index {
  const index = majorityIndex(voters, held);
  return outgoing.length === 0 ? index : Math.min(index, majorityIndex(outgoing, held));
}

/** Whether both name the same voters and the same outgoing ones, in whatever order. */
export function sameIds(a: readonly NodeId[], b: readonly NodeId[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id));
}

function isMajority(voters: readonly NodeId[], agrees: (id: NodeId) => boolean): boolean {
  return voters.filter(agrees).length > voters.length / 2;
}

function majorityIndex(voters: readonly NodeId[], held: (id: NodeId) => Index): Index {
  const descending = voters.map(held).sort((a, b) => b - a);
  return descending[Math.floor(voters.length / 2)] ?? 0;
}

/** A configuration and where it came from: its entry, or the snapshot that ends at `index`. */
export type KnownConfiguration = Readonly<{ index: Index; configuration: Configuration; data: string }>;

/** The configurations along the log, so that truncation finds the one before. */
export class Configurations {
  readonly #fallback: KnownConfiguration;
  #known: KnownConfiguration[] = [];

  constructor(fallback: Configuration, snapshot: SnapshotMeta | null) {
    this.#fallback = { index: 0, configuration: fallback, data: '' };
    if (snapshot !== null) this.reset(snapshot);
  }

  /** The one in force. */
  get newest(): KnownConfiguration {
    return this.#known.at(-1) ?? this.#fallback;
  }

  /** The one in force at the commit index, and those after it, of which any may yet be truncated. */
  inPlay(commit: Index): readonly Configuration[] {
    const settled = this.#known.findLastIndex(({ index }) => index <= commit);
    const known = settled === -1 ? [this.#fallback, ...this.#known] : this.#known.slice(settled);
    return known.map(({ configuration }) => configuration);
  }

  appended(entries: readonly Entry[]): void {
    for (const { index, payload } of entries) {
      if (payload.kind !== 'configuration') continue;
      this.#known.push({ index, configuration: payload.configuration, data: payload.data });
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
    this.#known = [{ index, configuration, data: '' }];
  }
}
