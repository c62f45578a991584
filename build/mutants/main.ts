/**
 * `npm run sim:mutants [-- --seeds N] [NAME …]`: plants each known mistake and tells how many seeds the simulators
 * take to find it. Ends with 1 where one escapes.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Fate, hunt } from './hunt.ts';
import { LEVELS } from '../sim/levels.ts';
import { MUTANTS } from './mutants.ts';
import type { Mutant } from './types.ts';

const { values, positionals } = parseArgs({
  options: { seeds: { type: 'string', default: '3000' } },
  allowPositionals: true,
});
const wanted = MUTANTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const directory = await mkdtemp(join(tmpdir(), 'printraft-mutants-'));
const fates = new Map<Mutant, Fate>();

async function work(left: Mutant[]): Promise<void> {
  for (let mutant = left.shift(); mutant !== undefined; mutant = left.shift()) {
    const fate = await hunt(mutant, directory, {
      level: mutant.level,
      from: 1,
      seeds: Number(values.seeds),
      steps: LEVELS[mutant.level].steps,
    });
    fates.set(mutant, fate);
    const result = fate.kind === 'caught' ? `${fate.seeds} seeds` : 'ESCAPED';
    const by = fate.kind === 'caught' ? ` · ${fate.by.split('\n')[0]?.slice(0, 100)}` : '';
    process.stdout.write(`${mutant.name.padEnd(32)}${result.padStart(12)}${by}\n`);
  }
}

try {
  const left = [...wanted];
  await Promise.all(Array.from({ length: availableParallelism() }, () => work(left)));
  const escaped = wanted.filter((mutant) => fates.get(mutant)?.kind !== 'caught');
  process.stdout.write(`${wanted.length - escaped.length} of ${wanted.length} caught\n`);
  process.exitCode = escaped.length === 0 ? 0 : 1;
} finally {
  await rm(directory, { recursive: true, force: true });
}
