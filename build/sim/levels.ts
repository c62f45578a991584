/** What `npm run sim` simulates: the core alone, or the whole shop. */
import type { RunOptions } from '../../electron/raft/testing/run-options.ts';
import { runSeed } from '../../electron/raft/testing/swarm.ts';
import { runShop } from '../../electron/testing/simulation/run.ts';

export type LevelName = 'core' | 'shop';

/** What there was of each kind. */
export type Figures = Readonly<Record<string, number>>;

export type Level = Readonly<{
  /** How many seeds, and of how many steps, unless somebody says otherwise. */
  seeds: number;
  steps: number;
  /** Rejects with the first thing that is wrong. */
  run: (seed: number, options: RunOptions) => Promise<Figures>;
}>;

const HOUR = 3_600_000;

export const LEVELS: Readonly<Record<LevelName, Level>> = {
  core: {
    seeds: 1_000,
    steps: 2_000,
    run: async (seed, options) => {
      const { leaders, committed, reads, changes } = await Promise.resolve(runSeed(seed, options));
      return { leaders, 'entries committed': committed, reads, 'changes of who takes part': changes };
    },
  },
  shop: {
    seeds: 100,
    steps: 200,
    run: async (seed, options) => {
      const { time, faults, counts, leaders, committed, configurations, messages } = await runShop(
        seed,
        options,
      );
      return {
        'simulated hours': time / HOUR,
        leaders,
        'entries committed': committed,
        configurations: configurations,
        messages,
        writes: counts.writes,
        reads: counts.reads,
        'writes without an answer': counts.unknown,
        'writes tried again': counts.retried,
        ...Object.fromEntries(faults),
      };
    },
  },
};

/** Kind by kind, in the order in which they came up. */
export function sum(all: readonly Figures[]): Figures {
  const total: Record<string, number> = {};
  for (const figures of all)
    for (const [kind, count] of Object.entries(figures)) total[kind] = (total[kind] ?? 0) + count;
  return total;
}

export function figuresLine(figures: Figures): string {
  const words = Object.entries(figures).map(
    ([kind, count]) => `${kind} ${Number(count.toFixed(1)).toLocaleString('en')}`,
  );
  return words.join(' · ');
}
