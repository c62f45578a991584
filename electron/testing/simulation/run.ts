/**
 * A run of one seed of the whole shop: real replicas, sessions, records and policy, under faults drawn at random, then
 * healed. First safety, then liveness. Everything follows from the seed, so a run that failed can be had again.
 */
import { RULES_VERSION } from '../../../shared/domain/versions.ts';
import { performance } from 'node:perf_hooks';
import { defaultRules, type PolicyRules } from '../../membership/policy/types.ts';
import { Random } from '../../raft/testing/random.ts';
import type { RunOptions } from '../../raft/testing/run-options.ts';
import { must } from '../../raft/testing/violation.ts';
import type { Configuration, Entry, NodeId } from '../../raft/types.ts';
import type { Founding } from '../../replica/envelope.ts';
import type { Timing } from '../../replica/replica.ts';
import { check } from '../linearizability/check.ts';
import { REGISTERS as MODEL } from '../linearizability/model.ts';
import { befall, drawWeights, type Fault, type World } from './faults.ts';
import { SimNetwork } from './network.ts';
import { type Counts, People } from './people.ts';
import { Timeline } from './timeline.ts';
import { Watch } from './watch.ts';
import { SimWorkstation } from './workstation.ts';

export type ShopRunResult = Readonly<{
  /** Virtual ms. */
  time: number;
  faults: ReadonlyMap<Fault | 'message lost' | 'message doubled', number>;
  counts: Counts;
  leaders: number;
  committed: number;
  configurations: number;
  messages: number;
}>;

/** Between one fault that may happen and the next. */
const STEP_MS = 200;
/** In a healed shop: until everybody is up to date, the policy has done what it does, and nobody waits. */
const HEALED_MS = 30_000;
/** As in the app, but that a silent voter is replaced ten times as soon. */
const RULES: PolicyRules = {
  ...defaultRules,
  grace: 1_000,
  silent: 6_000,
  stable: 1_000,
  stableAtMost: 60_000,
  lag: 16,
};
const CLIENTS = 2;

/** @throws Violation (or what a replica failed with) at the first thing that is wrong */
export async function runShop(seed: number, options: RunOptions): Promise<ShopRunResult> {
  const now = performance.now.bind(performance);
  const run = new Run(seed, options);
  // How long a slice of work takes must not depend on the machine.
  performance.now = () => run.timeline.now;
  try {
    return await run.run();
  } finally {
    performance.now = now;
  }
}

class Run {
  readonly timeline = new Timeline();
  readonly #seed: number;
  readonly #options: RunOptions;
  readonly #random: Random;
  readonly #network: SimNetwork;
  readonly #shop: readonly SimWorkstation[];
  readonly #people: People;
  readonly #watch = new Watch(RULES);
  readonly #faults = new Map<Fault | 'message lost' | 'message doubled', number>();
  #failure: unknown = null;

