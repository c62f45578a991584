/** Follower: receiving a snapshot in chunks and becoming it (Raft §7, fig. 13). */
import { advanceCommit } from './commit.ts';
import { follow } from './following.ts';
import { invariant } from './invariant.ts';
import { drop, say, sendOnceDurable, type Server } from './server.ts';
import { restartTransfers } from './snapshot-sending.ts';
import type { MessageOf, NodeId, SnapshotMeta } from './types.ts';

export function onSnapshotChunk(server: Server, from: NodeId, chunk: MessageOf<'snapshotChunk'>): void {
  if (!follow(server, from)) return;
  const { snapshot, offset, data, done } = chunk;
  const present = server.log.termAt(snapshot.index);
  if (present === snapshot.term || snapshot.index <= server.commit) {
    if (present !== null && present !== snapshot.term)
      return drop(server, from, 'a snapshot that contradicts a committed entry');
    // All that it covers is here.
    advanceCommit(server, snapshot.index);
    return reply(server, from, snapshot, 0, true);
  }
  // The driver has a chunk in hand; its answer moves things on, and silence has this one sent again.
  if (server.receiving?.storing === true) return;
  const receiving = receivingOf(server, from, snapshot);
  if (receiving === null) return;
  if (offset !== receiving.offset) return reply(server, from, snapshot, receiving.offset, false);
  receiving.storing = true;
  say(server, { type: 'storeSnapshotChunk', snapshot, offset, data, done });
}

/** `offset` bytes of it are kept. */
export function onChunkStored(server: Server, snapshot: SnapshotMeta, offset: number): void {
  const { receiving } = server;
  if (receiving === null || !same(receiving.snapshot, snapshot)) return;
  receiving.storing = false;
  receiving.offset = offset;
  replyToSender(server, snapshot, offset);
}

/** The bytes did not check out: start over. */
export function onSnapshotRejected(server: Server, snapshot: SnapshotMeta): void {
  const { receiving } = server;
  if (receiving === null || !same(receiving.snapshot, snapshot)) return;
  replyToSender(server, snapshot, 0);
  server.receiving = null;
}

/** It is durable and in place. */
export function onSnapshotStored(server: Server, snapshot: SnapshotMeta): void {
  const { log, durability, configurations } = server;
  // The log has grown to hold all of it, and goes on behind it (Raft fig. 13, step 6). By then this server
  // may lead: whoever can be elected holds what a snapshot covers.
  if (log.termAt(snapshot.index) === snapshot.term) advanceCommit(server, snapshot.index);
  if (snapshot.index <= server.commit) compact(server, snapshot);
  else {
    invariant(server.leading === null, 'a leader was given a snapshot that its log does not hold');
    log.reset(snapshot);
    configurations.reset(snapshot);
    durability.replaced(snapshot.index);
    server.commit = snapshot.index;
    server.applied = snapshot.index;
    say(server, { type: 'restore', snapshot });
  }
  if (server.receiving !== null && same(server.receiving.snapshot, snapshot)) {
    const { from, term } = server.receiving;
    server.receiving = null;
    if (from === server.leader && term === server.term) reply(server, from, snapshot, 0, true);
  }
}

/** A durable snapshot covers a part of the log that is applied: that part may leave memory. */
export function compact(server: Server, snapshot: SnapshotMeta): void {
  if (snapshot.index <= (server.log.snapshot?.index ?? 0)) return;
  invariant(snapshot.index <= server.applied, `snapshot ${snapshot.index} of what is not applied`);
  server.log.compact(snapshot, server.options.keepBehindSnapshot);
  server.configurations.compacted(snapshot);
  server.durability.covered(snapshot.index);
  restartTransfers(server);
}

/**
 * What is held of this snapshot, begun anew where sender, term or snapshot changed: bytes of two
 * transfers never mix. Null: a late chunk of an older snapshot than the one that is coming in.
 */
function receivingOf(server: Server, from: NodeId, snapshot: SnapshotMeta): Server['receiving'] {
  const { receiving, term } = server;
  if (receiving !== null && receiving.from === from && receiving.term === term) {
    if (same(receiving.snapshot, snapshot)) return receiving;
    if (snapshot.index < receiving.snapshot.index) return null;
  }
  server.receiving = { from, term, snapshot, offset: 0, storing: false };
  return server.receiving;
}

function same(a: SnapshotMeta, b: SnapshotMeta): boolean {
  return a.index === b.index && a.term === b.term;
}

function replyToSender(server: Server, snapshot: SnapshotMeta, offset: number): void {
  const { receiving, leader, term } = server;
  if (receiving === null || receiving.from !== leader || receiving.term !== term) return;
  reply(server, leader, snapshot, offset, false);
}

function reply(
  server: Server,
  to: NodeId,
  { index }: SnapshotMeta,
  offset: number,
  installed: boolean,
): void {
  sendOnceDurable(server, to, { type: 'snapshotReply', term: server.term, index, offset, installed });
}
