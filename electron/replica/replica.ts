/**
 * The heart: drives the consensus core. Turns what happens (a tick, a frame, an fsync, a user's
 * command) into inputs, and carries out the effects: persists, sends, applies, answers.
 */
import type { Answer } from '../../shared/domain/answers.ts';
import type { Command } from '../../shared/domain/commands.ts';
import type { Change, Shop } from '../../shared/domain/model.ts';
import type { Address, Hello, Links } from '../links/types.ts';
import { createCore } from '../raft/core.ts';
import type {
  Configuration,
  Core,
  CoreView,
  Effect,
  Entry,
  Index,
  Input,
  NodeId,
  Restored,
} from '../raft/types.ts';
import type { Storage } from '../storage/types.ts';
import { ApplyQueue } from './apply-queue.ts';
import { DiskQueue } from './disk-queue.ts';
import { NotApplied } from './errors.ts';
import { type Body, encodeEnvelope, type Founding } from './envelope.ts';
import { Machine } from './machine.ts';
import { Proposals } from './proposals.ts';
import { Reads } from './reads.ts';
import { loadSnapshot, writeSnapshot } from './snapshots.ts';
import { type Clock, Stamps, systemClock } from './stamps.ts';
import { Submissions } from './submissions.ts';
import type { WireMessage } from './wire.ts';

/** Times in milliseconds, counts as named. */
export type Timing = Readonly<{
  tick: number;
  heartbeat: number;
  /** Election timeouts are drawn from [election, 2 × election). */
  election: number;
  /** After the leader's connection closed, a campaign starts within this time. */
  disconnect: number;
  /** How often each node tells the others how far it is. */
  status: number;
  /** Entries between snapshots. */
  snapshotEntries: number;
}>;

export const defaultTiming: Timing = {
  tick: 20,
  heartbeat: 100,
  election: 500,
  disconnect: 100,
  status: 500,
  snapshotEntries: 10_000,
};

export type ReplicaOptions = Readonly<{
  id: NodeId;
  /** Unlike every earlier boot's: makes this boot's session its own. */
  boot: string;
  storage: Storage;
  restored: Restored;
  fallbackConfiguration: Configuration;
  links: Links<WireMessage>;
  timing?: Timing;
  clock?: Clock;
  random?: () => number;
  on: Readonly<{
    /** Committed changes, applied here. */
    changes: (batch: Readonly<{ from: Index; to: Index; changes: readonly Change[] }>) => void;
    /** The state was replaced by a snapshot. */
    reset: () => void;
    /** Leadership, links or progress changed. */
    status: () => void;
    up: (peer: NodeId, hello: Hello) => void;
    /** The node cannot go on: its disk or its state failed. It has stopped taking part. */
    fatal: (cause: unknown) => void;
  }>;
}>;

export type PeerStatus = Readonly<{ applied: Index; last: Index }>;

export type ReplicaStatus = Readonly<{
  core: CoreView;
  applied: Index;
  digest: string;
  founding: Founding | null;
  connected: ReadonlySet<NodeId>;
  /** Voters in reach, this node included, and how many make a majority. */
  reachableVoters: number;
  majority: number;
  peers: ReadonlyMap<NodeId, PeerStatus>;
  snapshotIndex: Index;
  /** Monotonic ms since a leader was last known; 0 while one is. */
  leaderlessMs: number;
  /** A leader was known at least once since start. */
  settled: boolean;
  drops: Readonly<Record<string, number>>;
}>;

export class Replica {
  readonly #options: ReplicaOptions;
  readonly #timing: Timing;
  readonly #clock: Clock;
  readonly #core: Core;
  readonly #session: string;
  readonly #disk: DiskQueue;
  readonly #applying: ApplyQueue;
  readonly #submissions = new Submissions();
  readonly #reads = new Reads();
  readonly #stamps: Stamps;
  readonly #proposals: Proposals;
  readonly #peers = new Map<NodeId, PeerStatus>();
  readonly #inputs: Input[] = [];
  #machine = new Machine();
  #stepping = false;
  #stopped = false;
  #batch: { from: Index; changes: Change[] } | null = null;
  #leader: NodeId | null = null;
  #leaderlessSince: number;
  #settled = false;
  #sessionAskedAt = -Infinity;
  #snapshotIndex: Index;
  #snapshotting: Promise<void> | null = null;
  #flushScheduled = false;
  #ticks: NodeJS.Timeout | null = null;
  #statusTimer: NodeJS.Timeout | null = null;

