/** Followers, and how every other role ends (Raft §5.1, §5.2). */
import { invariant } from './invariant.ts';
import { failForwardedReads, failReads } from './reads.ts';
import { electionTimeout, type Server } from './server.ts';
import type { NodeId, Term } from './types.ts';

/** Steps down, or goes on to a newer term. A vote belongs to its term and is forgotten with it. */
export function becomeFollower(server: Server, term: Term, leader: NodeId | null): void {
  enterTerm(server, term);
  failReads(server);
  // A leader that steps down listens for a whole timeout; a candidate's goes on where it was.
  if (server.leading !== null) resetTimer(server);
  server.leading = null;
  server.votes.clear();
  server.role = 'follower';
  setLeader(server, leader);
}

/** Terms only grow. */
export function enterTerm(server: Server, term: Term): void {
  invariant(term >= server.term, `term ${term} after term ${server.term}`);
  if (term === server.term) return;
  server.term = term;
  server.vote = null;
  server.durability.hardStateChanged();
  failForwardedReads(server);
}

export function setLeader(server: Server, leader: NodeId | null): void {
  if (leader === server.leader) return;
  server.leader = leader;
  failForwardedReads(server);
}

/** A whole election timeout of waiting begins. */
export function resetTimer(server: Server): void {
  server.elapsed = 0;
  server.timeout = electionTimeout(server.options);
}
