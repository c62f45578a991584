/** What a seed draws at its start: the cluster, and how often what happens to it. */
import { Cluster } from './cluster.ts';
import type { Random } from './random.ts';

export type Action =
  | 'deliver'
  | 'tick'
  | 'sync'
  | 'syncSnapshot'
  | 'write'
  | 'read'
  | 'compact'
  | 'crash'
  | 'restart'
  | 'reboot'
  | 'damage'
  | 'hang'
  | 'disconnect'
  | 'cut'
  | 'partition'
  | 'depose'
  | 'usurp'
  | 'join'
  | 'reconfigure'
  | 'transfer'
  | 'stepDown'
  | 'listen'
  | 'mend';

export type Plan = Readonly<{
  weights: Readonly<Record<Action, number>>;
  disorder: number;
  slow: number;
  lag: number;
}>;

/** @param nodes how many vote at first; undefined: drawn too */
export function drawCluster(random: Random, seed: number, nodes: number | undefined): Cluster {
  const size = random.pick([1, 2, 3, 3, 3, 3, 4, 5, 5]);
  return new Cluster({
    size: nodes ?? size,
    learners: random.pick([0, 0, 1, 2]),
    seed,
    electionTicks: random.between(3, 7),
    heartbeatTicks: random.between(1, 2),
    disconnectTicks: random.between(1, 3),
    maxAppendBytes: random.pick([1, 200, 2_000]),
    maxInflightAppends: random.between(1, 6),
    maxInflightBytes: random.pick([1, 500, 10_000]),
    stalledDiskTicks: random.between(8, 20),
    maxUncommittedBytes: random.pick([300, 3_000]),
    keepBehindSnapshot: random.pick([0, 0, 2, 10]),
    chunkBytes: random.pick([60, 200, 1_000]),
  });
}

/** Swarm testing: each run leaves some faults out, so that they do not hide each other. */
export function drawPlan(random: Random): Plan {
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
      reboot: maybe(random.pick([0.3, 1])),
      damage: maybe(random.pick([0.1, 0.4])),
      hang: maybe(random.pick([0.1, 0.4])),
      disconnect: maybe(0.5),
      cut: maybe(0.6),
      partition: maybe(0.3),
      depose: maybe(random.pick([0.3, 1])),
      usurp: maybe(random.pick([0.3, 1, 3])),
      join: maybe(0.3),
      reconfigure: random.pick([0, 1, 3, 6]),
      transfer: maybe(random.pick([0.3, 1])),
      stepDown: maybe(0.2),
      listen: maybe(0.2),
      mend: random.pick([0.3, 1]),
    },
  };
}
