/**
 * Leader: changing who takes part (Raft §6, dissertation §4). Voters change by a joint configuration, which is
 * left as soon as it is committed; learners alone by a single entry. One change at a time.
 */
import { append } from './appending.ts';
import { isJoint, peersOf, sameIds } from './configuration.ts';
import { isHandingOver } from './handover.ts';
import { hasCommittedInTerm, isConfigurationCommitted, type Leading, say, type Server } from './server.ts';
import type { Configuration, Input, NodeId, NotProposed } from './types.ts';

/** As the wire takes them: what it refuses must not come into a log. */
const MAX_ID = 64;
const MAX_MEMBERS = 1_000;

type Reconfigure = Extract<Input, { type: 'reconfigure' }>;

/** The driver wants others to take part. Says `proposed` or `notProposed`. */
export function reconfigure(server: Server, change: Reconfigure): void {
  const { ref, voters, learners, data } = change;
  const reason = whyNot(server, change);
  if (reason !== null) return say(server, { type: 'notProposed', ref, reason, leader: server.leader });
  const { voters: before } = server.configurations.newest.configuration;
  const outgoing = sameIds(before, voters) ? [] : before;
  const configuration: Configuration = { voters, outgoing, learners };
  const index = append(server, [{ kind: 'configuration', configuration, data }]);
  say(server, { type: 'proposed', ref, term: server.term, firstIndex: index, lastIndex: index });
}

/**
 * Ends each step: what follows for a leader from what is committed now, whoever began the change. A
 * transfer under way does not keep it from leaving a joint configuration.
 */
export function settleMembership(server: Server): void {
  const { leading, configurations } = server;
  if (leading === null || !isConfigurationCommitted(server)) return;
  const { configuration, data, index } = configurations.newest;
  if (isJoint(configuration)) {
    if (!hasCommittedInTerm(server)) return;
    append(server, [{ kind: 'configuration', configuration: { ...configuration, outgoing: [] }, data }]);
  } else if (index !== leading.settledConfiguration) {
    leading.settledConfiguration = index;
    forgetOthers(server, leading, configuration);
  }
}

/** Whoever left was told so, as far as it could be, by the append that told the commit. */
function forgetOthers({ id }: Server, leading: Leading, configuration: Configuration): void {
  const stay = new Set(peersOf(configuration, id));
  for (const peer of leading.peers.keys()) if (!stay.has(peer)) leading.peers.delete(peer);
}

function whyNot(server: Server, { basedOn, voters, learners, data }: Reconfigure): NotProposed | null {
  const { leading, configurations, options } = server;
  if (leading === null) return 'notLeader';
  if (!isLawful(voters, learners) || !data.isWellFormed()) return 'invalid';
  if (isHandingOver(server)) return 'transferring';
  if (isJoint(configurations.newest.configuration) || !isConfigurationCommitted(server)) return 'changing';
  // Or two leaders' changes could each find a majority without the other's (dissertation §4.1).
  if (!hasCommittedInTerm(server)) return 'tooEarly';
  if (basedOn !== configurations.newest.index) return 'stale';
  return leading.uncommittedBytes > options.maxUncommittedBytes ? 'busy' : null;
}

function isLawful(voters: readonly NodeId[], learners: readonly NodeId[]): boolean {
  const members = [...voters, ...learners];
  if (voters.length === 0 || Math.max(voters.length, learners.length) > MAX_MEMBERS) return false;
  return new Set(members).size === members.length && members.every(isId);
}

function isId(id: NodeId): boolean {
  return id.length > 0 && id.length <= MAX_ID && id.isWellFormed();
}
