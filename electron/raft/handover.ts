/** Leader: leaving office to a chosen successor (dissertation §3.10), or because it votes no longer (§4.2.2). */
import { isVoter } from './configuration.ts';
import { becomeFollower } from './roles.ts';
import {
  configuration,
  hasCommittedInTerm,
  isConfigurationCommitted,
  type Leading,
  send,
  type Server,
} from './server.ts';
import type { NodeId } from './types.ts';

/** The driver wants this voter to lead. */
export function transfer(server: Server, to: NodeId): void {
  const { leading, id, options } = server;
  if (leading === null || to === id || !configuration(server).voters.includes(to)) return;
  if (leading.handover?.to === to) return;
  leading.handover = { to, ticksLeft: options.electionTicks, told: false };
}

/** A successor that does not take over within an election timeout is given up. */
export function tickHandover(leading: Leading): void {
  if (leading.handover === null) return;
  leading.handover.ticksLeft -= 1;
  if (leading.handover.ticksLeft <= 0) leading.handover = null;
}

/** Whether this leader takes nothing new, so that its successor can have all that there is. */
export function isHandingOver(server: Server): boolean {
  const { leading, id } = server;
  return leading !== null && (leading.handover !== null || !isVoter(configuration(server), id));
}

/** Ends each step: has the successor all, on its disk? May this leader go? */
export function handOver(server: Server): void {
  const { leading, log } = server;
  if (leading === null) return;
  if (isOut(server)) return stepOut(server, leading);
  const { handover } = leading;
  if (handover === null || handover.told) return;
  // Acknowledged is durable: it cannot forget what its candidacy claims.
  if (leading.peers.get(handover.to)?.match !== log.lastIndex) return;
  handover.told = true;
  send(server, handover.to, { type: 'timeoutNow', term: server.term });
}

/** It replicates the configuration without itself until that is committed, and no longer. */
function isOut(server: Server): boolean {
  if (isVoter(configuration(server), server.id)) return false;
  return isConfigurationCommitted(server) && hasCommittedInTerm(server);
}

/** Nothing was appended but that configuration and this term's no-op: of those who have both, one. */
function stepOut(server: Server, leading: Leading): void {
  send(server, furthest(server, leading), { type: 'timeoutNow', term: server.term });
  becomeFollower(server, server.term, null);
}

/** The voter, but for this one, that has most on its disk. */
export function furthest(server: Server, leading: Leading): NodeId {
  const matchOf = (id: NodeId) => leading.peers.get(id)?.match ?? 0;
  return configuration(server).voters.reduce((a, b) => (matchOf(b) > matchOf(a) ? b : a));
}
