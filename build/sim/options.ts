/** The command line of `npm run sim`. Pure: arguments in, options or an Error with one sentence out. */
import { parseArgs } from 'node:util';

export type SimOptions = Readonly<{
  /** The first seed, and how many from there on. */
  seed: number;
  seeds: number;
  steps: number;
  /** Undefined: as each seed has it. */
  nodes: number | undefined;
  shrink: boolean;
  help: boolean;
}>;

export const SIM_HELP = `Runs the consensus core against a simulated network, disk and clock.

npm run sim [-- --seed N] [--seeds N] [--steps N] [--nodes 3..7] [--shrink]

  --seed N    the first seed (default 1); one seed replays one run exactly
  --seeds N   how many seeds (default 1 where --seed is given, else 1000)
  --steps N   what happens before a run is healed (default 2000)
  --nodes N   how many vote at first (default: as the seed has it)
  --shrink    of a run that fails, look for the fewest steps that fail too
  --help      show this
`;

/** @throws Error with what is wrong */
export function parseSim(argv: readonly string[]): SimOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seed: { type: 'string' },
      seeds: { type: 'string' },
      steps: { type: 'string' },
      nodes: { type: 'string' },
      shrink: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { seed, seeds, steps, nodes, shrink, help } = values;
  return {
    seed: whole('--seed', seed, 1, 0, 2 ** 31),
    seeds: whole('--seeds', seeds, seed === undefined ? 1_000 : 1, 1, 10 ** 9),
    steps: whole('--steps', steps, 2_000, 1, 10 ** 6),
    nodes: nodes === undefined ? undefined : whole('--nodes', nodes, 3, 3, 7),
    shrink,
    help,
  };
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
