/**
 * The heart: drives the consensus core. Turns what happens (a tick, a frame, an fsync, a user's
 * command) into inputs, and carries out the effects. Here the parts meet, each with one concern:
 *
 * - `driver.ts` steps the core, one input at a time, and hands out its effects in order, which
 *   `effects.ts` takes to the parts below;
 * - `disk-queue.ts` makes them durable, many in one fsync; `snapshot-chunks.ts` moves snapshots' bytes;
 * - `local-state.ts` applies what is committed to the state machine (`machine.ts`) and takes snapshots;
 * - `outbox.ts` brings this node's writes and reads to whoever leads and answers them;
 * - `witness.ts` has a lone voter wait for a second disk;
 * - `proposals.ts` gathers what this node, as leader, is to append; `stamps.ts` says when it was;
 * - `comparison.ts` compares what this replica holds with what the others do;
 * - `leadership.ts` and `status.ts` know who leads and how the node is.
 *
 * One of them failing stops the node: it answers what waits, leaves the others, and says why.
 */
import type { Answer } from '../../shared/domain/answers.ts';
import { lowered } from '../../shared/domain/commands-v2.ts';
import { lean } from '../../shared/domain/lean.ts';
import type { State } from '../../shared/domain/model.ts';
import { FIRST_VERSION, RULES_VERSION } from '../../shared/domain/versions.ts';
import type { Address } from '../links/types.ts';
import { createCore } from '../raft/core.ts';
import type { Index, NodeId, Term } from '../raft/types.ts';
import type { Aside } from '../membership/asides.ts';
import type { Roster } from '../membership/roster/types.ts';
import { Comparison } from './comparison.ts';
import { DiskQueue } from './disk-queue.ts';
import { Driver } from './driver.ts';
import { carryOut, type Parts } from './effects.ts';
import { DivergedError, NotApplied } from './errors.ts';
import { type AnswerTo, encodeEnvelope, isRosterCommand, type LogInput, type Proposal } from './envelope.ts';
import { Leadership } from './leadership.ts';
import { LocalState } from './local-state.ts';
import { coreOptions, defaultTiming, type ReplicaOptions, type Timing } from './options.ts';
import { Outbox } from './outbox.ts';
import { Proposals } from './proposals.ts';
import { type Clock, Stamps, systemClock } from './stamps.ts';
import { type PeerStatus, type Reach, reachOf, type ReplicaStatus, SPLIT, whyNotNow } from './status.ts';
import { refusalOf, runOf, type WireMessage } from './wire.ts';
import type { By } from './submissions.ts';
import { Witness } from './witness.ts';

export { defaultTiming, type ReplicaOptions, type Timing } from './options.ts';
export type { PeerStatus, ReplicaStatus } from './status.ts';

/** The voters and learners that are to be, in place of the configuration with that index. */
export type Reconfiguration = Readonly<{
  basedOn: Index;
  voters: readonly NodeId[];
  learners: readonly NodeId[];
}>;

/** The reference of what nobody waits for; proposals count theirs from 1. */
const NO_REF = 0;

const TOO_NEW: Answer = { ok: false, refusal: { code: 'tooNew', params: {} } };

export class Replica {
  readonly #options: ReplicaOptions;
  readonly #timing: Timing;
  readonly #clock: Clock;
  readonly #parts: Parts;
  readonly #stamps: Stamps;
  readonly #leadership: Leadership;
  readonly #peers = new Map<NodeId, PeerStatus>();
  /** Kept when a peer goes: it does not forget what it knows. */
  readonly #knownRules = new Map<NodeId, number>();
  /** How often the core dropped a message, by reason. */
  readonly #dropped = new Map<string, number>();
  readonly #timers: (() => void)[] = [];
  readonly #comparison: Comparison;
  #halted = false;
  #stopping: Promise<void> | null = null;

