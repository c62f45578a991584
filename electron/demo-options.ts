/** The command line of `npm run demo`, parsed. Pure. */
import { parseArgs } from 'node:util';

export type DemoOptions = Readonly<{
  help: boolean;
  empty: boolean;
  fresh: boolean;
  only: number | null;
  /** Of the first workstation; the others have the next ones. */
  ports: Readonly<{ http: number; link: number }>;
}>;

/** The command line cannot be followed; the message is one sentence. */
export class DemoUsageError extends Error {
  override readonly name = 'DemoUsageError';
}

export const DEMO_HELP = `Runs a shop of three workstations on this computer, each its own process.

npm run demo [-- [--empty] [--fresh | --only N]]

  --empty    a new shop starts without the sample records
  --fresh    wipe all three and start a new shop
  --only N   start just workstation N (1, 2 or 3) again
  --help     show this

Records are in .demo/1, .demo/2 and .demo/3, each with its process's number in
printraft.pid while it runs. Consoles answer on ports 5100 to 5102, links on 7100
to 7102; PRINTRAFT_DEMO_PORTS=HTTP,LINK gives a new shop other first ports.
Ctrl-C stops what this command started.
`;

const DEFAULT_PORTS = '5100,7100';
const WORKSTATIONS = 3;

/** @throws DemoUsageError */
export function parseDemoOptions(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): DemoOptions {
  const { values, tokens } = parseArgs({
    args: [...argv],
    options: {
      help: { type: 'boolean' },
      empty: { type: 'boolean' },
      fresh: { type: 'boolean' },
      only: { type: 'string' },
    },
    strict: false,
    tokens: true,
  });
  // Read from the tokens, since parseArgs' own messages speak to programmers.
  for (const token of tokens) {
    if (token.kind === 'positional') throw new DemoUsageError(`"${token.value}" is not a flag; try --help.`);
    if (token.kind === 'option-terminator') continue;
    const isFlag = ['help', 'empty', 'fresh', 'only'].includes(token.name) && token.rawName.startsWith('--');
    if (!isFlag) throw new DemoUsageError(`There is no flag ${token.rawName}; try --help.`);
    if (token.name !== 'only' && token.value !== undefined) {
      throw new DemoUsageError(`${token.rawName} takes no value.`);
    }
  }
  const { help = false, empty = false, fresh = false, only } = values;
  const options = { help: help === true, empty: empty === true, fresh: fresh === true };
  const ports = parsePorts(env.PRINTRAFT_DEMO_PORTS);
  if (only === undefined) return { ...options, only: null, ports };
  if (typeof only !== 'string' || !/^[123]$/.test(only)) {
    throw new DemoUsageError('--only takes the number of a workstation: 1, 2 or 3.');
  }
  if (options.fresh) {
    throw new DemoUsageError('--fresh wipes all three workstations, so it does not go with --only.');
  }
  return { ...options, only: Number(only), ports };
}

function parsePorts(given: string | undefined): DemoOptions['ports'] {
  const match = /^(\d{1,5}),(\d{1,5})$/.exec(given === undefined || given === '' ? DEFAULT_PORTS : given);
  const [http, link] = [Number(match?.[1]), Number(match?.[2])];
  const isGood = (port: number) => port >= 1 && port + WORKSTATIONS - 1 <= 65_535;
  if (!isGood(http) || !isGood(link) || Math.abs(http - link) < WORKSTATIONS) {
    throw new DemoUsageError(
      'PRINTRAFT_DEMO_PORTS takes the first port of the consoles and of the links, such as 25100,27100, at least 3 apart.',
    );
  }
  return { http, link };
}
