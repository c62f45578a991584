/** Taking office, holding it and what only its holder does: appending (Raft §5.2, §5.3, §8). */
import { peersOf } from './configuration.ts';
import { hearsQuorum, sendHeartbeats } from './heartbeat.ts';
import { invariant } from './invariant.ts';
import { entryBytes } from './log.ts';
import { disconnected, unknownPeer } from './progress.ts';
import { replicate } from './replication.ts';
import { becomeFollower, setLeader } from './roles.ts';
import { appendToLog, configuration, say, type Server } from './server.ts';
import { tickTransfer } from './snapshot-sending.ts';
import type { Entry, Index, NodeId, Payload } from './types.ts';

/** Elected: announces itself with a no-op, without which nothing of earlier terms can be committed. */
export function becomeLeader(server: Server): void {
  const { log, commit } = server;
  const next = log.lastIndex + 1;
  const peers = peersOf(configuration(server), server.id);
  const uncommitted = log.between(commit + 1, log.lastIndex);
  server.role = 'leader';
  setLeader(server, server.id);
  server.leading = {
    peers: new Map(peers.map((id) => [id, unknownPeer(next)])),
    heartbeatElapsed: 0,
    round: 0,
    uncommittedBytes: uncommitted.reduce((bytes, entry) => bytes + entryBytes(entry), 0),
    waitingReads: [],
    confirming: null,
  };
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
  leading.heartbeatElapsed += 1;
  if (leading.heartbeatElapsed >= options.heartbeatTicks) sendHeartbeats(server, leading);
}

/**
 * The driver wants these appended. Says `proposed` or `notProposed`.
 *
 * @throws InvariantError for a configuration: membership does not change yet
 */
export function propose(server: Server, ref: number, payloads: readonly Payload[]): void {
  const { leading, leader } = server;
  invariant(
    payloads.every(({ kind }) => kind !== 'configuration'),
    'membership is fixed by the first configuration in the log',
  );
  if (leading === null) return say(server, { type: 'notProposed', ref, reason: 'notLeader', leader });
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

/** Appends and sends at once: the followers' disks work beside this one's (dissertation §10.2.1). */
function append(server: Server, payloads: readonly Payload[]): Index {
  const { leading, log, term } = server;
  invariant(leading !== null, 'only a leader appends');
  const entries = payloads.map((payload, i): Entry => ({ index: log.lastIndex + 1 + i, term, payload }));
  for (const entry of entries) leading.uncommittedBytes += entryBytes(entry);
  appendToLog(server, entries);
  replicate(server, leading);
  return log.lastIndex;
}