  constructor(options: ReplicaOptions) {
    this.#options = options;
    this.#timing = options.timing ?? defaultTiming;
    this.#clock = options.clock ?? systemClock;
    this.#stamps = new Stamps(this.#clock);
    this.#leadership = new Leadership(this.#clock.monotonic());
    this.#parts = this.#assemble(options);
    const configuration = () => this.#parts.driver.view().configuration;
    this.#comparison = new Comparison({
      id: options.id,
      links: options.links,
      configuration,
      differs: () => this.#fail(new DivergedError()),
      changed: () => {
        this.#parts.outbox.schedule();
        options.on.status();
      },
    });
  }

  #assemble({ id, boot, storage, restored, links, on }: ReplicaOptions): Parts {
    const failed = (cause: unknown) => this.#fail(cause);
    const now = () => this.#clock.monotonic();
    const core = createCore(coreOptions(this.#options, this.#timing));
    const driver = new Driver(core, (effect) => carryOut(this.#parts, effect), failed);
    const disk = new DiskQueue(storage, (write) => driver.input({ type: 'persisted', write }), failed);
    const proposals = new Proposals((ref, bodies) => this.#propose(ref, bodies));
    const outbox = new Outbox({
      id,
      boot,
      links,
      proposals,
      now,
      leaderInReach: () => this.#leaderInReach(),
      mayWrite: () => !this.#comparison.split,
      hasSession: (session) => state.machine.hasSession(session),
      askRead: (ref) => driver.input({ type: 'read', ref }),
      openEvery: this.#timing.election,
    });
    const state = new LocalState(storage, this.#timing, restored.snapshot, {
      changes: on.changes,
      roster: on.roster,
      reset: () => {
        outbox.replaced();
        this.#comparison.replaced();
        on.reset();
      },
      outcome: (session, seq, outcome, index) => {
        if (outbox.isOwn(session)) witness.hold(index, () => outbox.outcome(session, seq, outcome));
      },
      checkpoint: (checkpoint) => this.#comparison.reached(checkpoint),
      applied: (index) => outbox.applied(index),
      compacted: (snapshot) => driver.input({ type: 'compacted', snapshot }),
      failed,
    });
    const witness = new Witness(() => driver.view(), now);
    return {
      witness,
      links,
      storage,
      driver,
      disk,
      state,
      outbox,
      proposals,
      now,
      leadership: (leader, term) => this.#leads(leader, term),
      dropped: (reason) => this.#dropped.set(reason, (this.#dropped.get(reason) ?? 0) + 1),
      status: on.status,
      failed,
    };
  }

  /** Starts taking part; resolves with the links' address once they listen. */
  async start(): Promise<Address> {
    const { links, restored, on } = this.#options;
    if (restored.snapshot !== null) this.#parts.state.restore(restored.snapshot);
    const address = await links.start({
      message: (from, message) => this.#receive(from, message),
      refused: on.refused,
      up: (peer, hello, remoteAddress) => {
        on.up(peer, hello, remoteAddress);
        this.#comparison.up(peer);
        this.#parts.outbox.schedule();
        on.status();
      },
      down: (peer) => {
        this.#peers.delete(peer);
        this.#comparison.down();
        this.#parts.driver.input({ type: 'disconnected', peer });
        on.status();
      },
    });
    if (this.#halted) return address;
    // One tick a timer call, however late it comes: time asleep is not time without a leader.
    this.#timers.push(this.#clock.every(this.#timing.tick, () => this.#tick()));
    this.#timers.push(this.#clock.every(this.#timing.status, () => this.#tellStatus()));
    return address;
  }

  /** Stops taking part: answers what waits, finishes the write under way, closes links and storage. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  get shop(): State {
    return this.#parts.state.machine.shop;
  }
  /** Who belongs to the shop, as applied here. */
  get roster(): Roster {
    return this.#parts.state.machine.roster;
  }
  /** The log's age as applied here, ms: what things expire by. */
  get age(): number {
    return this.#parts.state.machine.age;
  }
  /** The version of the rules that the shop goes by. */
  get rules(): number {
    return this.#parts.state.machine.version;
  }
  /** The newest rules that each peer's program knows, as far as it ever said so. */
  get knownRules(): ReadonlyMap<NodeId, number> {
    return this.#knownRules;
  }
  get appliedIndex(): Index {
    return this.#parts.state.machine.index;
  }

  /** Rejects with NotApplied, OutcomeUnknown or KeyUsedOtherwise. */
  submit<C extends LogInput>(command: C, by: By = {}): Promise<AnswerTo<C>> {
    if (this.#halted) return Promise.reject(stopping());
    const input: LogInput = command;
    const isTooNew = this.rules === FIRST_VERSION && !isRosterCommand(input) && lowered(input) === null;
    // Not even asked for: workstations that do not know it would pass it over, and nobody would be answered.
    if (isTooNew) return Promise.resolve(TOO_NEW as AnswerTo<C>);
    // Short, as it travels and is kept.
    const short: LogInput = isRosterCommand(input) ? input : lean(input);
    return this.#parts.outbox.submit(short, by) as Promise<AnswerTo<C>>;
  }

  /** What was answered to changes of the records under keys that begin so, as applied here, by the rest of the key. */
  answers(prefix: string): ReadonlyMap<string, Answer> {
    // Changes of who belongs have no keys.
    return this.#parts.state.machine.answers(prefix) as ReadonlyMap<string, Answer>;
  }

  /** Resolves once everything acknowledged before the call is applied here. Rejects with NotApplied. */
  barrier(): Promise<void> {
    return this.#halted ? Promise.reject(stopping()) : this.#parts.outbox.barrier();
  }

  /** Tells a peer something beside Raft; lost where it is not connected. */
  tell(to: NodeId, aside: Aside): void {
    this.#options.links.send(to, { type: 'aside', aside });
  }

  // ---- who takes part: for whoever decides that; what cannot be done now is simply not done

  /** Asks for another configuration; nothing happens unless this node leads and none is on its way. */
  reconfigure({ basedOn, voters, learners }: Reconfiguration): void {
    this.#parts.driver.input({ type: 'reconfigure', ref: NO_REF, basedOn, voters, learners, data: '' });
  }

  /** From here on the shop goes by newer rules; nothing happens unless this node leads. */
  raise(to: number): void {
    const { role } = this.#parts.driver.view();
    if (role === 'leader' && to > this.rules) this.#parts.proposals.add([{ type: 'raise', to }]);
  }

  /** Hands the lead over to that voter, if this node has it (dissertation §3.10). */
  handOver(to: NodeId): void {
    this.#parts.driver.input({ type: 'transfer', to });
  }

  /** This computer is about to sleep: whoever stays should not have to wait for a leader that is gone. */
  stepDown(): void {
    this.#parts.driver.input({ type: 'stepDown' });
  }

  /** This computer was away: it listens for a whole election timeout before it asks for anything. */
  listen(): void {
    this.#parts.driver.input({ type: 'listen' });
  }

  status(): ReplicaStatus {
    const { links } = this.#options;
    const { machine, snapshotIndex } = this.#parts.state;
    const core = this.#parts.driver.view();
    const connected = links.connected();
    return {
      core,
      applied: machine.index,
      digest: machine.digest,
      founding: machine.founding,
      connected,
      ...reachOf(core.configuration, core.id, connected),
      peers: this.#peers,
      snapshotIndex,
      leaderlessMs: this.#leadership.leaderlessMs(this.#clock.monotonic()),
      settled: this.#leadership.settled,
      split: this.#comparison.split,
      drops: { ...links.drops(), ...Object.fromEntries(this.#dropped) },
    };
  }

  // ---- what happens

  #tick(): void {
    this.#parts.driver.input({ type: 'tick' });
    this.#parts.witness.look();
    this.#parts.outbox.tick(() =>
      this.#comparison.split ? SPLIT : whyNotNow(this.#reach(), this.#leadership.leader),
    );
  }

  #receive(from: NodeId, message: WireMessage): void {
    const { links, on } = this.#options;
    switch (message.type) {
      case 'raft':
        this.#parts.driver.input({ type: 'message', from, message: message.message });
        return this.#parts.witness.look();
      case 'open':
        return this.#parts.proposals.add([{ type: 'open', node: from, session: message.session }]);
      case 'forward':
        // As the one that would append it, whatever the sender knows.
        if (this.#comparison.split) return links.send(from, refusalOf(message));
        return this.#parts.proposals.add(
          message.writes.map((write) => runOf(message.session, write)),
          () => links.send(from, refusalOf(message)),
        );
      case 'refused':
        return this.#parts.outbox.refused(message.session, message.writes);
      case 'aside':
        return on.aside(from, message.aside);
      case 'digest':
        return this.#comparison.heard(from, message.checkpoints, message.all);
      case 'status':
        return this.#heardStatus(from, message);
    }
  }

  #heardStatus(from: NodeId, { applied, last, damaged, rules }: PeerStatus): void {
    this.#peers.set(from, { applied, last, damaged, rules });
    this.#knownRules.set(from, rules);
    this.#options.on.status();
  }

  #propose(ref: number, bodies: readonly Proposal[]): void {
    const payloads = bodies.map((body) => {
      const { at, age } = this.#stamps.next(this.#parts.state.machine.age);
      return {
        kind: 'command' as const,
        data: encodeEnvelope({ at, age, body }, this.#parts.state.machine.version),
      };
    });
    this.#parts.driver.input({ type: 'propose', ref, payloads });
  }

  #tellStatus(): void {
    const { id, links, on } = this.#options;
    // Time counts in a shop where nothing is written, too.
    if (this.#leadership.leader === id) this.#stamps.pass(this.#parts.state.machine.age);
    const { lastIndex: last, damaged } = this.#parts.driver.view();
    const message = {
      type: 'status',
      applied: this.appliedIndex,
      last,
      damaged,
      rules: RULES_VERSION,
    } as const;
    for (const peer of links.connected()) links.send(peer, message);
    on.status();
  }

  // ---- who leads

  #leads(leader: NodeId | null, term: Term): void {
    this.#parts.outbox.leaderChanged(this.#leadership.is(leader, term, this.#clock.monotonic()));
    this.#options.on.status();
  }

  #reach(): Reach {
    const { id, links } = this.#options;
    return reachOf(this.#parts.driver.view().configuration, id, links.connected());
  }

  #leaderInReach(): NodeId | null {
    const { id, links } = this.#options;
    const { leader } = this.#leadership;
    if (leader === null) return null;
    if (leader !== id) return links.connected().has(leader) ? leader : null;
    const { reachableVoters, majority } = this.#reach();
    return reachableVoters >= majority ? leader : null;
  }

  // ---- the end

  /** Nothing goes in any more, and everything that waits is answered. */
  #halt(): void {
    this.#halted = true;
    for (const end of this.#timers) end();
    this.#parts.driver.halt();
    this.#parts.outbox.stop();
  }

  async #stop(): Promise<void> {
    const { links, storage } = this.#options;
    this.#halt();
    await links.stop();
    await this.#parts.state.stop();
    await this.#parts.disk.idle();
    await storage.close();
  }

  /** The others are left at once: to them a leader that fails is one that is gone. */
  #fail(cause: unknown): void {
    if (this.#halted) return;
    this.#halt();
    void this.#options.links.stop().catch(() => undefined);
    void this.#parts.state.stop();
    this.#options.on.fatal(cause);
  }
}

function stopping(): Error {
  return new NotApplied('this workstation is shutting down');
}
