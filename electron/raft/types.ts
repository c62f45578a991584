/**
 * The vocabulary of the consensus core: what lies in the log, what nodes say to each other, what
 * goes into `step` and what comes out. Names follow "In Search of an Understandable Consensus
 * Algorithm (extended version)", Ongaro & Ousterhout 2014 (below: Raft), and Ongaro's dissertation.
 *
 * Everything here is plain data. The core keeps no clock: time is a count of ticks handed in.
 */

export type NodeId = string;
/** Raft §5.1: a logical clock, a safe integer ≥ 0. */
export type Term = number;
/** Position in the log; the first entry has index 1, 0 means "before the log". */
export type Index = number;

/**
 * Who takes part. Learners hold the log and neither vote nor count (dissertation §4.2.1).
 *
 * While the voters change, `outgoing` are those of before (C_old of the joint configuration, Raft §6,
 * dissertation §4.3): whatever needs a majority needs one of `voters` and one of `outgoing`. Else it
 * is empty. One of `outgoing` may stand among `learners`, which is all that it will be.
 */
export type Configuration = Readonly<{
  voters: readonly NodeId[];
  outgoing: readonly NodeId[];
  learners: readonly NodeId[];
}>;

export type Payload =
  /** A new leader's first entry of its own term (Raft §8). */
  | Readonly<{ kind: 'noop' }>
  /** Something for the state machine; opaque here. */
  | Readonly<{ kind: 'command'; data: string }>
  /**
   * Takes effect when appended (Raft §6); `data` is what the state machine wants to know of it. A change of
   * voters is two entries, the joint one and the one that leaves it, with the same `data`; where a
   * snapshot covers the joint one by then, the other's is ''.
   */
  | Readonly<{ kind: 'configuration'; configuration: Configuration; data: string }>;

export type Entry = Readonly<{ index: Index; term: Term; payload: Payload }>;

/** What a node must remember across a crash (Raft fig. 2, "Persistent state"); `commit` is a hint. */
export type HardState = Readonly<{
  term: Term;
  vote: NodeId | null;
  commit: Index;
  /**
   * Others than this node vote in the newest configuration of its log. Kept beside the log, for where the
   * entry that says so is lost to damage, a sole voter of before would elect itself, alone.
   */
  othersVote?: true;
}>;

/** The last entry that a snapshot covers, and the configuration in force there (Raft §7). */
export type SnapshotMeta = Readonly<{ index: Index; term: Term; configuration: Configuration }>;

/** What storage found at start. `entries` are contiguous and follow `snapshot` (or start at 1). */
export type Restored = Readonly<{
  hardState: HardState;
  snapshot: SnapshotMeta | null;
  entries: readonly Entry[];
  /**
   * True when acknowledged entries may have been lost to damage on this disk. Such a node neither
   * votes nor campaigns (pre-votes included) until everything up to the commit index of a leader
   * elected after the damage was marked is on its disk again.
   */
  damaged: boolean;
}>;

export type Role = 'follower' | 'preCandidate' | 'candidate' | 'leader';

/** Between nodes. `term` is the sender's, except where said. */
export type Message =
  /** Dissertation §9.6. `term` is the one it would campaign in; nobody's term changes by it. */
  | Readonly<{ type: 'preVote'; term: Term; lastIndex: Index; lastTerm: Term }>
  /** Granted: `term` echoes the request's. Refused: `term` is the sender's own. */
  | Readonly<{ type: 'preVoteReply'; term: Term; granted: boolean }>
  /** Raft §5.2, RequestVote. `transfer`: the leader itself asked for this election (dissertation §3.10). */
  | Readonly<{ type: 'vote'; term: Term; lastIndex: Index; lastTerm: Term; transfer: boolean }>
  | Readonly<{ type: 'voteReply'; term: Term; granted: boolean }>
  /** Raft §5.3, AppendEntries. */
  | Readonly<{
      type: 'append';
      term: Term;
      prevIndex: Index;
      prevTerm: Term;
      entries: readonly Entry[];
      commit: Index;
    }>
  | Readonly<{ type: 'appendReply'; term: Term; match: Index }>
  /**
   * Fast rejection: the follower has no entry `prevIndex` with that term. The leader goes back to
   * the last of its entries with index ≤ hintIndex and term ≤ hintTerm.
   */
  | Readonly<{ type: 'appendReject'; term: Term; prevIndex: Index; hintIndex: Index; hintTerm: Term }>
  /** Keeps followers quiet and confirms leadership; `commit` never exceeds what this follower matched. */
  | Readonly<{ type: 'heartbeat'; term: Term; commit: Index; round: number }>
  | Readonly<{ type: 'heartbeatReply'; term: Term; round: number }>
  /** Raft §7, InstallSnapshot: `data` are the file's bytes from `offset` on. */
  | Readonly<{
      type: 'snapshotChunk';
      term: Term;
      snapshot: SnapshotMeta;
      offset: number;
      data: Uint8Array;
      done: boolean;
    }>
  /** `offset`: how many bytes of that snapshot the follower holds, so the next chunk starts there. */
  | Readonly<{ type: 'snapshotReply'; term: Term; index: Index; offset: number; installed: boolean }>
  /** Dissertation §3.10: the leader hands over; campaign at once. */
  | Readonly<{ type: 'timeoutNow'; term: Term }>
  /** Dissertation §6.4: a follower asks the leader for an index to read at. */
  | Readonly<{ type: 'readIndex'; term: Term; ref: number }>
  /** `index` null: not (or not yet) leader; ask again. */
  | Readonly<{ type: 'readIndexReply'; term: Term; ref: number; index: Index | null }>;

