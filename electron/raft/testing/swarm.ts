/**
 * A run of one seed: a cluster drawn at random under faults drawn at random, then healed. First safety,
 * then liveness. Everything follows from the seed, so a run that failed can be had again.
 */
import type { Message } from '../types.ts';
import { Cluster } from './cluster.ts';
import type { SimNode } from './node.ts';
import { Random } from './random.ts';
import { canSpareOne, drawChange, isInPlay } from './reconfiguring.ts';
import { must } from './violation.ts';

export type RunResult = Readonly<{
  cluster: Cluster;
  leaders: number;
  committed: number;
  reads: number;
  /** Configurations committed, the founding one not counted. */
  changes: number;
}>;

type Action =
  | 'deliver'
  | 'tick'
  | 'sync'
  | 'syncSnapshot'
  | 'write'
  | 'read'
  | 'compact'
  | 'crash'
  | 'restart'
  | 'damage'
  | 'disconnect'
  | 'cut'
  | 'partition'
  | 'depose'
  | 'join'
  | 'reconfigure'
  | 'transfer'
  | 'stepDown'
  | 'listen'
  | 'mend';

const MAX_NODES = 8;

type Note = (what: () => string) => void;
type Act = Readonly<{ cluster: Cluster; action: Action; plan: Plan; random: Random; note: Note }>;

type Plan = Readonly<{
  weights: Readonly<Record<Action, number>>;
  disorder: number;
  slow: number;
  lag: number;
}>;

/** @throws Violation (or what the core throws) at the first thing that is wrong */
export function runSeed(seed: number, steps: number, trace?: (line: string) => void): RunResult {
  const random = new Random(seed);
  const cluster = drawCluster(random, seed);
  const plan = drawPlan(random);
  cluster.network.loss = random.pick([0, 0, 0.02, 0.1, 0.3]);
  cluster.network.duplication = random.pick([0, 0, 0.05, 0.2]);
  for (let step = 0; step < steps; step++) {
    const action = random.weighted(plan.weights);
    const note: Note = (what) => trace?.(`${step} ${action} ${what()}`);
    act({ cluster, action, plan, random, note });
  }
  heal(cluster);
  trace?.('healed');
  checkLiveness(cluster);
  const { readable } = cluster.clients.counts;
  const { leaders, committed, configurations } = cluster.checker;
  return {
    cluster,
    leaders: leaders.size,
    committed: committed.length,
    reads: readable,
    changes: configurations.length - 1,
  };
}

function drawCluster(random: Random, seed: number): Cluster {
  return new Cluster({
    size: random.pick([1, 2, 3, 3, 3, 3, 4, 5, 5]),
    learners: random.pick([0, 0, 1, 2]),
    seed,
    electionTicks: random.between(3, 7),
    heartbeatTicks: random.between(1, 2),
    disconnectTicks: random.between(1, 3),
    maxAppendBytes: random.pick([1, 200, 2_000]),
    maxInflightAppends: random.between(1, 6),
    maxUncommittedBytes: random.pick([300, 3_000]),
    keepBehindSnapshot: random.pick([0, 0, 2, 10]),
    chunkBytes: random.pick([60, 200, 1_000]),
  });
}

/** Swarm testing: each run leaves some faults out, so that they do not hide each other. */
function drawPlan(random: Random): Plan {
  const maybe = (weight: number) => (random.chance(0.5) ? weight : 0);
  return {
    disorder: random.pick([0, 0, 0.1, 0.5, 1]),
    slow: random.int(5),
    lag: random.pick([0, 0.5, 0.95]),
    weights: {
      deliver: random.between(20, 40),
      tick: random.between(15, 40),
      sync: random.between(3, 20),
      syncSnapshot: 5,
      write: random.between(1, 8),
      read: random.between(1, 4),
      compact: maybe(2),
      crash: maybe(random.pick([0.3, 1])),
      restart: random.pick([1, 3]),
      damage: maybe(0.15),
      disconnect: maybe(0.5),
      cut: maybe(0.6),
      partition: maybe(0.3),
      depose: maybe(random.pick([0.3, 1])),
      join: maybe(0.3),
      reconfigure: random.pick([0, 1, 3, 6]),
      transfer: maybe(random.pick([0.3, 1])),
      stepDown: maybe(0.2),
      listen: maybe(0.2),
      mend: random.pick([0.3, 1]),
    },
  };
}

