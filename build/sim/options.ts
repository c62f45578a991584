/** The command line of `npm run sim`. Pure: arguments in, options or an Error with one sentence out. */
import { parseArgs } from 'node:util';
import type { LevelName } from './levels.ts';

export type SimOptions = Readonly<{
  levels: readonly LevelName[];
  /** The first seed, and how many from there on. */
  seed: number;
  /** Undefined: as the level has it. */
  seeds: number | undefined;
  steps: number | undefined;
  /** Undefined: as each seed has it. */
  nodes: number | undefined;
  shrink: boolean;
  help: boolean;
}>;

export const SIM_HELP = `Runs the consensus core, and then the whole shop (replicas, sessions, records, policy), against a simulated
network, disk and clock.

npm run sim [-- --level core|shop] [--seed N] [--seeds N] [--steps N] [--nodes 3..7] [--shrink]

  --level L   only that
  --seed N    the first seed (default 1); one seed replays one run exactly
  --seeds N   how many seeds (default 1 where --seed is given; else 1000 of the core, 100 of the shop)
  --steps N   what happens before a run is healed (default 2000 of the core, 200 of the shop)
  --nodes N   how many vote at first (default: as the seed has it)
  --shrink    of a run that fails, look for the fewest steps that fail too
  --help      show this
`;

/** @throws Error with what is wrong */
export function parseSim(argv: readonly string[]): SimOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      level: { type: 'string' },
      seed: { type: 'string' },
      seeds: { type: 'string' },
      steps: { type: 'string' },
      nodes: { type: 'string' },
      shrink: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { level, seed, seeds, steps, nodes, shrink, help } = values;
  return {
    levels: levelsOf(level),
    seed: whole('--seed', seed, 1, 0, 2 ** 31),
    seeds: seeds === undefined && seed === undefined ? undefined : whole('--seeds', seeds, 1, 1, 10 ** 9),
    steps: steps === undefined ? undefined : whole('--steps', steps, 1, 1, 10 ** 6),
    nodes: nodes === undefined ? undefined : whole('--nodes', nodes, 3, 3, 7),
    shrink,
    help,
  };
}

function levelsOf(text: string | undefined): readonly LevelName[] {
  if (text === undefined) return ['core', 'shop'];
  if (text === 'core' || text === 'shop') return [text];
  throw new Error(`--level is core or shop, not ${text}.`);
}

/** A number that was given as text. @throws Error with what is wrong */
export function whole(
  flag: string,
  text: string | undefined,
  fallback: number,
  from: number,
  to: number,
): number {
  if (text === undefined) return fallback;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= from && number <= to) return number;
  throw new Error(`${flag} is a whole number from ${from} to ${to}, not ${text}.`);
}
