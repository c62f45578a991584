/** `npm run sim`: runs seeds of the core's simulator, and tells a failure so that it can be had again. */
import { runSeed, type RunOptions } from '../../electron/raft/testing/swarm.ts';
import { parseSim, SIM_HELP, type SimOptions } from './options.ts';
import { shrink } from './shrink.ts';

/** What is shown of a run that failed. */
const LINES = 30;

const print = (line: string) => process.stdout.write(`${line}\n`);

/** What is wrong with a run; null: nothing. */
function failureOf(seed: number, options: RunOptions): string | null {
  try {
    runSeed(seed, options);
    return null;
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

function tell(seed: number, { steps, nodes, shrink: wanted }: SimOptions): void {
  const own = { steps, nodes };
  const without = wanted
    ? shrink(steps, (left) => failureOf(seed, { ...own, without: left }) !== null)
    : new Set<number>();
  const lines: string[] = [];
  const why = failureOf(seed, { ...own, without, trace: (line) => lines.push(line) });
  print(`seed ${seed}: ${why ?? 'fails only sometimes, so the simulator is not deterministic'}`);
  if (wanted) print(`${steps - without.size} of ${steps} steps are enough:`);
  for (const line of wanted ? lines : lines.slice(-LINES)) print(`  ${line.slice(0, 240)}`);
  const flags = [`--seed ${seed}`, `--steps ${steps}`, ...(nodes === undefined ? [] : [`--nodes ${nodes}`])];
  print(`again: npm run sim -- ${flags.join(' ')}`);
}

function main(): void {
  const options = parseSim(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(SIM_HELP);
    return;
  }
  const { seed: from, seeds, steps, nodes } = options;
  const totals = { leaders: 0, committed: 0, reads: 0, changes: 0 };
  const began = performance.now();
  for (let seed = from; seed < from + seeds; seed += 1) {
    try {
      const { leaders, committed, reads, changes } = runSeed(seed, { steps, nodes });
      totals.leaders += leaders;
      totals.committed += committed;
      totals.reads += reads;
      totals.changes += changes;
    } catch {
      tell(seed, options);
      process.exitCode = 1;
      return;
    }
  }
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  const { leaders, committed, reads, changes } = totals;
  print(`${seeds} seeds of ${steps} steps in ${seconds} s: nothing wrong`);
  print(
    `${leaders} leaders, ${committed} entries committed, ${reads} reads, ${changes} changes of who takes part`,
  );
}

try {
  main();
} catch (cause) {
  process.stderr.write(`sim: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exitCode = 1;
}
