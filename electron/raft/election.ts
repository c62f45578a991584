/** Elections: pre-votes, votes, and who may ask for them (Raft §5.2, §5.4.1; dissertation §9.6). */
import { isQuorum, isVoter, votersOf } from './configuration.ts';
import { isDamaged, isOnItsOwn } from './damage.ts';
import { becomeLeader } from './leadership.ts';
import { MAX_TERM } from './messages.ts';
import { becomeFollower, enterTerm, resetTimer, setLeader } from './roles.ts';
import { configuration, send, sendOnceDurable, type Server } from './server.ts';
import type { MessageOf, NodeId } from './types.ts';

type Candidacy = MessageOf<'vote' | 'preVote'>;

/** A unit of time without office: a leader that is silent for too long is given up. */
export function tickElection(server: Server): void {
  server.sinceLeader += 1;
  server.elapsed += 1;
  if (server.elapsed < server.timeout) return;
  server.listening = false;
  if (mayCampaign(server)) return startPreVote(server);
  resetTimer(server);
  becomeFollower(server, server.term, null);
}

/** The connection to the leader closed: most likely it is gone, and nobody needs to wait for long. */
export function leaderDisconnected(server: Server): void {
  setLeader(server, null);
  // All connections close while a machine sleeps: that says nothing of the leader.
  if (server.listening) return;
  const { random, disconnectTicks } = server.options;
  server.elapsed = 0;
  server.timeout = 1 + Math.floor(random() * disconnectTicks);
}

/** About to be away: an office, or a candidacy that may lead to it, ends now. */
export function stepDown(server: Server): void {
  if (server.role === 'follower') return;
  becomeFollower(server, server.term, null);
  resetTimer(server);
}

/** Was away: what happened meanwhile is for the others to say, within a whole election timeout. */
export function listen(server: Server): void {
  stepDown(server);
  resetTimer(server);
  server.listening = true;
}

/** The leader hands over: no pre-vote, for nobody needs to be asked whether the leader is gone. */
export function onTimeoutNow(server: Server, from: NodeId): void {
  if (server.leader !== from || !mayCampaign(server)) return;
  setLeader(server, null);
  startElection(server, true);
}

/**
 * Would the others vote for me? Nothing changes by asking, here or there, so a server that was cut
 * off does not come back with a term that deposes a working leader.
 */
function startPreVote(server: Server): void {
  resetTimer(server);
  setLeader(server, null);
  server.role = 'preCandidate';
  server.votes.clear();
  server.votes.add(server.id);
  if (votesSuffice(server)) return startElection(server, false);
  const { lastIndex, lastTerm } = server.log;
  for (const to of otherVoters(server))
    send(server, to, { type: 'preVote', term: server.term + 1, lastIndex, lastTerm });
}

/** Raft §5.2. The own vote counts, and the others are asked, once it is durable. */
function startElection(server: Server, transfer: boolean): void {
  enterTerm(server, server.term + 1);
  resetTimer(server);
  server.vote = server.id;
  server.durability.hardStateChanged();
  server.role = 'candidate';
  server.votes.clear();
  sendOnceDurable(server, server.id, { type: 'voteReply', term: server.term, granted: true });
  const { lastIndex, lastTerm } = server.log;
  for (const to of otherVoters(server))
    sendOnceDurable(server, to, { type: 'vote', term: server.term, lastIndex, lastTerm, transfer });
}

export function onPreVote(server: Server, from: NodeId, request: MessageOf<'preVote'>): void {
  const granted = request.term > server.term && !refuses(server, from, request);
  // A grant echoes the term that was asked for; a refusal tells the own one, which may be newer.
  send(server, from, { type: 'preVoteReply', term: granted ? request.term : server.term, granted });
}

export function onPreVoteReply(server: Server, from: NodeId, reply: MessageOf<'preVoteReply'>): void {
  if (!reply.granted) {
    if (reply.term > server.term) becomeFollower(server, reply.term, null);
    return;
  }
  if (server.role !== 'preCandidate' || reply.term !== server.term + 1) return;
  server.votes.add(from);
  if (votesSuffice(server)) startElection(server, false);
}

export function onVote(server: Server, from: NodeId, request: MessageOf<'vote'>): void {
  // Not even the term is taken from somebody who would depose a leader that works, but for the one that
  // this leader chose: a voter, for others may not know yet that they are none any more.
  const chosen = request.transfer && isVoter(configuration(server), from);
  if (request.term > server.term && leaderIsFresh(server, from) && !chosen) return;
  if (request.term > server.term) becomeFollower(server, request.term, null);
  const granted =
    request.term === server.term &&
    server.leader === null &&
    (server.vote === null || server.vote === from) &&
    !refuses(server, from, request);
  if (!granted) return send(server, from, { type: 'voteReply', term: server.term, granted });
  if (server.vote === null) {
    server.vote = from;
    server.durability.hardStateChanged();
  }
  resetTimer(server);
  sendOnceDurable(server, from, { type: 'voteReply', term: server.term, granted });
}

export function onVoteReply(server: Server, from: NodeId, reply: MessageOf<'voteReply'>): void {
  if (reply.term > server.term) return becomeFollower(server, reply.term, null);
  if (server.role !== 'candidate' || reply.term !== server.term || !reply.granted) return;
  server.votes.add(from);
  if (votesSuffice(server)) becomeLeader(server);
}

/**
 * Only voters lead; a damaged server does not know what it has forgotten. Who votes no longer, by an entry
 * that may not be committed, still campaigns, though its own vote does not count: its log may be too long to
 * vote for anybody who lacks that entry, and by which its vote is needed (dissertation §4.2.2, fig. 4.6).
 */
function mayCampaign(server: Server): boolean {
  const { configurations, commit, id, term } = server;
  const knowsAll = !isDamaged(server) || isOnItsOwn(server);
  return knowsAll && term < MAX_TERM && configurations.inPlay(commit).some((known) => isVoter(known, id));
}

function refuses(server: Server, from: NodeId, request: Candidacy): boolean {
  return isDamaged(server) || leaderIsFresh(server, from) || !isUpToDate(server, request);
}

/**
 * Dissertation §4.2.3: while a leader is heard, nobody else is helped to depose it. A leader that asks
 * itself has lost its office.
 */
function leaderIsFresh(server: Server, from: NodeId): boolean {
  if (server.role === 'leader') return true;
  const { leader, sinceLeader, options } = server;
  return leader !== null && leader !== from && sinceLeader < options.electionTicks;
}

/** Raft §5.4.1: the later last term wins; in one term, the longer log. */
function isUpToDate({ log }: Server, { lastIndex, lastTerm }: Candidacy): boolean {
  return lastTerm > log.lastTerm || (lastTerm === log.lastTerm && lastIndex >= log.lastIndex);
}

/** Grants are a set of senders: a doubled one counts once, and one of a learner not at all. */
function votesSuffice(server: Server): boolean {
  return isQuorum(configuration(server), (id) => server.votes.has(id));
}

function otherVoters(server: Server): readonly NodeId[] {
  return votersOf(configuration(server)).filter((voter) => voter !== server.id);
}