/** Does one thing; `note` is told what exactly before it is done, so that the trace ends with the culprit. */
function act({ cluster, action, plan, random, note }: Act): void {
  const node = random.pick(cluster.nodes);
  const other = random.pick(cluster.nodes);
  const { network, nodes } = cluster;
  switch (action) {
    case 'deliver':
      return deliverSome(cluster, random, plan, note);
    case 'tick':
      // One machine's clock may be slower than the others'.
      if (nodes[plan.slow] === node && random.chance(plan.lag)) return;
      note(() => node.id);
      return cluster.tick(node.id);
    case 'sync': {
      const writes = random.pick([1, 2, Infinity]);
      note(() => `${node.id} ${writes}`);
      return node.sync(writes);
    }
    case 'syncSnapshot':
      note(() => node.id);
      return node.syncSnapshot();
    case 'write': {
      // To whoever thinks it leads, for there may be two.
      const leaders = nodes.filter(({ leads }) => leads);
      const at = leaders.length > 0 && random.chance(0.8) ? random.pick(leaders) : node;
      note(() => at.id);
      if (at.up) cluster.write(at.id, random.between(1, 3));
      return;
    }
    case 'read':
      note(() => node.id);
      if (node.up) cluster.read(node.id);
      return;
    case 'compact':
      note(() => node.id);
      return node.compact();
    case 'crash': {
      const victim = random.chance(0.5) ? (cluster.leader ?? node) : node;
      note(() => victim.id);
      return cluster.crash(victim.id);
    }
    case 'restart': {
      const down = nodes.find(({ up }) => !up);
      note(() => down?.id ?? '-');
      if (down !== undefined) cluster.restart(down.id);
      return;
    }
    case 'damage': {
      // Two that have forgotten at once may well have lost what was committed.
      if (!canSpareOne(cluster) || !isInPlay(cluster, node)) return;
      if (nodes.some((one) => one.disk.damaged && isInPlay(cluster, one))) return;
      note(() => node.id);
      return cluster.damage(node.id, random.between(1, 6));
    }
    case 'disconnect':
      note(() => `${node.id} ${other.id}`);
      if (other !== node) cluster.disconnect(node.id, other.id);
      return;
    case 'cut':
      note(() => `${node.id} ${other.id}`);
      return network.cut(node.id, other.id);
    case 'partition': {
      const ids = nodes.map(({ id }) => id);
      const one = ids.filter(() => random.chance(0.5));
      note(() => one.join());
      const rest = ids.filter((id) => !one.includes(id));
      return network.partition(one, rest);
    }
    case 'depose': {
      // The others notice at once that it is gone, and it does not.
      const { leader } = cluster;
      note(() => leader?.id ?? '-');
      return leader === null ? undefined : cluster.isolate(leader.id);
    }
    case 'join':
      note(() => '');
      if (nodes.length < MAX_NODES) cluster.join();
      return;
    case 'reconfigure': {
      const change = drawChange(cluster, random);
      note(() => JSON.stringify(change));
      if (change !== null && cluster.node(change.at).up) cluster.reconfigure(change.at, change);
      return;
    }
    case 'transfer': {
      const leader = cluster.leader ?? node;
      note(() => `${leader.id} ${other.id}`);
      return cluster.transfer(leader.id, other.id);
    }
    case 'stepDown':
    case 'listen': {
      const one = random.chance(0.5) ? (cluster.leader ?? node) : node;
      note(() => one.id);
      return one.step({ type: action });
    }
    case 'mend':
      note(() => '');
      return network.mend();
  }
}

function deliverSome(cluster: Cluster, random: Random, plan: Plan, note: Note): void {
  const { network } = cluster;
  for (let left = random.between(1, 4); left > 0 && network.underWay.length > 0; left--) {
    const place = random.chance(plan.disorder) ? random.int(network.underWay.length) : 0;
    const packet = network.underWay[place];
    if (packet !== undefined) note(() => `${packet.from}>${packet.to} ${describe(packet.message)}`);
    cluster.deliver(place);
  }
}

function describe(message: Message): string {
  const { type, ...rest } = message;
  const entries =
    'entries' in rest ? rest.entries.map(({ index, term }) => `${index}:${term}`).join() : undefined;
  return `${type} ${JSON.stringify({ ...rest, entries, data: undefined })}`;
}

function heal(cluster: Cluster): void {
  const { network, nodes } = cluster;
  network.loss = 0;
  network.duplication = 0;
  network.mend();
  for (const { id } of nodes) cluster.restart(id);
}

/** Within bounded time: a leader, equal logs, what is asked now is done, nobody waits for ever. */
function checkLiveness(cluster: Cluster): void {
  const { clients, checker } = cluster;
  cluster.settle();
  cluster.elect();
  const settled = () => {
    const view = cluster.leader?.view;
    return view?.configurationCommitted === true && view.configuration.outgoing.length === 0;
  };
  cluster.runUntil(settled, 'the change under way is done');
  // What was too much uncommitted to take more is committed meanwhile.
  cluster.run(2 * cluster.electionTicks);
  const leader = cluster.elect();
  const nodes = cluster.membersOf(leader);
  const commands = cluster.write(leader.id, 3);
  const reads = nodes.map(({ id }) => cluster.read(id));
  const done = ({ view }: SimNode) =>
    view.commit === leader.view.lastIndex && view.lastIndex === leader.view.lastIndex;
  cluster.runUntil(() => nodes.every(done), 'equal logs, all committed');
  cluster.run(2 * cluster.electionTicks);
  must(clients.waiting.length === 0, () => `${clients.waiting.length} questions were never answered`);
  for (const ref of reads) must(clients.readAt.has(ref), () => `read ${ref} failed in a healthy cluster`);
  for (const command of commands)
    must(clients.appliedAt.has(command), () => `${command} was never committed`);
  const expected = JSON.stringify(nodes[0]?.machine.commands);
  for (const { id, machine, disk } of nodes) {
    must(machine.index === checker.committed.length, () => `${id} has not applied everything`);
    must(JSON.stringify(machine.commands) === expected, () => `${id}'s state differs`);
    must(disk.rejections === 0, () => `${id} mixed the bytes of two snapshots`);
  }
}
