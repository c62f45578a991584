/** Leader: bringing a snapshot to a peer whose next entry is no longer in memory (Raft §7). */
import { invariant } from './invariant.ts';
import { acknowledged, becomeReplicate, becomeSnapshot, type PeerProgress } from './progress.ts';
import { say, type Server } from './server.ts';
import type { MessageOf, NodeId } from './types.ts';

/** A chunk that is not answered for this many heartbeats is sent again. */
const QUIET_HEARTBEATS = 4;

export function startTransfer(server: Server, to: NodeId, peer: PeerProgress): void {
  const { snapshot } = server.log;
  invariant(snapshot !== null, 'entries left memory without a snapshot that covers them');
  becomeSnapshot(peer, snapshot);
  sendChunk(server, to, peer);
}

export function tickTransfer(server: Server, to: NodeId, peer: PeerProgress): void {
  if (peer.transfer === null) return;
  peer.transfer.quietTicks += 1;
  const reachable = peer.silentTicks < server.options.electionTicks;
  if (reachable && peer.transfer.quietTicks >= QUIET_HEARTBEATS * server.options.heartbeatTicks)
    sendChunk(server, to, peer);
}

/** A newer snapshot took the place of the one under way, whose file may be gone. */
export function restartTransfers(server: Server): void {
  for (const [to, peer] of server.leading?.peers ?? [])
    if (peer.state === 'snapshot') startTransfer(server, to, peer);
}

/** @returns whether the peer now has it and needs entries again */
export function onSnapshotReply(
  server: Server,
  from: NodeId,
  peer: PeerProgress,
  { index, offset, installed }: MessageOf<'snapshotReply'>,
): boolean {
  if (installed) {
    acknowledged(peer, index);
    if (peer.state === 'snapshot') becomeReplicate(peer);
    return true;
  }
  const { transfer } = peer;
  // The same offset again is a doubled answer: one chunk for each would double the stream for good.
  if (transfer === null || transfer.snapshot.index !== index || transfer.offset === offset) return false;
  transfer.offset = offset;
  sendChunk(server, from, peer);
  return false;
}

function sendChunk(server: Server, to: NodeId, { transfer }: PeerProgress): void {
  if (transfer === null) return;
  transfer.quietTicks = 0;
  const { snapshot, offset } = transfer;
  say(server, { type: 'sendSnapshotChunk', to, term: server.term, snapshot, offset });
}