/** The messages of one type, or of several. */
export type MessageOf<T extends Message['type']> = Extract<Message, { type: T }>;

export type Input =
  /** One unit of time has passed. */
  | Readonly<{ type: 'tick' }>
  | Readonly<{ type: 'message'; from: NodeId; message: Message }>
  /** The connection to this peer is gone: forget it as leader at once, probe it when it is back. */
  | Readonly<{ type: 'disconnected'; peer: NodeId }>
  /** Append these (leader only). `ref` comes back in `proposed` or `notProposed`. */
  | Readonly<{ type: 'propose'; ref: number; payloads: readonly Payload[] }>
  /**
   * Change who takes part (leader only), as decided on the configuration whose `configurationIndex` is
   * `basedOn`. `ref` comes back in `proposed` or `notProposed`. Where voters change, the leader (or
   * the next one) leaves the joint configuration by itself once that is committed.
   */
  | Readonly<{
      type: 'reconfigure';
      ref: number;
      basedOn: Index;
      voters: readonly NodeId[];
      learners: readonly NodeId[];
      data: string;
    }>
  /**
   * Hand over to this voter (dissertation §3.10). Nothing is proposed or read meanwhile; given up after an
   * election timeout. Ignored where this node does not lead, or `to` is this node or no voter.
   */
  | Readonly<{ type: 'transfer'; to: NodeId }>
  /** About to be away (sleep): a leader or candidate becomes a follower at once. */
  | Readonly<{ type: 'stepDown' }>
  /** Was away (woken): as `stepDown`, and no campaign before a whole election timeout of listening. */
  | Readonly<{ type: 'listen' }>
  /** Ask for an index at which a read is linearizable. `ref` comes back in `readable` or `notReadable`. */
  | Readonly<{ type: 'read'; ref: number }>
  /** Every write up to and including this number is on disk. */
  | Readonly<{ type: 'persisted'; write: number }>
  /** A snapshot up to here is durable: entries that it covers may leave memory. */
  | Readonly<{ type: 'compacted'; snapshot: SnapshotMeta }>
  /** Answer to `storeSnapshotChunk`: `offset` bytes of it are durable. */
  | Readonly<{ type: 'snapshotChunkStored'; snapshot: SnapshotMeta; offset: number }>
  /** Answer to the last `storeSnapshotChunk`: it is whole, checked, durable and in place. */
  | Readonly<{ type: 'snapshotStored'; snapshot: SnapshotMeta }>
  /** The received snapshot did not check out; start over. */
  | Readonly<{ type: 'snapshotRejected'; snapshot: SnapshotMeta }>;

