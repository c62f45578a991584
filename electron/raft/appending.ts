/** Leader: adding to the log, and knowing everybody whom it then concerns (Raft §5.3, §6). */
import { peersOf } from './configuration.ts';
import { invariant } from './invariant.ts';
import { entryBytes } from './log.ts';
import { unknownPeer } from './progress.ts';
import { confirmReads } from './reads.ts';
import { replicate } from './replication.ts';
import { appendToLog, type Leading, type Server } from './server.ts';
import type { Entry, Index, Payload } from './types.ts';

/**
 * Appends and sends at once: the followers' disks work beside this one's (dissertation §10.2.1).
 *
 * @returns the log's last index
 */
export function append(server: Server, payloads: readonly Payload[]): Index {
  const { leading, log, term } = server;
  invariant(leading !== null, 'only a leader appends');
  const entries = payloads.map((payload, i): Entry => ({ index: log.lastIndex + 1 + i, term, payload }));
  for (const entry of entries) leading.uncommittedBytes += entryBytes(entry);
  appendToLog(server, entries);
  if (payloads.some(({ kind }) => kind === 'configuration')) {
    meetPeers(server, leading);
    // It may need fewer now: those that it waited for may be asked nothing any more.
    confirmReads(server);
  }
  replicate(server, leading);
  return log.lastIndex;
}

/** Everybody in a configuration that is, or may yet be, in force has progress from now on. */
export function meetPeers(server: Server, leading: Leading): void {
  const { configurations, commit, id, log } = server;
  for (const configuration of configurations.inPlay(commit))
    for (const peer of peersOf(configuration, id))
      if (!leading.peers.has(peer)) leading.peers.set(peer, unknownPeer(log.lastIndex + 1));
}