  constructor(seed: number, options: RunOptions) {
    this.#seed = seed;
    this.#options = options;
    this.#random = new Random(seed);
    const random = this.#random;
    this.#network = new SimNetwork(this.timeline, random);
    const size = options.nodes ?? random.pick([1, 2, 3, 3, 3, 4, 5, 5]);
    const ids = Array.from({ length: size }, (_, n) => `w${n + 1}`);
    const voters = ids.slice(0, random.pick([1, 3, 3, size]));
    const configuration = { voters, outgoing: [], learners: ids.filter((id) => !voters.includes(id)) };
    const timing: Partial<Timing> = {
      digestEntries: 16,
      snapshotEntries: random.pick([20, 60, 10_000]),
      keepBehindSnapshot: random.pick([0, 0, 10]),
    };
    const violated = (cause: unknown) => (this.#failure ??= cause);
    const around = {
      timeline: this.timeline,
      network: this.#network,
      random,
      rules: RULES,
      timing,
      violated,
    };
    this.#shop = ids.map((id) => new SimWorkstation(id, configuration, around));
    this.#people = new People(this.timeline, random, this.#shop);
    // Half of the shops come from before the newest rules, and are raised to them in the middle of it all.
    const first = firstEntry(ids, configuration, seed % 2 === 0);
    for (const { disk } of this.#shop) {
      const hardState = { term: 1, vote: null, commit: 1 };
      disk.writes = [{ number: 1, previous: 0, reset: false, hardState, firstIndex: 1, entries: [first] }];
      disk.latency = random.pick([1, 3, 30, 100]);
    }
  }

  async run(): Promise<ShopRunResult> {
    const { steps, without, trace } = this.#options;
    const random = this.#random;
    for (const workstation of this.#shop) workstation.start();
    const [first] = this.#shop;
    if (first !== undefined) await this.#until('the shop is set up', this.#people.begin(first));
    this.#shop.forEach((workstation, n) => {
      for (let client = 0; client < CLIENTS; client++) this.#people.come(n * CLIENTS + client, workstation);
    });
    const weights = drawWeights(random);
    this.#network.loss = random.pick([0, 0, 0.01, 0.1]);
    this.#network.duplication = random.pick([0, 0, 0.05, 0.2]);
    this.#network.delay = random.pick([0, 2, 20, 150]);
    this.#network.stragglers = random.pick([0, 0, 0.01, 0.05]);
    for (let step = 0; step < steps; step++) {
      // Each has a chance of its own, so that one can be left out and the others stay what they were.
      const chance = new Random(Math.imul(this.#seed, 1_000_003) + step);
      const fault = chance.weighted(weights);
      if (without?.has(step) !== true) this.#befall(fault, chance, trace);
      await this.#pass(STEP_MS);
    }
    trace?.(`${this.timeline.now} healed`);
    await this.#heal();
    this.#judge();
    return this.#result();
  }

  #befall(fault: Fault, random: Random, trace: RunOptions['trace']): void {
    const world: World = { shop: this.#shop, network: this.#network, random };
    const what = befall(world, fault);
    if (what === null) return;
    trace?.(`${Math.round(this.timeline.now)} ${fault}: ${what}`);
    this.#faults.set(fault, (this.#faults.get(fault) ?? 0) + 1);
  }

  async #pass(ms: number): Promise<void> {
    await this.timeline.run(ms, () => this.#watch.look(this.#shop));
    if (this.#failure !== null) throw asError(this.#failure);
  }

  async #until(what: string, done: Promise<void> | (() => boolean), limit = HEALED_MS): Promise<void> {
    let isDone = false;
    if (typeof done !== 'function')
      void done.then(
        () => (isDone = true),
        (cause: unknown) => (this.#failure ??= cause),
      );
    const end = this.timeline.now + limit;
    while (!(typeof done === 'function' ? done() : isDone)) {
      must(this.timeline.now < end, () => `not within ${limit} ms of a healthy shop: ${what}`);
      await this.#pass(50);
    }
  }

  async #heal(): Promise<void> {
    const { loss, duplication } = this.#network;
    if (loss > 0) this.#faults.set('message lost', this.#network.lost);
    if (duplication > 0) this.#faults.set('message doubled', this.#network.doubled);
    Object.assign(this.#network, { loss: 0, duplication: 0, delay: 2, stragglers: 0 });
    this.#network.mend();
    for (const workstation of this.#shop) {
      workstation.disk.mend();
      workstation.wake();
      workstation.start();
    }
    await this.#until('everybody is on', () => {
      for (const workstation of this.#shop) workstation.start();
      return this.#shop.every(({ stays }) => stays);
    });
    await this.#until('a leader', () =>
      this.#shop.some(({ view }) => view?.role === 'leader' && view.committedInTerm),
    );
    this.#people.goHome();
    await this.#until('everybody is answered', () => this.#people.waiting === 0);
    const wanted = Math.min(3, this.#shop.length < 3 ? 1 : 3);
    const votes = () =>
      this.#shop.find(({ view }) => view?.role === 'leader')?.view?.configuration.voters.length ?? 0;
    await this.#until('as many vote as the policy wants', () => votes() >= wanted, 2 * HEALED_MS);
    const applied = () => new Set(this.#shop.map(({ replica }) => replica?.appliedIndex));
    const last = () => Math.max(...this.#shop.map(({ view }) => view?.lastIndex ?? 0));
    const equal = () => applied().size === 1 && applied().has(last());
    await this.#until('equal logs, all of them applied', equal);
    for (const workstation of this.#shop) await this.#until('a read on everybody', workstation.barrier());
    await this.#until('nobody has anything to get back', () => this.#shop.every(({ disk }) => !disk.damaged));
    await this.#until('equal logs again', equal);
  }

  /** What is in the records has to be what people were told. */
  #judge(): void {
    const digests = this.#shop.map(({ replica }) => replica?.status().digest);
    must(new Set(digests).size === 1, () => `in the end the workstations hold different records`);
    for (const { id, replica } of this.#shop) {
      const models = [...(replica?.shop.printers.values() ?? [])].map(({ model }) => model);
      for (const [model, known] of this.#people.added) {
        const times = models.filter((one) => one === model).length;
        must(times <= 1, () => `${model} was added ${times} times on ${id}`);
        must(known !== 'once' || times === 1, () => `${model} was acknowledged and is not there on ${id}`);
        must(known !== 'never' || times === 0, () => `${model} was refused and is there on ${id}`);
      }
    }
    const verdict = check(MODEL, this.#people.recorder.history);
    must(
      verdict.kind === 'linearizable',
      () => `the history is not linearizable: ${JSON.stringify(verdict)}`,
    );
  }

  #result(): ShopRunResult {
    const { leaders, committed, configurations } = this.#watch;
    return {
      time: this.timeline.now,
      faults: this.#faults,
      counts: this.#people.counts,
      leaders: leaders.size,
      committed,
      configurations: configurations.size,
      messages: this.#network.delivered,
    };
  }
}

function firstEntry(ids: readonly NodeId[], configuration: Configuration, isOld: boolean): Entry {
  const link = { host: 'simulated', port: 7_100 };
  const members = ids.map((id) => ({ id, name: id, key: `key-of-${id}`.padEnd(16, '-'), link, http: null }));
  const founding: Founding = {
    ...(isOld ? {} : { v: RULES_VERSION }),
    clusterId: 'cluster-1',
    epoch: 0,
    shop: 'Simulated shop',
    members,
  };
  const data = JSON.stringify(founding);
  return { index: 1, term: 1, payload: { kind: 'configuration', configuration, data } };
}

const asError = (cause: unknown): Error => (cause instanceof Error ? cause : new Error(String(cause)));
