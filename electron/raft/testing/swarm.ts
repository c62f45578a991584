/**
 * A run of one seed: a cluster drawn at random under faults drawn at random, then healed. First safety,
 * then liveness. Everything follows from the seed, so a run that failed can be had again.
 */
import type { Cluster } from './cluster.ts';
import type { SimNode } from './node.ts';
import { Random } from './random.ts';
import { canSpareOne } from './reconfiguring.ts';
import type { RunOptions } from './run-options.ts';
import { act, type Note } from './swarm-acts.ts';
import { drawCluster, drawPlan } from './swarm-plan.ts';
import { must } from './violation.ts';

export type RunResult = Readonly<{
  cluster: Cluster;
  leaders: number;
  committed: number;
  reads: number;
  /** Configurations committed, the founding one not counted. */
  changes: number;
}>;

/** @throws Violation (or what the core throws) at the first thing that is wrong */
export function runSeed(seed: number, { steps, nodes, without, trace }: RunOptions): RunResult {
  const random = new Random(seed);
  const cluster = drawCluster(random, seed, nodes);
  const plan = drawPlan(random);
  cluster.network.loss = random.pick([0, 0, 0.02, 0.1, 0.3]);
  cluster.network.duplication = random.pick([0, 0, 0.05, 0.2]);
  for (let step = 0; step < steps; step++) {
    if (without?.has(step)) continue;
    // Each has a chance of its own, so that one can be left out and the others stay what they were.
    const chance = new Random(Math.imul(seed, 1_000_003) + step);
    const action = chance.weighted(plan.weights);
    const note: Note = (what) => trace?.(`${step} ${action} ${what()}`);
    act({ cluster, action, plan, random: chance, note });
  }
  const lame = drawLame(cluster, random);
  heal(cluster, lame);
  trace?.(`healed, but for ${lame === null ? 'nobody' : `${lame.node.id}: ${lame.how}`}`);
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

/** One that is not healed: it stays off, or its disk hangs for good. */
type Lame = Readonly<{ node: SimNode; how: 'absent' | 'disk hangs' }>;

/** Null: everybody is healed. Only where the others can do without it. */
function drawLame(cluster: Cluster, random: Random): Lame | null {
  const how = random.pick(['absent', 'disk hangs'] as const);
  const node = how === 'absent' ? random.pick(cluster.nodes) : (cluster.leader ?? random.pick(cluster.nodes));
  const wanted = random.chance(0.6) && canSpareOne(cluster);
  return wanted && !cluster.nodes.some(({ disk }) => disk.damaged) ? { node, how } : null;
}

function heal(cluster: Cluster, lame: Lame | null): void {
  const { network, nodes } = cluster;
  network.loss = 0;
  network.duplication = 0;
  network.mend();
  if (lame?.how === 'absent') cluster.crash(lame.node.id);
  for (const node of nodes) {
    node.disk.hangs = node === lame?.node && lame.how === 'disk hangs' && node.up;
    if (node !== lame?.node || lame.how !== 'absent') cluster.restart(node.id);
  }
}

/** A leader whose disk does not take a write leads no longer, soon after the others' disks did. */
function replaceLame(cluster: Cluster): void {
  const { leader } = cluster;
  if (leader?.disk.hangs !== true) return;
  cluster.write(leader.id);
  cluster.runUntil(
    () => cluster.leader?.disk.hangs === false,
    `${leader.id}, whose disk hangs, leads no longer`,
  );
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
  replaceLame(cluster);
  const leader = cluster.elect();
  const nodes = cluster.membersOf(leader).filter(({ disk }) => !disk.hangs);
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
