/** `npm run scenario -- FILE…`: plays scenarios of consensus and compares what happens with what they say. */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { runScenario } from '../../electron/raft/testing/scenario/interpreter.ts';

const HELP = `npm run scenario -- FILE…            plays each, and tells where it is not as the file says
npm run scenario -- --write FILE…    writes what happens into the file

The language: docs/scenarios.md. Scenarios: electron/raft/scenarios/.
`;

const print = (line: string) => process.stdout.write(`${line}\n`);

/** Lines before the one that differs. */
const CONTEXT = 5;

/** @returns whether it is as the file says */
async function play(file: string, write: boolean): Promise<boolean> {
  const expected = await readFile(file, 'utf8');
  const actual = runScenario(expected);
  if (write) await writeFile(file, actual);
  const same = write || actual === expected;
  print(`${file}: ${write ? 'written' : same ? 'as expected' : 'not as expected'}`);
  if (!same) tellDifference(expected.split('\n'), actual.split('\n'));
  return same;
}

/** The first line that differs: what follows may only be its consequences. */
function tellDifference(expected: readonly string[], actual: readonly string[]): void {
  const at = actual.findIndex((line, i) => line !== expected[i]);
  const first = at === -1 ? actual.length : at;
  for (const line of actual.slice(Math.max(0, first - CONTEXT), first)) print(`    ${line}`);
  print(`  - ${expected[first] ?? '(the end)'}`);
  print(`  + ${actual[first] ?? '(the end)'}`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help || positionals.length === 0) {
    process.stdout.write(HELP);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  for (const file of positionals) if (!(await play(file, values.write))) process.exitCode = 1;
}

main().catch((cause: unknown) => {
  process.stderr.write(`scenario: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exitCode = 2;
});
