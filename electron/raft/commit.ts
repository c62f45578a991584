/** When an entry is committed, and what follows from it (Raft §5.3, §5.4). */
import { quorumIndex } from './configuration.ts';
import { invariant } from './invariant.ts';
import { entryBytes } from './log.ts';
import { configuration, say, type Server } from './server.ts';
import type { Index } from './types.ts';

/** Raises the commit index and hands what is new to the state machine. */
export function advanceCommit(server: Server, to: Index): void {
  if (to <= server.commit) return;
  invariant(to <= server.log.lastIndex, `commit ${to} lies beyond the log's end ${server.log.lastIndex}`);
  server.commit = to;
  applyCommitted(server);
}

/** All servers: commitIndex > lastApplied (Raft fig. 2). Each entry once, in order. */
export function applyCommitted(server: Server): void {
  if (server.applied >= server.commit) return;
  const entries = server.log.between(server.applied + 1, server.commit);
  server.applied = server.commit;
  if (server.leading !== null) {
    for (const entry of entries) server.leading.uncommittedBytes -= entryBytes(entry);
  }
  say(server, { type: 'apply', entries });
}

/**
 * The leader's rule: an entry of its own term is committed once a majority has it on disk, its own
 * disk included, and all before it with it. Entries of earlier terms are never committed by counting
 * (Raft §5.4.2, fig. 8).
 *
 * @returns whether the commit index moved
 */
export function commitByCounting(server: Server): boolean {
  const { leading } = server;
  if (leading === null) return false;
  const index = quorumIndex(configuration(server), (id) =>
    id === server.id ? server.durability.stable : (leading.peers.get(id)?.match ?? 0),
  );
  if (index <= server.commit || server.log.termAt(index) !== server.term) return false;
  advanceCommit(server, index);
  return true;
}
