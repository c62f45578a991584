/**
 * Linearizable reads without a log entry: ReadIndex (dissertation §6.4). The leader notes its commit
 * index, makes sure by a round of heartbeats that it still leads, and answers. Clocks are not asked:
 * a laptop's stands still while it sleeps.
 */
import { isQuorum } from './configuration.ts';
import { sendHeartbeats } from './heartbeat.ts';
import { configuration, hasCommittedInTerm, type ReadOrigin, say, send, type Server } from './server.ts';
import type { Index, NodeId } from './types.ts';

/** Reads that wait on a leader at once; beyond it peers are told to ask again. */
const MAX_WAITING = 10_000;

/** The driver wants to read. */
export function read(server: Server, ref: number): void {
  const { leading, leader } = server;
  if (leading !== null) {
    if (leading.handover !== null) return say(server, { type: 'notReadable', ref });
    leading.waitingReads.push({ from: null, ref });
    startReads(server);
  } else if (leader !== null) {
    const wireRef = server.nextForward++;
    server.forwardedReads.set(wireRef, { ref, ticksLeft: server.options.electionTicks });
    send(server, leader, { type: 'readIndex', term: server.term, ref: wireRef });
  } else say(server, { type: 'notReadable', ref });
}

/** A peer wants to read. */
export function onReadIndex(server: Server, from: NodeId, ref: number): void {
  const { leading } = server;
  if (leading === null || leading.handover !== null || leading.waitingReads.length >= MAX_WAITING)
    return answer(server, { from, ref }, null);
  leading.waitingReads.push({ from, ref });
  startReads(server);
}

export function onReadIndexReply(server: Server, from: NodeId, wireRef: number, index: Index | null): void {
  const forwarded = server.forwardedReads.get(wireRef);
  if (forwarded === undefined || from !== server.leader) return;
  server.forwardedReads.delete(wireRef);
  answer(server, { from: null, ref: forwarded.ref }, index);
}

/**
 * Begins to confirm the reads that wait, all in one round; those that come while a round is under way
 * wait for the next. A new leader knows what is committed only once an entry of its own term is.
 */
export function startReads(server: Server): void {
  const { leading } = server;
  if (leading === null || leading.confirming !== null || leading.waitingReads.length === 0) return;
  if (!hasCommittedInTerm(server)) return;
  const origins = leading.waitingReads;
  leading.waitingReads = [];
  leading.confirming = { index: server.commit, round: sendHeartbeats(server, leading), origins };
  confirmReads(server);
}

/** Answers the reads under way if a majority has answered their round, or a later one. */
export function confirmReads(server: Server): void {
  const { leading } = server;
  if (leading === null || leading.confirming === null) return;
  const { index, round, origins } = leading.confirming;
  const confirmed = isQuorum(
    configuration(server),
    (id) => id === server.id || (leading.peers.get(id)?.ackedRound ?? 0) >= round,
  );
  if (!confirmed) return;
  leading.confirming = null;
  for (const origin of origins) answer(server, origin, index);
  startReads(server);
}

/** Leadership is lost: none of the reads here can be answered by this server. */
export function failReads(server: Server): void {
  const { leading } = server;
  if (leading === null) return;
  for (const origin of [...(leading.confirming?.origins ?? []), ...leading.waitingReads])
    answer(server, origin, null);
}

/** The leader is another, or none: what was asked of the old one will not be answered. */
export function failForwardedReads(server: Server): void {
  for (const { ref } of server.forwardedReads.values()) say(server, { type: 'notReadable', ref });
  server.forwardedReads.clear();
}

/** Question or answer may be lost: the driver asks again after an election timeout. */
export function tickForwardedReads(server: Server): void {
  for (const [wireRef, forwarded] of server.forwardedReads) {
    forwarded.ticksLeft -= 1;
    if (forwarded.ticksLeft > 0) continue;
    server.forwardedReads.delete(wireRef);
    say(server, { type: 'notReadable', ref: forwarded.ref });
  }
}

function answer(server: Server, { from, ref }: ReadOrigin, index: Index | null): void {
  if (from !== null) send(server, from, { type: 'readIndexReply', term: server.term, ref, index });
  else if (index !== null) say(server, { type: 'readable', ref, index });
  else say(server, { type: 'notReadable', ref });
}
