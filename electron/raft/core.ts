/**
 * The consensus core: Raft as a pure function from inputs to effects. No clock, no I/O, and no
 * randomness but what is handed in. The rules are in the modules beside this one; here they meet.
 */
import { applyCommitted } from './commit.ts';
import { isMember } from './configuration.ts';
import { heal } from './damage.ts';
import {
  leaderDisconnected,
  listen,
  onPreVote,
  onPreVoteReply,
  onTimeoutNow,
  onVote,
  onVoteReply,
  stepDown,
  tickElection,
} from './election.ts';
import { onAppend, onHeartbeat } from './following.ts';
import { invariant } from './invariant.ts';
import { handOver, transfer } from './handover.ts';
import { peerDisconnected, propose, tickLeader } from './leadership.ts';
import { reconfigure, settleMembership } from './membership.ts';
import { fault, MAX_TERM_STEP } from './messages.ts';
import { onReadIndex, onReadIndexReply, read, tickForwardedReads } from './reads.ts';
import {
  countAndCommit,
  heard,
  onAppendReject,
  onAppendReply,
  onHeartbeatReply,
  replicateTo,
} from './replication.ts';
import { becomeFollower } from './roles.ts';
import { configuration, createServer, drop, hardState, say, send, type Server, view } from './server.ts';
import {
  compact,
  onChunkStored,
  onSnapshotChunk,
  onSnapshotRejected,
  onSnapshotStored,
} from './snapshot-receiving.ts';
import { onSnapshotReply } from './snapshot-sending.ts';
import type { Core, CoreOptions, Effect, Input, Message, MessageOf, NodeId } from './types.ts';

export { InvariantError } from './invariant.ts';

/**
 * A server at the state that its storage found.
 *
 * @throws InvariantError if that state contradicts itself. `step` throws it too, where going on could
 *   lose data: the driver broke the contract, or the core is wrong. No message makes it throw.
 */
export function createCore(options: CoreOptions): Core {
  const server = createServer(options);
  return { step: (input) => step(server, input), view: () => view(server) };
}

function step(server: Server, input: Input): readonly Effect[] {
  const { term, role, leader, commit } = server;
  // What was known to be committed when the node stopped.
  applyCommitted(server);
  handle(server, input);
  settleMembership(server);
  handOver(server);
  heal(server);
  if (server.term !== term || server.role !== role || server.leader !== leader)
    say(server, { type: 'leadership', role: server.role, term: server.term, leader: server.leader });
  close(server);
  invariant(server.term >= term, 'the term went back');
  invariant(server.commit >= commit, 'the commit index went back');
  invariant(server.applied <= server.commit, 'applied what is not committed');
  invariant(server.commit <= server.log.lastIndex, 'committed what is not there');
  invariant(server.durability.stable <= server.log.lastIndex, 'durable beyond the end of the log');
  const { effects } = server;
  server.effects = [];
  return effects;
}

function handle(server: Server, input: Input): void {
  switch (input.type) {
    case 'tick':
      server.durability.tick();
      tickForwardedReads(server);
      return server.leading === null ? tickElection(server) : tickLeader(server);
    case 'message':
      return receive(server, input.from, input.message);
    case 'disconnected':
      if (input.peer === server.leader && server.leading === null) return leaderDisconnected(server);
      return peerDisconnected(server, input.peer);
    case 'propose':
      return propose(server, input.ref, input.payloads);
    case 'reconfigure':
      return reconfigure(server, input);
    case 'transfer':
      return transfer(server, input.to);
    case 'stepDown':
      return stepDown(server);
    case 'listen':
      return listen(server);
    case 'read':
      return read(server, input.ref);
    case 'persisted':
      return persisted(server, input.write);
    case 'compacted':
      return compact(server, input.snapshot);
    case 'snapshotChunkStored':
      return onChunkStored(server, input.snapshot, input.offset);
    case 'snapshotStored':
      return onSnapshotStored(server, input.snapshot);
    case 'snapshotRejected':
      return onSnapshotRejected(server, input.snapshot);
  }
}

