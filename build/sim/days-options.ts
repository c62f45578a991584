/** The command line of `npm run sim:days`. Pure: arguments in, options or an Error with one sentence out. */
import { parseArgs } from 'node:util';
import { whole } from './options.ts';

export type SimDaysOptions = Readonly<{
  /** The first seed, and how many from there on. */
  seed: number;
  seeds: number;
  days: number;
  machines: number;
  alwaysOn: number;
  five: boolean;
  trace: boolean;
  help: boolean;
}>;

export const SIM_DAYS_HELP = `Simulates a shop from day to day: hours without a majority, and what became of writes.

npm run sim:days [-- --seed N] [--seeds N] [--days N] [--machines N] [--always-on N] [--five] [--trace]

  --seed N        the first seed (default 1)
  --seeds N       how many seeds (default 1 where --seed is given, else 10)
  --days N        how long, from a Monday on (default 30)
  --machines N    how many, up to 12 (default 10)
  --always-on N   how many of them are never switched off (default 0)
  --five          let five vote from seven machines on, however seldom they are there
  --trace         tell what happens
  --help          show this
`;

/** @throws Error with what is wrong */
export function parseSimDays(argv: readonly string[]): SimDaysOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seed: { type: 'string' },
      seeds: { type: 'string' },
      days: { type: 'string' },
      machines: { type: 'string' },
      'always-on': { type: 'string' },
      five: { type: 'boolean', default: false },
      trace: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { seed, seeds, five, trace, help } = values;
  const machines = whole('--machines', values.machines, 10, 3, 12);
  return {
    seed: whole('--seed', seed, 1, 0, 2 ** 31),
    seeds: whole('--seeds', seeds, seed === undefined ? 10 : 1, 1, 10_000),
    days: whole('--days', values.days, 30, 1, 366),
    machines,
    alwaysOn: whole('--always-on', values['always-on'], 0, 0, machines - 1),
    five,
    trace,
    help,
  };
}
