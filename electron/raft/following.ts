/** Follower: taking what the leader says (Raft §5.3, fig. 2 "AppendEntries RPC", receiver). */
import { advanceCommit } from './commit.ts';
import { isDamaged } from './damage.ts';
import { becomeFollower, resetTimer } from './roles.ts';
import { appendToLog, drop, send, sendOnceDurable, type Server, truncateLog } from './server.ts';
import type { Entry, MessageOf, NodeId } from './types.ts';

/**
 * `from` speaks as the leader of the present term: follow it. Its word is a fresh sign of life.
 *
 * @returns false (and the message is dropped) if the term already has another leader
 */
export function follow(server: Server, from: NodeId): boolean {
  const other = server.leader !== null && server.leader !== from;
  if (server.role === 'leader' || other) {
    drop(server, from, 'a second leader in one term');
    return false;
  }
  if (server.role !== 'follower' || server.leader === null) becomeFollower(server, server.term, from);
  server.sinceLeader = 0;
  server.listening = false;
  resetTimer(server);
  return true;
}

export function onAppend(server: Server, from: NodeId, message: MessageOf<'append'>): void {
  const { prevIndex, prevTerm, entries, commit } = message;
  if (!follow(server, from)) return;
  const { log } = server;
  const present = log.termAt(prevIndex);
  if (present !== prevTerm) {
    // What is committed is equal everywhere; below memory there is nothing to compare with.
    if (prevIndex <= server.commit) {
      if (present !== null) return drop(server, from, 'contradicts a committed entry');
    } else return reject(server, from, message);
  }
  const added = firstNew(server, entries);
  const next = entries[added];
  if (next !== undefined) {
    if (next.index <= server.commit) return drop(server, from, 'contradicts a committed entry');
    // Only a conflict truncates: a late append that is merely shorter says nothing of what follows it.
    if (next.index <= log.lastIndex) truncateLog(server, next.index);
    appendToLog(server, entries.slice(added));
  }
  const match = prevIndex + entries.length;
  // Beyond `match` this log may hold what the leader's does not.
  advanceCommit(server, Math.min(commit, match));
  sendOnceDurable(server, from, { type: 'appendReply', term: server.term, match });
}

export function onHeartbeat(server: Server, from: NodeId, { commit, round }: MessageOf<'heartbeat'>): void {
  if (!follow(server, from)) return;
  // It holds for what this disk has acknowledged, and some of that may be lost: nothing follows from it.
  // The end of the log alone would not tell, for what stands there may be what a lost write removed.
  if (!isDamaged(server) && commit <= server.log.lastIndex) advanceCommit(server, commit);
  send(server, from, { type: 'heartbeatReply', term: server.term, round });
}

/** How many of the entries are here already, or lie below memory and are therefore committed and equal. */
function firstNew({ log }: Server, entries: readonly Entry[]): number {
  const differs = entries.findIndex(
    ({ index, term }) => index >= log.baseIndex && log.termAt(index) !== term,
  );
  return differs === -1 ? entries.length : differs;
}

function reject(server: Server, to: NodeId, { prevIndex, prevTerm }: MessageOf<'append'>): void {
  const { log, term } = server;
  const hintIndex = Math.max(log.baseIndex, log.lastAtMost(prevIndex, prevTerm));
  const hintTerm = log.termAt(hintIndex) ?? 0;
  send(server, to, { type: 'appendReject', term, prevIndex, hintIndex, hintTerm });
}
