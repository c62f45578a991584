/** Leader: bringing every peer's log to its own (Raft §5.3). */
import { commitByCounting } from './commit.ts';
import { entryBytes } from './log.ts';
import {
  acknowledged,
  becomeProbe,
  becomeReplicate,
  hasRoom,
  type InFlight,
  type PeerProgress,
} from './progress.ts';
import { confirmReads, startReads } from './reads.ts';
import { drop, type Leading, send, type Server } from './server.ts';
import { startTransfer } from './snapshot-sending.ts';
import type { MessageOf, NodeId } from './types.ts';

/** Sends each peer what it lacks, as far as its window allows. */
export function replicate(server: Server, leading: Leading): void {
  for (const [to, peer] of leading.peers) replicateTo(server, to, peer);
}

export function replicateTo(server: Server, to: NodeId, peer: PeerProgress): void {
  switch (peer.state) {
    case 'snapshot':
      return;
    case 'probe':
      if (peer.probing) return;
      // Even with nothing to carry: the answer says where the logs part.
      if (sendAppend(server, to, peer) === null) return;
      peer.probing = true;
      peer.waitedTicks = 0;
      return;
    case 'replicate':
      while (peer.next <= server.log.lastIndex && hasRoom(peer, server.options)) {
        const sent = sendAppend(server, to, peer);
        if (sent === null) return;
        peer.next = sent.last + 1;
        peer.inflight.push(sent);
      }
      // Nothing to carry, but the commit index is news.
      if (peer.toldCommit < Math.min(server.commit, peer.next - 1)) sendAppend(server, to, peer, 'nothing');
  }
}

/** Counts, and lets everybody know at once what is committed. For when a match or the own disk moved. */
export function countAndCommit(server: Server): void {
  const { leading } = server;
  if (leading === null || !commitByCounting(server)) return;
  replicate(server, leading);
  startReads(server);
}

export function onAppendReply(server: Server, from: NodeId, { match }: MessageOf<'appendReply'>): void {
  const peer = heard(server, from);
  if (peer === null) return;
  if (match > server.log.lastIndex) return drop(server, from, 'acknowledges what was never sent');
  const news = acknowledged(peer, match);
  if (peer.state === 'probe') becomeReplicate(peer);
  // It got there without the snapshot.
  if (peer.state === 'snapshot' && peer.match >= server.log.baseIndex) becomeReplicate(peer);
  if (news) countAndCommit(server);
  replicateTo(server, from, peer);
}

/** Goes back to where the logs may still agree, in one step for each term that differs. */
export function onAppendReject(server: Server, from: NodeId, reject: MessageOf<'appendReject'>): void {
  const peer = heard(server, from);
  if (peer === null) return;
  const { prevIndex, hintIndex, hintTerm } = reject;
  const stale =
    prevIndex <= peer.match ||
    peer.state === 'snapshot' ||
    // Only the newest probe is under way.
    (peer.state === 'probe' && prevIndex !== peer.next - 1);
  if (stale) return;
  const agree = Math.min(prevIndex - 1, server.log.lastAtMost(hintIndex, hintTerm));
  becomeProbe(peer, Math.max(peer.match, agree) + 1);
  replicateTo(server, from, peer);
}

/** Proof of life: the leader is confirmed, and sending goes on where everything under way was lost. */
export function onHeartbeatReply(server: Server, from: NodeId, { round }: MessageOf<'heartbeatReply'>): void {
  const { leading } = server;
  if (leading === null) return;
  if (round > leading.round) return drop(server, from, 'answers a heartbeat that was never sent');
  const peer = heard(server, from);
  if (peer === null) return;
  peer.ackedRound = Math.max(peer.ackedRound, round);
  confirmReads(server);
  const stuck = peer.waitedTicks >= server.options.heartbeatTicks;
  if (peer.state === 'probe' && stuck) peer.probing = false;
  if (peer.state === 'replicate' && stuck && peer.match < server.log.lastIndex) {
    // Is the end of what was sent there? Its acknowledgement frees the window, its rejection says
    // what is missing. Beside the window, which may be full.
    peer.waitedTicks = 0;
    sendAppend(server, from, peer, 'nothing');
  }
  replicateTo(server, from, peer);
}

/** Null: not a leader (any more), or not a peer. */
export function heard(server: Server, from: NodeId): PeerProgress | null {
  const peer = server.leading?.peers.get(from) ?? null;
  if (peer !== null) peer.silentTicks = 0;
  return peer;
}

/** Sends what comes next. Returns what is on the way now, or null: it is no longer in memory. */
function sendAppend(
  server: Server,
  to: NodeId,
  peer: PeerProgress,
  carry: 'entries' | 'nothing' = 'entries',
): InFlight | null {
  const prevIndex = peer.next - 1;
  const prevTerm = server.log.termAt(prevIndex);
  if (prevTerm === null) {
    startTransfer(server, to, peer);
    return null;
  }
  const entries = carry === 'entries' ? server.log.upTo(peer.next, server.options.maxAppendBytes) : [];
  const last = prevIndex + entries.length;
  peer.toldCommit = Math.min(server.commit, last);
  const { term, commit } = server;
  send(server, to, { type: 'append', term, prevIndex, prevTerm, entries, commit });
  return { last, bytes: entries.reduce((bytes, entry) => bytes + entryBytes(entry), 0) };
}
