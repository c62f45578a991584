/**
 * The state of one server (Raft fig. 2) and the few things every module does with it: say an effect,
 * send, send once durable. The modules beside this one are the rules; each changes this state and
 * says effects.
 */
import { Configurations, isSoleVoter } from './configuration.ts';
import { Durability } from './durability.ts';
import { Log } from './log.ts';
import type { PeerProgress } from './progress.ts';
import type {
  Configuration,
  CoreOptions,
  CoreView,
  Effect,
  Entry,
  HardState,
  Index,
  Message,
  NodeId,
  Progress,
  Role,
  SnapshotMeta,
  Term,
} from './types.ts';

/** Who asked for a read index: `from` null is this node's own driver. */
export type ReadOrigin = Readonly<{ from: NodeId | null; ref: number }>;

/** What a server keeps only while it leads. */
export type Leading = {
  readonly peers: Map<NodeId, PeerProgress>;
  heartbeatElapsed: number;
  /** Of the newest heartbeats sent. */
  round: number;
  uncommittedBytes: number;
  /** Of the configuration in force when peers that left were last forgotten. */
  settledConfiguration: Index;
  /** Who is to lead next, and whether it was told to campaign since the last heartbeat. */
  handover: { readonly to: NodeId; ticksLeft: number; told: boolean } | null;
  /** Reads that have no index yet. */
  waitingReads: ReadOrigin[];
  /** Reads that wait for a majority to confirm, by answering this round, that this is still the leader. */
  confirming: Readonly<{ index: Index; round: number; origins: readonly ReadOrigin[] }> | null;
};

export type Server = {
  readonly id: NodeId;
  readonly options: CoreOptions;
  readonly log: Log;
  readonly configurations: Configurations;
  readonly durability: Durability;
  term: Term;
  vote: NodeId | null;
  role: Role;
  leader: NodeId | null;
  commit: Index;
  applied: Index;
  /** Who granted the vote, or pre-vote, asked for now. */
  readonly votes: Set<NodeId>;
  /** Ticks since the last campaign, granted vote or word from the leader, and when to campaign. */
  elapsed: number;
  timeout: number;
  /** Ticks since the leader was heard. */
  sinceLeader: number;
  /** Just woken: nothing makes the timeout shorter before a leader was heard, or it has passed. */
  listening: boolean;
  leading: Leading | null;
  /** This node's reads that its leader was asked about, by the reference on the wire. */
  readonly forwardedReads: Map<number, { readonly ref: number; ticksLeft: number }>;
  nextForward: number;
  /** The snapshot that is being received; `storing`: the driver has a chunk of it in hand. */
  receiving: {
    readonly from: NodeId;
    readonly term: Term;
    readonly snapshot: SnapshotMeta;
    offset: number;
    storing: boolean;
  } | null;
  /** The term in which this disk was found damaged; null: it is whole. */
  damagedIn: Term | null;
  effects: Effect[];
};

/** @throws InvariantError if what was restored contradicts itself */
export function createServer(options: CoreOptions): Server {
  const { hardState, snapshot, entries, damaged } = options.restored;
  const log = new Log(snapshot, entries);
  const configurations = new Configurations(options.fallbackConfiguration, snapshot);
  if (log.lastIndex > log.baseIndex) configurations.appended(log.between(log.baseIndex + 1, log.lastIndex));
  // A snapshot may have become durable before the term that it was received in.
  const term = Math.max(hardState.term, log.lastTerm);
  return {
    id: options.id,
    options,
    log,
    configurations,
    durability: new Durability(log.lastIndex),
    term,
    vote: term === hardState.term ? hardState.vote : null,
    role: 'follower',
    leader: null,
    commit: knownCommit(options, log, configurations.newest.configuration),
    applied: log.baseIndex,
    votes: new Set(),
    elapsed: 0,
    timeout: electionTimeout(options),
    sinceLeader: 0,
    listening: false,
    leading: null,
    forwardedReads: new Map(),
    // Unlike every earlier run's, so that a late answer to one of those answers nothing.
    nextForward: Math.floor(options.random() * 2 ** 32) * 2 ** 20,
    receiving: null,
    damagedIn: damaged ? hardState.term : null,
    effects: [],
  };
}

