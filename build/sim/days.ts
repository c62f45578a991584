/** `npm run sim:days`: a shop from day to day, for some seeds, as a table. */
import { type DaysResult, runDays } from '../../electron/membership/testing/days/run.ts';
import { defaultRules } from '../../electron/membership/policy/types.ts';
import { parseSimDays, SIM_DAYS_HELP, type SimDaysOptions } from './days-options.ts';

const HOUR = 3_600_000;
const print = (line: string) => process.stdout.write(`${line}\n`);

const COLUMNS: readonly (readonly [string, (result: DaysResult) => number])[] = [
  ['hours', ({ total }) => total / HOUR],
  ['1+ on', ({ oneOn }) => oneOn / HOUR],
  ['2+ on', ({ twoOn }) => twoOn / HOUR],
  ['writable', ({ writable }) => writable / HOUR],
  ['best', ({ best }) => best / HOUR],
  ['without', ({ twoOn, writable }) => (twoOn - writable) / HOUR],
  ['at best', ({ twoOn, best }) => (twoOn - best) / HOUR],
  ['longest', ({ longestWait }) => longestWait / HOUR],
  ['fixed 3', ({ bestFixedThree }) => bestFixedThree / HOUR],
  ['all vote', ({ majorityOfAll }) => majorityOfAll / HOUR],
  ['changes', ({ changes }) => changes],
  ['acked', ({ acknowledged }) => acknowledged],
  ['reads', ({ reads }) => reads],
];

const COUNTS = new Set(['changes', 'acked', 'reads']);

function row(first: string, cells: readonly string[]): string {
  return [first.padEnd(6), ...cells.map((cell) => cell.padStart(9))].join('');
}

function numbers(of: (column: (result: DaysResult) => number) => number): readonly string[] {
  return COLUMNS.map(([name, column]) => of(column).toFixed(COUNTS.has(name) ? 0 : 1));
}

function runAll({ seed: from, seeds, days, machines, alwaysOn, five, trace }: SimDaysOptions): void {
  const results: DaysResult[] = [];
  const again = `npm run sim:days -- --days ${days} --machines ${machines} --always-on ${alwaysOn}${five ? ' --five' : ''}`;
  const rules = five ? { ...defaultRules, presenceForFive: 0 } : defaultRules;
  print(`${machines} machines, ${alwaysOn} of them always on, over ${days} days`);
  const names = COLUMNS.map(([name]) => name);
  print(row('seed', names));
  for (let seed = from; seed < from + seeds; seed++) {
    try {
      const result = runDays({ seed, days, machines, alwaysOn, rules, trace: trace ? print : undefined });
      results.push(result);
      print(
        row(
          String(seed),
          numbers((column) => column(result)),
        ),
      );
    } catch (cause) {
      throw new Error(`seed ${seed}: ${String(cause)}\nagain: ${again} --seed ${seed} --trace`, { cause });
    }
  }
  const mean = (column: (result: DaysResult) => number) =>
    results.reduce((sum, result) => sum + column(result), 0) / results.length;
  print(row('mean', numbers(mean)));
  const share = (100 * mean(({ writable }) => writable)) / mean(({ best }) => best);
  print(`writable for ${share.toFixed(1)} % of the best possible; acknowledged writes lost: 0`);
}

function main(): void {
  const options = parseSimDays(process.argv.slice(2));
  if (options.help) process.stdout.write(SIM_DAYS_HELP);
  else runAll(options);
}

try {
  main();
} catch (cause) {
  process.stderr.write(`sim:days: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exitCode = 1;
}