export type Effect =
  /**
   * Make durable, in order: the log becomes what lies below `firstIndex` plus `entries`; term and
   * vote as in `hardState`. Answer with `persisted` once fsynced. Several may be done in one fsync.
   */
  | Readonly<{
      type: 'persist';
      write: number;
      hardState: HardState;
      firstIndex: Index;
      entries: readonly Entry[];
    }>
  /** Send now (what depends on a write is held back by the core until that write is durable). */
  | Readonly<{ type: 'send'; to: NodeId; message: Message }>
  /** Committed, contiguous, each exactly once per process life: apply in this order. */
  | Readonly<{ type: 'apply'; entries: readonly Entry[] }>
  | Readonly<{ type: 'proposed'; ref: number; term: Term; firstIndex: Index; lastIndex: Index }>
  | Readonly<{ type: 'notProposed'; ref: number; reason: NotProposed; leader: NodeId | null }>
  /** Reads that see everything up to `index` applied are linearizable. */
  | Readonly<{ type: 'readable'; ref: number; index: Index }>
  | Readonly<{ type: 'notReadable'; ref: number }>
  /** Term, role or known leader changed. */
  | Readonly<{ type: 'leadership'; role: Role; term: Term; leader: NodeId | null }>
  /** Read the bytes of my newest snapshot from `offset` and send them as `snapshotChunk`. */
  | Readonly<{ type: 'sendSnapshotChunk'; to: NodeId; term: Term; snapshot: SnapshotMeta; offset: number }>
  /** Keep these bytes (offset 0 starts afresh); `done`: check it and put it in place. */
  | Readonly<{
      type: 'storeSnapshotChunk';
      snapshot: SnapshotMeta;
      offset: number;
      data: Uint8Array;
      done: boolean;
    }>
  /** The state machine must become this stored snapshot; later `apply`s follow it. */
  | Readonly<{ type: 'restore'; snapshot: SnapshotMeta }>
  /** A damaged node has everything back: the durable mark may go. */
  | Readonly<{ type: 'healed' }>
  /** A message that breaks the protocol was dropped. */
  | Readonly<{ type: 'dropped'; from: NodeId; reason: string }>;

/** Why nothing was appended. All but the first three are about changes of who takes part. */
export type NotProposed =
  | 'notLeader'
  /** Too much is uncommitted. */
  | 'busy'
  /** This leader is handing over. */
  | 'transferring'
  /** A change is in flight: the configuration is joint, or not committed. */
  | 'changing'
  /** This leader has committed nothing of its own term yet. */
  | 'tooEarly'
  /** Decided on another configuration than the one in force. */
  | 'stale'
  /** No voter, somebody named twice, or an id that is none. */
  | 'invalid';

export type CoreOptions = Readonly<{
  id: NodeId;
  restored: Restored;
  /** Used while the log itself holds no configuration (a node that waits for its first snapshot). */
  fallbackConfiguration: Configuration;
  /** Election timeouts are drawn from [electionTicks, 2 × electionTicks). */
  electionTicks: number;
  heartbeatTicks: number;
  /** After the leader's connection closed, a campaign starts within this many ticks (drawn). */
  disconnectTicks: number;
  /** Bounds of one append message, and of what is under way to one peer, in messages and in bytes of entries. */
  maxAppendBytes: number;
  maxInflightAppends: number;
  maxInflightBytes: number;
  /** Proposals are refused as `busy` while the uncommitted part of the log is larger than this. */
  maxUncommittedBytes: number;
  /** A leader whose own write takes this long hands over, if a majority of the others is further than its disk. */
  stalledDiskTicks: number;
  /** Entries kept in memory behind a snapshot for followers that are a little late. */
  keepBehindSnapshot: number;
  /** Uniform in [0, 1); seeded by the caller. */
  random: () => number;
}>;

/** What a leader knows of one peer. */
export type Progress = Readonly<{
  state: 'probe' | 'replicate' | 'snapshot';
  match: Index;
  next: Index;
  /** Ticks since anything was heard of it. */
  silentTicks: number;
}>;

/** A look inside, for status and assertions. */
export type CoreView = Readonly<{
  id: NodeId;
  role: Role;
  term: Term;
  vote: NodeId | null;
  leader: NodeId | null;
  commit: Index;
  applied: Index;
  /** First index still in memory. */
  firstIndex: Index;
  lastIndex: Index;
  lastTerm: Term;
  /** Everything up to here is on this node's disk. */
  stable: Index;
  /** The newest in the log, committed or not. */
  configuration: Configuration;
  /** Of its entry, or of the snapshot that brought it; 0 for the fallback. */
  configurationIndex: Index;
  configurationCommitted: boolean;
  /** This leader has committed an entry of its own term. */
  committedInTerm: boolean;
  /** To whom this leader is handing over. */
  transferringTo: NodeId | null;
  damaged: boolean;
  /** Filled on the leader only. */
  progress: ReadonlyMap<NodeId, Progress>;
}>;

/** The core: deterministic given its options and inputs. Effects are to be carried out in order. */
export type Core = Readonly<{ step: (input: Input) => readonly Effect[]; view: () => CoreView }>;