/**
 * What the disk says is committed. Where writes were lost to damage, those that truncated may be among
 * them, and what stands there now may be what they removed: nothing behind the snapshot is certain until a
 * leader has said so. (A sole voter's log is never truncated.)
 */
function knownCommit({ id, restored }: CoreOptions, log: Log, known: Configuration): Index {
  const alone = isSoleVoter(known, id) && restored.hardState.othersVote !== true;
  if (restored.damaged && !alone) return log.baseIndex;
  return Math.max(log.baseIndex, Math.min(restored.hardState.commit, log.lastIndex));
}

/** Raft §5.2: drawn anew each time, so that split votes do not repeat. */
export function electionTimeout({ electionTicks, random }: CoreOptions): number {
  return electionTicks + Math.floor(random() * electionTicks);
}

export function configuration(server: Server): Configuration {
  return server.configurations.newest.configuration;
}

/** Whether the configuration in force can no longer be truncated. */
export function isConfigurationCommitted({ configurations, commit }: Server): boolean {
  return configurations.newest.index <= commit;
}

/** Whether an entry of the present term is committed: then everything before is known to be, too. */
export function hasCommittedInTerm({ log, commit, term }: Server): boolean {
  return log.termAt(commit) === term;
}

/** What is written beside the log now. */
export function hardState(server: Server): HardState {
  const { id, term, vote, commit, damagedIn, options } = server;
  // Until everything is back, the log here may be the one that does not tell.
  const knownFromBefore = damagedIn !== null && options.restored.hardState.othersVote === true;
  const othersVote = knownFromBefore || !isSoleVoter(configuration(server), id);
  return { term, vote, commit, ...(othersVote ? { othersVote } : {}) };
}

export function say(server: Server, effect: Effect): void {
  server.effects.push(effect);
}

/** For messages that promise nothing. */
export function send(server: Server, to: NodeId, message: Message): void {
  say(server, { type: 'send', to, message });
}

/** For messages that promise something: sent once everything up to now is on disk. */
export function sendOnceDurable(server: Server, to: NodeId, message: Message): void {
  server.durability.hold(to, message);
}

export function drop(server: Server, from: NodeId, reason: string): void {
  say(server, { type: 'dropped', from, reason });
}

/** Adds entries to the log's end; a configuration among them takes effect (Raft §6). */
export function appendToLog(server: Server, entries: readonly Entry[]): void {
  const [first] = entries;
  if (first === undefined) return;
  server.log.append(entries);
  server.configurations.appended(entries);
  server.durability.appendedFrom(first.index);
}

export function truncateLog(server: Server, from: Index): void {
  server.log.truncateFrom(from);
  server.configurations.truncatedFrom(from);
  server.durability.truncatedFrom(from);
}

export function view(server: Server): CoreView {
  const { log } = server;
  const progress = new Map<NodeId, Progress>();
  for (const [id, { state, match, next, silentTicks }] of server.leading?.peers ?? [])
    progress.set(id, { state, match, next, silentTicks });
  return {
    id: server.id,
    role: server.role,
    term: server.term,
    vote: server.vote,
    leader: server.leader,
    commit: server.commit,
    applied: server.applied,
    firstIndex: log.firstIndex,
    lastIndex: log.lastIndex,
    lastTerm: log.lastTerm,
    stable: server.durability.stable,
    configuration: configuration(server),
    configurationIndex: server.configurations.newest.index,
    configurationCommitted: isConfigurationCommitted(server),
    committedInTerm: server.leading !== null && hasCommittedInTerm(server),
    transferringTo: server.leading?.handover?.to ?? null,
    damaged: server.damagedIn !== null,
    progress,
  };
}
