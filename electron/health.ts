/** How the shop is, from what this node knows. Pure: the same knowledge gives the same health. */
import type { Health, Member, Mode } from '../shared/contract/health.ts';
import type { Membership } from '../shared/contract/membership.ts';
import type { MemberRow } from './membership/roster/types.ts';
import type { ReplicaStatus } from './replica/replica.ts';

/** A change of leader shorter than this is nobody's concern. */
const LEADERLESS_MS = 2_000;

/** What of a row of the roster is told. */
export type KnownMember = Pick<MemberRow, 'id' | 'name' | 'addresses' | 'http' | 'pinned' | 'leaving'>;

export type Knowledge = Readonly<{
  self: string;
  status: ReplicaStatus;
  /** The shop as the log says, or as the node was told until it has the log. */
  shop: string;
  clusterId: string;
  members: readonly KnownMember[];
  membership: Membership;
  /** What peers told when their link opened; newer than the log. */
  learned: ReadonlyMap<string, Readonly<{ http: { host: string; port: number } | null }>>;
  findings: readonly string[];
}>;

export function healthOf(knowledge: Knowledge): Health {
  const { self, status, shop, clusterId, findings } = knowledge;
  const { core, reachableVoters, majority } = status;
  const members = knowledge.members.map((member) => memberOf(knowledge, member));
  const mode = modeOf(status, members.length);
  const silent = members.filter((member) => member.voter && !member.self && !member.reachable);
  return {
    mode,
    shop,
    members,
    mayFail: Math.max(0, reachableVoters - majority),
    waitingFor:
      reachableVoters < majority
        ? { count: majority - reachableVoters, names: silent.map((member) => member.name) }
        : null,
    contradicted: status.split,
    staleMs: Math.round(status.leaderlessMs),
    findings: [...findings],
    membership: knowledge.membership,
    lobby: null,
    details: {
      node: self,
      clusterId,
      role: core.role,
      term: core.term,
      leader: core.leader,
      commitIndex: core.commit,
      appliedIndex: status.applied,
      lastIndex: core.lastIndex,
      snapshotIndex: status.snapshotIndex,
      digest: status.digest,
      damaged: core.damaged,
      drops: { ...status.drops },
    },
  };
}

function modeOf(
  { core, reachableVoters, majority, leaderlessMs, settled, split }: ReplicaStatus,
  members: number,
): Mode {
  if (reachableVoters < majority) return settled || leaderlessMs > LEADERLESS_MS ? 'readingOnly' : 'starting';
  if (core.leader === null && leaderlessMs > LEADERLESS_MS) return settled ? 'readingOnly' : 'starting';
  if (!settled) return 'starting';
  if (split) return 'readingOnly';
  if (core.configuration.voters.length === 1 && members <= 1) return 'alone';
  return reachableVoters > majority ? 'well' : 'degraded';
}

function memberOf({ self, status, learned }: Knowledge, member: KnownMember): Member {
  const { id, name, http, addresses, pinned, leaving } = member;
  const own = id === self;
  const peer = status.peers.get(id);
  const reachable = own || status.connected.has(id);
  const told = learned.get(id);
  // The furthest log that anybody told of, against what this one has applied.
  const applied = own ? status.applied : peer?.applied;
  return {
    id,
    name,
    self: own,
    voter: status.core.configuration.voters.includes(id),
    leader: status.core.leader === id,
    reachable,
    http: told?.http ?? http,
    link: addresses[0] ?? null,
    pinned,
    leaving: leaving !== null,
    lag: applied === undefined || !reachable ? null : Math.max(0, status.core.commit - applied),
  };
}