/** What waited for the disk goes out; the own vote counts; the leader counts its own entries. */
function persisted(server: Server, write: number): void {
  for (const { to, message } of server.durability.persisted(write)) {
    // Of an earlier term: nobody waits for it any more.
    if (message.term < server.term) continue;
    if (to !== server.id) send(server, to, message);
    else if (message.type === 'voteReply') onVoteReply(server, to, message);
  }
  countAndCommit(server);
}

/** Ends a step: one write for all that changed. */
function close(server: Server): void {
  const { log } = server;
  const { write, free } = server.durability.close(log.lastIndex);
  for (const { to, message } of free) send(server, to, message);
  if (write === null) return;
  const entries = log.between(write.firstIndex, log.lastIndex);
  say(server, { type: 'persist', ...write, hardState: hardState(server), entries });
}

function receive(server: Server, from: NodeId, message: Message): void {
  const malformed = fault(message);
  if (malformed !== null) return drop(server, from, malformed);
  if (message.term - server.term > MAX_TERM_STEP) return drop(server, from, 'a term that is out of reach');
  if (from === server.id) return drop(server, from, 'a message under this own id');
  if (!mayBeNew(message) && from !== server.leader && !isKnown(server, from))
    return drop(server, from, 'not a member');
  switch (message.type) {
    // These do not carry their term in: see the rules of elections.
    case 'preVote':
      return onPreVote(server, from, message);
    case 'preVoteReply':
      return onPreVoteReply(server, from, message);
    case 'vote':
      return onVote(server, from, message);
    case 'voteReply':
      return onVoteReply(server, from, message);
    default:
      if (message.term > server.term) becomeFollower(server, message.term, fromLeader(message) ? from : null);
      if (message.term < server.term) return answerStale(server, from, message);
      return receiveInTerm(server, from, message);
  }
}

/** Every message but those of elections. */
type InTerm = Exclude<Message, MessageOf<'preVote' | 'preVoteReply' | 'vote' | 'voteReply'>>;

function receiveInTerm(server: Server, from: NodeId, message: InTerm): void {
  switch (message.type) {
    case 'append':
      return onAppend(server, from, message);
    case 'heartbeat':
      return onHeartbeat(server, from, message);
    case 'snapshotChunk':
      return onSnapshotChunk(server, from, message);
    case 'appendReply':
      return onAppendReply(server, from, message);
    case 'appendReject':
      return onAppendReject(server, from, message);
    case 'heartbeatReply':
      return onHeartbeatReply(server, from, message);
    case 'snapshotReply': {
      const peer = heard(server, from);
      if (peer === null) return;
      if (message.index > server.log.lastIndex) return drop(server, from, 'installed what was never sent');
      if (!onSnapshotReply(server, from, peer, message)) return;
      countAndCommit(server);
      return replicateTo(server, from, peer);
    }
    case 'timeoutNow':
      return onTimeoutNow(server, from);
    case 'readIndex':
      return onReadIndex(server, from, message.ref);
    case 'readIndexReply':
      return onReadIndexReply(server, from, message.ref, message.index);
  }
}

/** Tells a sender of an earlier term about this one: a leader deposed without its knowledge steps down. */
function answerStale(server: Server, to: NodeId, message: InTerm): void {
  const { term } = server;
  if (fromLeader(message)) send(server, to, { type: 'heartbeatReply', term, round: 0 });
  if (message.type === 'readIndex')
    send(server, to, { type: 'readIndexReply', term, ref: message.ref, index: null });
}

function fromLeader({ type }: Message): boolean {
  return type === 'append' || type === 'heartbeat' || type === 'snapshotChunk';
}

/**
 * Leaders and candidates may be newer than the configuration known here, and without this vote there may
 * be no majority (dissertation §4.1): of them the log decides. Whoever else is unknown is a stranger.
 */
function mayBeNew(message: Message): boolean {
  return fromLeader(message) || message.type === 'vote' || message.type === 'preVote';
}

/** A member; or it was one, and has yet to be told that it is none. */
function isKnown(server: Server, id: NodeId): boolean {
  return isMember(configuration(server), id) || (server.leading?.peers.has(id) ?? false);
}
