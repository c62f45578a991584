/** Taking office, holding it and what only its holder does: appending (Raft §5.2, §5.3, §8). */
import { append, meetPeers } from './appending.ts';
import { isHandingOver, tickHandover } from './handover.ts';
import { hearsQuorum, sendHeartbeats } from './heartbeat.ts';
import { invariant } from './invariant.ts';
import { entryBytes } from './log.ts';
import { disconnected } from './progress.ts';
import { becomeFollower, setLeader } from './roles.ts';
import { say, type Server } from './server.ts';
import { tickTransfer } from './snapshot-sending.ts';
import { tickStalledDisk } from './stalled-disk.ts';
import type { NodeId, Payload } from './types.ts';

/** Elected: announces itself with a no-op, without which nothing of earlier terms can be committed. */
export function becomeLeader(server: Server): void {
  const { log, commit } = server;
  const uncommitted = log.between(commit + 1, log.lastIndex);
  server.role = 'leader';
  setLeader(server, server.id);
  server.leading = {
    peers: new Map(),
    heartbeatElapsed: 0,
    round: 0,
    uncommittedBytes: uncommitted.reduce((bytes, entry) => bytes + entryBytes(entry), 0),
    settledConfiguration: -1,
    handover: null,
    waitingReads: [],
    confirming: null,
  };
  meetPeers(server, server.leading);
  append(server, [{ kind: 'noop' }]);
}

/** A leader's unit of time. */
export function tickLeader(server: Server): void {
  const { leading, options } = server;
  if (leading === null) return;
  for (const [id, peer] of leading.peers) {
    peer.silentTicks += 1;
    peer.waitedTicks += 1;
    tickTransfer(server, id, peer);
  }
  if (!hearsQuorum(server, leading)) return becomeFollower(server, server.term, null);
  tickHandover(leading);
  tickStalledDisk(server, leading);
  if (server.leading === null) return;
  leading.heartbeatElapsed += 1;
  if (leading.heartbeatElapsed >= options.heartbeatTicks) sendHeartbeats(server, leading);
}

/**
 * The driver wants these appended. Says `proposed` or `notProposed`.
 *
 * @throws InvariantError for a configuration, which only `reconfigure` may change
 */
export function propose(server: Server, ref: number, payloads: readonly Payload[]): void {
  const { leading, leader } = server;
  invariant(
    payloads.every(({ kind }) => kind !== 'configuration'),
    'a configuration is not proposed but changed',
  );
  if (leading === null) return say(server, { type: 'notProposed', ref, reason: 'notLeader', leader });
  if (isHandingOver(server)) return say(server, { type: 'notProposed', ref, reason: 'transferring', leader });
  if (leading.uncommittedBytes > server.options.maxUncommittedBytes)
    return say(server, { type: 'notProposed', ref, reason: 'busy', leader });
  const firstIndex = server.log.lastIndex + 1;
  const lastIndex = append(server, payloads);
  say(server, { type: 'proposed', ref, term: server.term, firstIndex, lastIndex });
}

/** What was under way to this peer is lost. */
export function peerDisconnected(server: Server, id: NodeId): void {
  const peer = server.leading?.peers.get(id);
  if (peer !== undefined) disconnected(peer);
}
