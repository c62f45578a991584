/** `npm run sim`: runs seeds of the simulators, and tells a failure so that it can be had again. */
import type { RunOptions } from '../../electron/raft/testing/run-options.ts';
import { type Figures, figuresLine, type Level, type LevelName, LEVELS, sum } from './levels.ts';
import { parseSim, SIM_HELP, type SimOptions } from './options.ts';
import { shrink } from './shrink.ts';

/** What is shown of a run that failed. */
const LINES = 30;

const print = (line: string) => process.stdout.write(`${line}\n`);

/** What is wrong with a run; null: nothing. */
async function failureOf({ run }: Level, seed: number, options: RunOptions): Promise<string | null> {
  try {
    await run(seed, options);
    return null;
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

async function tell(name: LevelName, seed: number, steps: number, options: SimOptions): Promise<void> {
  const level = LEVELS[name];
  const own = { steps, nodes: options.nodes };
  const without = options.shrink
    ? await shrink(steps, async (left) => (await failureOf(level, seed, { ...own, without: left })) !== null)
    : new Set<number>();
  const lines: string[] = [];
  const why = await failureOf(level, seed, { ...own, without, trace: (line) => lines.push(line) });
  print(`${name}, seed ${seed}: ${why ?? 'fails only sometimes, so the simulator is not deterministic'}`);
  if (options.shrink) print(`${steps - without.size} of ${steps} steps are enough:`);
  for (const line of options.shrink ? lines : lines.slice(-LINES)) print(`  ${line.slice(0, 240)}`);
  const { nodes } = options;
  const flags = [
    `--level ${name}`,
    `--seed ${seed}`,
    `--steps ${steps}`,
    ...(nodes === undefined ? [] : [`--nodes ${nodes}`]),
  ];
  print(`again: npm run sim -- ${flags.join(' ')}`);
}

/** @returns whether nothing was wrong */
async function runLevel(name: LevelName, options: SimOptions): Promise<boolean> {
  const level = LEVELS[name];
  const { seed: from, seeds = level.seeds, steps = level.steps, nodes } = options;
  const all: Figures[] = [];
  const began = process.hrtime.bigint();
  for (let seed = from; seed < from + seeds; seed += 1) {
    try {
      all.push(await level.run(seed, { steps, nodes }));
    } catch {
      await tell(name, seed, steps, options);
      return false;
    }
  }
  const seconds = Number((process.hrtime.bigint() - began) / 1_000_000n) / 1_000;
  print(`${name}: ${seeds} seeds of ${steps} steps in ${seconds.toFixed(1)} s: nothing wrong`);
  print(`  ${figuresLine(sum(all))}`);
  return true;
}

async function main(): Promise<void> {
  const options = parseSim(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(SIM_HELP);
    return;
  }
  for (const name of options.levels)
    if (!(await runLevel(name, options))) {
      process.exitCode = 1;
      return;
    }
}

main().catch((cause: unknown) => {
  process.stderr.write(`sim: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exitCode = 1;
});