  constructor(options: ReplicaOptions) {
    this.#options = options;
    this.#timing = options.timing ?? defaultTiming;
    this.#clock = options.clock ?? systemClock;
    this.#session = `${options.id}:${options.boot}`;
    this.#stamps = new Stamps(this.#clock);
    this.#leaderlessSince = this.#clock.monotonic();
    this.#snapshotIndex = options.restored.snapshot?.index ?? 0;
    const ticks = (ms: number) => Math.max(1, Math.round(ms / this.#timing.tick));
    this.#core = createCore({
      id: options.id,
      restored: options.restored,
      fallbackConfiguration: options.fallbackConfiguration,
      electionTicks: ticks(this.#timing.election),
      heartbeatTicks: ticks(this.#timing.heartbeat),
      disconnectTicks: ticks(this.#timing.disconnect),
      maxAppendBytes: 256 * 1024,
      maxInflightAppends: 64,
      maxUncommittedBytes: 16 * 1024 * 1024,
      keepBehindSnapshot: 1_000,
      random: options.random ?? Math.random,
    });
    this.#disk = new DiskQueue(
      options.storage,
      (write) => this.#input({ type: 'persisted', write }),
      (cause) => this.#fail(cause),
    );
    this.#applying = new ApplyQueue({
      applyEntry: (entry) => this.#applyEntry(entry),
      restore: () => this.#restore(),
      afterSlice: () => this.#afterSlice(),
      failed: (cause) => this.#fail(cause),
    });
    this.#proposals = new Proposals((ref, bodies) => this.#propose(ref, bodies));
  }

