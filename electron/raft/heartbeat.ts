/** Leader: heartbeats, and what they say of who still follows (Raft §5.2, dissertation §6.2). */
import { isQuorum } from './configuration.ts';
import { configuration, type Leading, send, type Server } from './server.ts';

/** Starts a new round; a peer that answers it followed this leader after it was sent. */
export function sendHeartbeats(server: Server, leading: Leading): number {
  leading.round += 1;
  leading.heartbeatElapsed = 0;
  // Said once for each heartbeat, until the successor is heard of: a message may be lost.
  if (leading.handover !== null) leading.handover.told = false;
  for (const [to, peer] of leading.peers) {
    // Never beyond what it has: the rest of its log may still differ from this one.
    const commit = Math.min(peer.match, server.commit);
    send(server, to, { type: 'heartbeat', term: server.term, commit, round: leading.round });
  }
  return leading.round;
}

/** Check-quorum: a leader that a majority has not answered for an election timeout leads nobody. */
export function hearsQuorum(server: Server, leading: Leading): boolean {
  return isQuorum(
    configuration(server),
    (id) =>
      id === server.id || (leading.peers.get(id)?.silentTicks ?? Infinity) < server.options.electionTicks,
  );
}
