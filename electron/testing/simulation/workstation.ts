/**
 * One workstation of the simulated shop: the real replica and the real steward over a simulated disk, network and
 * clock. It can crash, sleep, freeze and come back; its disk and its time outlive that.
 */
import { Steward } from '../../membership/steward.ts';
import type { PolicyRules } from '../../membership/policy/types.ts';
import type { Random } from '../../raft/testing/random.ts';
import type { Configuration, CoreView, NodeId } from '../../raft/types.ts';
import type { AnswerTo, LogCommand } from '../../replica/envelope.ts';
import { defaultTiming, Replica, type Timing } from '../../replica/replica.ts';
import { StorageError } from '../../storage/errors.ts';
import { SimDisk } from './disk.ts';
import type { SimNetwork } from './network.ts';
import type { Timeline } from './timeline.ts';

/** The workstation that was asked is gone: what came of it nobody knows. */
export class Gone extends Error {
  override readonly name = 'Gone';
}

export type Surroundings = Readonly<{
  timeline: Timeline;
  network: SimNetwork;
  random: Random;
  rules: PolicyRules;
  timing: Partial<Timing>;
  /** Something failed that no fault explains. */
  violated: (cause: unknown) => void;
}>;

const STEWARD_MS = 250;

export class SimWorkstation {
  readonly id: NodeId;
  readonly disk: SimDisk;
  /** How fast its clock goes; and by how much its wall clock is wrong, in ms. */
  rate = 1;
  wallOffset = 0;
  boots = 0;
  #replica: Replica | null = null;
  #steward: Steward | null = null;
  readonly #around: Surroundings;
  readonly #fallback: Configuration;
  /** Monotonic ms as of `#asOf`, which stand still in sleep. */
  #monotonic = 1_000;
  #asOf = 0;
  #asleep: 'frozen' | 'sleeps' | null = null;
  #leaves = false;
  #held: (() => void)[] = [];
  #timers: (() => void)[] = [];
  #gone: (() => void)[] = [];

  /** @param fallback who votes until its log says */
  constructor(id: NodeId, fallback: Configuration, around: Surroundings) {
    this.id = id;
    this.#fallback = fallback;
    this.#around = around;
    this.disk = new SimDisk(around.timeline, around.random);
  }

  /** It is on, and not about to end. */
  get stays(): boolean {
    return this.isOn && !this.#leaves;
  }
  get isOn(): boolean {
    return this.#replica !== null;
  }
  get isAwake(): boolean {
    return this.isOn && this.#asleep === null;
  }
  /** Null while it is off. */
  get replica(): Replica | null {
    return this.#replica;
  }
  get view(): CoreView | null {
    return this.#replica?.status().core ?? null;
  }