  /** Starts taking part; resolves with the links' address once they listen. */
  async start(): Promise<Address> {
    const { snapshot } = this.#options.restored;
    if (snapshot !== null) this.#applying.push({ snapshot });
    const address = await this.#options.links.start({
      message: (from, message) => this.#receive(from, message),
      up: (peer, hello) => {
        this.#options.on.up(peer, hello);
        this.#scheduleFlush();
        this.#options.on.status();
      },
      down: (peer) => {
        this.#input({ type: 'disconnected', peer });
        this.#options.on.status();
      },
    });
    // One tick a timer call, however late it comes: time asleep is not time without a leader.
    this.#ticks = setInterval(() => this.#tick(), this.#timing.tick);
    this.#statusTimer = setInterval(() => this.#sendStatus(), this.#timing.status);
    return address;
  }

  /** Stops taking part: answers what waits, finishes the write under way, closes links and storage. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#halt();
    await this.#options.links.stop();
    await this.#applying.stop();
    await this.#snapshotting;
    await this.#disk.idle();
    await this.#options.storage.close();
  }

  get shop(): Shop {
    return this.#machine.shop;
  }
  get appliedIndex(): Index {
    return this.#machine.index;
  }

  /** Rejects with NotApplied, OutcomeUnknown or KeyUsedOtherwise. */
  submit(command: Command, key?: string): Promise<Answer> {
    if (this.#stopped) return Promise.reject(stopping());
    const answer = this.#submissions.add(command, key, this.#clock.monotonic());
    this.#scheduleFlush();
    return answer;
  }

  /** Resolves once everything acknowledged before the call is applied here. Rejects with NotApplied. */
  barrier(): Promise<void> {
    if (this.#stopped) return Promise.reject(stopping());
    const done = this.#reads.add(this.#clock.monotonic());
    this.#scheduleFlush();
    return done;
  }

  status(): ReplicaStatus {
    const core = this.#core.view();
    const { voters } = core.configuration;
    const connected = this.#options.links.connected();
    return {
      core,
      applied: this.#machine.index,
      digest: this.#machine.digest,
      founding: this.#machine.founding,
      connected,
      reachableVoters: voters.filter((voter) => voter === this.#options.id || connected.has(voter)).length,
      majority: Math.floor(voters.length / 2) + 1,
      peers: this.#peers,
      snapshotIndex: this.#snapshotIndex,
      leaderlessMs: this.#leader === null ? this.#clock.monotonic() - this.#leaderlessSince : 0,
      settled: this.#settled,
      drops: this.#options.links.drops(),
    };
  }

  // ---- inputs

  #input(input: Input): void {
    if (this.#stopped) return;
    this.#inputs.push(input);
    if (this.#stepping) return;
    this.#stepping = true;
    try {
      for (
        let next = this.#inputs.shift();
        next !== undefined && !this.#halted();
        next = this.#inputs.shift()
      ) {
        for (const effect of this.#core.step(next)) this.#carryOut(effect);
      }
    } catch (cause) {
      this.#fail(cause);
    } finally {
      this.#stepping = false;
    }
  }

  /** A method, because the flag changes behind the compiler's back while effects are carried out. */
  #halted(): boolean {
    return this.#stopped;
  }

  #tick(): void {
    const now = this.#clock.monotonic();
    this.#input({ type: 'tick' });
    this.#submissions.expire(now, () => this.#whyNoLeader());
    this.#reads.expire(now, () => this.#whyNoLeader());
    this.#flush();
  }

  #receive(from: NodeId, message: WireMessage): void {
    switch (message.type) {
      case 'raft':
        return this.#input({ type: 'message', from, message: message.message });
      case 'open':
        return this.#proposals.add({ type: 'open', node: from, session: message.session }, () => undefined);
      case 'forward':
        for (const write of message.writes) {
          const { seq, attempt, low, key, command } = write;
          const body: Body = {
            type: 'run',
            session: message.session,
            seq,
            low,
            command,
            ...(key === undefined ? {} : { key }),
          };
          this.#proposals.add(body, () =>
            this.#options.links.send(from, {
              type: 'refused',
              session: message.session,
              writes: [{ seq, attempt }],
            }),
          );
        }
        return;
      case 'refused':
        if (message.session !== this.#session) return;
        for (const { seq, attempt } of message.writes) this.#submissions.refused(seq, attempt);
        return;
      case 'status':
        this.#peers.set(from, { applied: message.applied, last: message.last });
        return this.#options.on.status();
    }
  }

  #propose(ref: number, bodies: readonly Body[]): void {
    const payloads = bodies.map((body) => {
      const { at, age } = this.#stamps.next(this.#machine.age);
      return { kind: 'command' as const, data: encodeEnvelope({ at, age, body }) };
    });
    this.#input({ type: 'propose', ref, payloads });
  }

  // ---- effects

  #carryOut(effect: Effect): void {
    const { links, storage, on } = this.#options;
    switch (effect.type) {
      case 'persist':
        return this.#disk.push(effect);
      case 'send':
        return links.send(effect.to, { type: 'raft', message: effect.message });
      case 'apply':
        return this.#applying.push({ entries: effect.entries });
      case 'restore':
        return this.#applying.push({ snapshot: effect.snapshot });
      case 'proposed':
        return this.#proposals.proposed(effect.ref);
      case 'notProposed':
        return this.#proposals.notProposed(effect.ref);
      case 'readable':
        return this.#reads.readable(effect.ref, effect.index, this.#machine.index);
      case 'notReadable':
        return this.#reads.notReadable(effect.ref, this.#clock.monotonic());
      case 'leadership':
        return this.#setLeader(effect.leader);
      case 'sendSnapshotChunk':
        return void this.#sendSnapshotChunk(effect);
      case 'storeSnapshotChunk':
        return void this.#storeSnapshotChunk(effect);
      case 'healed':
        return void storage.healed().then(on.status, (cause: unknown) => this.#fail(cause));
      case 'dropped':
        return;
    }
  }

  #setLeader(leader: NodeId | null): void {
    if (leader === null && this.#leader !== null) this.#leaderlessSince = this.#clock.monotonic();
    if (leader !== this.#leader) this.#submissions.leaderChanged();
    this.#leader = leader;
    if (leader !== null) this.#settled = true;
    this.#sessionAskedAt = -Infinity;
    this.#scheduleFlush();
    this.#options.on.status();
  }

  async #sendSnapshotChunk({
    to,
    term,
    snapshot,
    offset,
  }: Extract<Effect, { type: 'sendSnapshotChunk' }>): Promise<void> {
    try {
      const chunk = await this.#options.storage.readSnapshotChunk(snapshot, offset);
      if (chunk === null) return; // Superseded by a newer one; the core asks again with that.
      const message = { type: 'snapshotChunk' as const, term, snapshot, offset, ...chunk };
      this.#options.links.send(to, { type: 'raft', message });
    } catch (cause) {
      this.#fail(cause);
    }
  }

  async #storeSnapshotChunk(effect: Extract<Effect, { type: 'storeSnapshotChunk' }>): Promise<void> {
    const { snapshot, offset, data, done } = effect;
    try {
      const result = await this.#options.storage.storeSnapshotChunk(snapshot, offset, data, done);
      if (result === 'stored')
        this.#input({ type: 'snapshotChunkStored', snapshot, offset: offset + data.byteLength });
      else this.#input({ type: result === 'installed' ? 'snapshotStored' : 'snapshotRejected', snapshot });
    } catch (cause) {
      this.#fail(cause);
    }
  }

  // ---- applying

  #applyEntry(entry: Entry): void {
    this.#batch ??= { from: this.#machine.index, changes: [] };
    const { changes, answer } = this.#machine.apply(entry);
    for (const change of changes) this.#batch.changes.push(change);
    if (answer?.session === this.#session) this.#submissions.applied(answer.seq, answer.outcome);
  }

  async #restore(): Promise<void> {
    this.#machine = await loadSnapshot(this.#options.storage);
    this.#snapshotIndex = this.#machine.index;
    this.#batch = null;
    this.#options.on.reset();
  }

  #afterSlice(): void {
    const { index } = this.#machine;
    if (this.#batch !== null) {
      const { from, changes } = this.#batch;
      this.#batch = null;
      this.#options.on.changes({ from, to: index, changes });
    }
    this.#reads.applied(index);
    this.#scheduleFlush();
    if (index - this.#snapshotIndex >= this.#timing.snapshotEntries)
      this.#snapshotting ??= this.#takeSnapshot();
  }

  async #takeSnapshot(): Promise<void> {
    try {
      const snapshot = await writeSnapshot(this.#options.storage, this.#machine.freeze());
      this.#snapshotIndex = snapshot.index;
      this.#input({ type: 'compacted', snapshot });
      await this.#options.storage.dropThrough(snapshot.index);
    } catch (cause) {
      this.#fail(cause);
    } finally {
      this.#snapshotting = null;
    }
  }

  // ---- outgoing writes and reads

  #scheduleFlush(): void {
    if (this.#flushScheduled || this.#stopped) return;
    this.#flushScheduled = true;
    setImmediate(() => {
      this.#flushScheduled = false;
      this.#flush();
    });
  }

  /** Sends what waits, if there is a leader in reach that can get a majority. */
  #flush(): void {
    if (this.#stopped || this.#leader === null) return;
    if (
      this.#leader === this.#options.id
        ? !this.#majorityConnected()
        : !this.#options.links.connected().has(this.#leader)
    )
      return;
    const now = this.#clock.monotonic();
    const ref = this.#reads.due(now);
    if (ref !== null) this.#input({ type: 'read', ref });
    if (!this.#machine.hasSession(this.#session)) return this.#openSession(now);
    const writes = this.#submissions.due(now);
    if (writes.length === 0) return;
    if (this.#leader !== this.#options.id) {
      return this.#options.links.send(this.#leader, { type: 'forward', session: this.#session, writes });
    }
    for (const { seq, attempt, low, key, command } of writes) {
      const body: Body = {
        type: 'run',
        session: this.#session,
        seq,
        low,
        command,
        ...(key === undefined ? {} : { key }),
      };
      this.#proposals.add(body, () => this.#submissions.refused(seq, attempt));
    }
  }

  #openSession(now: number): void {
    if (now - this.#sessionAskedAt < this.#timing.election) return;
    this.#sessionAskedAt = now;
    if (this.#leader === this.#options.id) {
      this.#proposals.add({ type: 'open', node: this.#options.id, session: this.#session }, () => undefined);
    } else if (this.#leader !== null)
      this.#options.links.send(this.#leader, { type: 'open', session: this.#session });
  }

  #majorityConnected(): boolean {
    const { reachableVoters, majority } = this.status();
    return reachableVoters >= majority;
  }

  #whyNoLeader(): string {
    const { reachableVoters, majority } = this.status();
    return reachableVoters < majority
      ? `no majority: only ${reachableVoters} of the shop's workstations can be reached, ${majority} are needed`
      : 'no leader found yet; try again in a moment';
  }

  #sendStatus(): void {
    const { applied, core } = this.status();
    for (const peer of this.#options.links.connected()) {
      this.#options.links.send(peer, { type: 'status', applied, last: core.lastIndex });
    }
    this.#options.on.status();
  }

  // ---- the end

  #halt(): void {
    this.#stopped = true;
    if (this.#ticks) clearInterval(this.#ticks);
    if (this.#statusTimer) clearInterval(this.#statusTimer);
    this.#submissions.stop();
    this.#reads.stop();
  }

  #fail(cause: unknown): void {
    if (this.#stopped) return;
    this.#halt();
    this.#options.on.fatal(cause);
  }
}

function stopping(): Error {
  return new NotApplied('this workstation is shutting down');
}
