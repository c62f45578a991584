/** What a leader knows of one peer: how far its log is, and what is on the way to it. */
import type { CoreOptions, Index, Progress, SnapshotMeta } from './types.ts';

/** An append that is not acknowledged yet: its last index, and the bytes of its entries. */
export type InFlight = Readonly<{ last: Index; bytes: number }>;

export type PeerProgress = {
  /**
   * probe: where the logs part is being found, one append at a time. replicate: appends are pipelined.
   * snapshot: what it needs next is no longer in memory.
   */
  state: Progress['state'];
  /** Known to be on its disk. */
  match: Index;
  /** Sent next. */
  next: Index;
  /** Ticks since it last answered as a follower of this term. */
  silentTicks: number;
  /** Ticks since its match moved or a probe was sent. */
  waitedTicks: number;
  /** replicate: the appends under way, oldest first. */
  inflight: InFlight[];
  /** probe: one is under way. */
  probing: boolean;
  /** snapshot: what is being sent, and the offset of the chunk under way. */
  transfer: { snapshot: SnapshotMeta; offset: number; quietTicks: number } | null;
  /** The highest heartbeat round it answered. */
  ackedRound: number;
  /** The highest commit index it was told. */
  toldCommit: Index;
};

/** A peer of which a new leader knows nothing; it guesses that the logs are equal (Raft §5.3). */
export function unknownPeer(next: Index): PeerProgress {
  return {
    state: 'probe',
    match: 0,
    next,
    silentTicks: 0,
    waitedTicks: 0,
    inflight: [],
    probing: false,
    transfer: null,
    ackedRound: 0,
    toldCommit: 0,
  };
}

export function becomeProbe(peer: PeerProgress, next: Index): void {
  peer.state = 'probe';
  peer.next = next;
  peer.probing = false;
  peer.inflight = [];
  peer.transfer = null;
}

export function becomeReplicate(peer: PeerProgress): void {
  peer.state = 'replicate';
  peer.next = peer.match + 1;
  peer.inflight = [];
  peer.transfer = null;
}

export function becomeSnapshot(peer: PeerProgress, snapshot: SnapshotMeta): void {
  peer.state = 'snapshot';
  peer.inflight = [];
  peer.transfer = { snapshot, offset: 0, quietTicks: 0 };
}

/** Whether another append may be on the way to it: bounded by count, for small ones, and by bytes, for large ones. */
export function hasRoom(
  { inflight }: PeerProgress,
  { maxInflightAppends, maxInflightBytes }: CoreOptions,
): boolean {
  const bytes = inflight.reduce((sum, append) => sum + append.bytes, 0);
  return inflight.length < maxInflightAppends && bytes < maxInflightBytes;
}

/** Its disk holds everything up to `match`. Returns whether that was news. */
export function acknowledged(peer: PeerProgress, match: Index): boolean {
  peer.inflight = peer.inflight.filter(({ last }) => last > match);
  peer.next = Math.max(peer.next, match + 1);
  if (match <= peer.match) return false;
  peer.match = match;
  peer.waitedTicks = 0;
  return true;
}

/**
 * The connection closed: what was under way is lost. Its match is forgotten too, so that a peer that
 * comes back with less on its disk (damage) can say so; a rejection below `match` counts as stale.
 */
export function disconnected(peer: PeerProgress): void {
  peer.match = 0;
  peer.toldCommit = 0;
  becomeProbe(peer, peer.next);
}