  start(): void {
    if (this.isOn) return;
    const { timeline, network, random, rules, timing, violated } = this.#around;
    const boot = ++this.boots;
    const storage = this.disk.open();
    const whenAwake = (work: () => void) => this.#whenAwake(boot, work);
    const links = network.links(
      {
        clusterId: 'cluster-1',
        epoch: 0,
        node: this.id,
        name: this.id,
        http: null,
        boot: { counter: boot, nonce: `${this.id}.${boot}` },
        link: { port: 7_100 },
        quitting: false,
      },
      whenAwake,
    );
    const nothing = () => undefined;
    const replica = new Replica({
      id: this.id,
      boot: String(boot),
      storage,
      restored: storage.opened,
      fallbackConfiguration: this.#fallback,
      links,
      timing: { ...defaultTiming, ...timing },
      clock: {
        wall: () => 1_700_000_000_000 + timeline.now + this.wallOffset,
        monotonic: () => this.#now(),
        every: (ms, work) => this.#every(ms, work),
      },
      random: random.next,
      on: {
        changes: nothing,
        reset: nothing,
        status: nothing,
        roster: nothing,
        aside: nothing,
        refused: nothing,
        up: (peer) => this.#steward?.isBack(peer),
        fatal: (cause) => {
          if (cause instanceof StorageError) this.crash();
          else violated(cause);
        },
      },
    });
    this.#replica = replica;
    this.#steward = new Steward({
      self: this.id,
      view: () => replica.status().core,
      roster: () => replica.roster,
      connected: () => links.connected(),
      damaged: (peer) => replica.status().peers.get(peer)?.damaged ?? false,
      reconfigure: (change) => replica.reconfigure(change),
      handOver: (to) => replica.handOver(to),
      versions: () => ({ inForce: replica.rules, known: replica.knownRules, age: replica.age }),
      raise: (to) => replica.raise(to),
      sample: (online) => void replica.submit({ type: 'roster.sample', online }).catch(nothing),
      now: () => this.#now(),
      rules,
    });
    void replica.start();
    this.#every(STEWARD_MS, () => this.#steward?.tick());
  }

  /** Power off, or kill -9: what runs there is gone in the middle of what it does. */
  crash(): void {
    if (!this.isOn) return;
    this.#pass();
    this.#replica = null;
    this.#leaves = false;
    this.#steward = null;
    this.#asleep = null;
    this.#held = [];
    for (const end of this.#timers.splice(0)) end();
    this.#around.network.unplug(this.id);
    this.disk.crash();
    for (const tell of this.#gone.splice(0)) tell();
  }

  /** Ends in good order: it finishes its writes and says goodbye. */
  shutDown(): void {
    const replica = this.#replica;
    if (replica === null || this.#asleep !== null) return;
    this.#leaves = true;
    replica.stepDown();
    const boot = this.boots;
    void replica.stop().then(
      () => {
        if (this.boots === boot) this.crash();
      },
      () => undefined,
    );
  }

  /** `frozen`: it gets no turn, and does not know (SIGSTOP). `sleeps`: its clock stands still, and it is told. */
  sleep(how: 'frozen' | 'sleeps'): void {
    if (!this.isAwake) return;
    this.#pass();
    if (how === 'sleeps') this.#replica?.stepDown();
    this.#asleep = how;
  }

  wake(): void {
    const how = this.#asleep;
    if (how === null) return;
    this.#pass();
    this.#asleep = null;
    for (const work of this.#held.splice(0)) work();
    if (how === 'sleeps') this.#replica?.listen();
  }

  /** A minute has more or fewer ms there from now on. */
  goesAt(rate: number): void {
    this.#pass();
    this.rate = rate;
  }

  submit<C extends LogCommand>(command: C, key?: string): Promise<AnswerTo<C>> {
    return this.#whileOn((replica) => replica.submit(command, { key }));
  }

  barrier(): Promise<void> {
    return this.#whileOn((replica) => replica.barrier());
  }

  #whileOn<T>(ask: (replica: Replica) => Promise<T>): Promise<T> {
    const replica = this.#replica;
    if (replica === null || this.#asleep !== null) return Promise.reject(new Gone('it is off'));
    return new Promise<T>((resolve, reject) => {
      const gone = () => reject(new Gone('it went off'));
      this.#gone.push(gone);
      void ask(replica)
        .then(resolve, reject)
        .finally(() => {
          this.#gone = this.#gone.filter((one) => one !== gone);
        });
    });
  }

  #now(): number {
    this.#pass();
    return this.#monotonic;
  }

  /** Lets the time until now have passed at the rate that held. */
  #pass(): void {
    const { now } = this.#around.timeline;
    if (this.#asleep !== 'sleeps') this.#monotonic += (now - this.#asOf) * this.rate;
    this.#asOf = now;
  }

  #whenAwake(boot: number, work: () => void): void {
    if (boot !== this.boots || !this.isOn) return;
    if (this.#asleep === null) work();
    else this.#held.push(work);
  }

  /** Of the calls that fall into sleep one is made up for. */
  #every(ms: number, work: () => void): () => void {
    const { timeline } = this.#around;
    const boot = this.boots;
    const timer = { ended: false, isHeld: false };
    const call = () => {
      timer.isHeld = false;
      if (!timer.ended) work();
    };
    const again = () => timeline.after(ms / this.rate, fire);
    const fire = () => {
      if (timer.ended) return;
      again();
      if (timer.isHeld) return;
      timer.isHeld = true;
      this.#whenAwake(boot, call);
    };
    const end = () => {
      timer.ended = true;
    };
    again();
    this.#timers.push(end);
    return end;
  }
}
