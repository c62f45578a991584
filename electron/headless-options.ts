/** The command line of `npm run node`, parsed. Pure: arguments in, options or a UsageError out. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Address } from './links/types.ts';

export type Options = Readonly<{
  help: boolean;
  /** The data directory, or undefined for the platform's own. */
  data: string | undefined;
  /** Undefined: where its shop knows it, else the usual place. */
  http: Address | undefined;
  link: Address | undefined;
  /** How this workstation is called on screen, or undefined for the computer's name. */
  name: string | undefined;
  /** The name of a shop to found. */
  found: string | undefined;
  /** A file with the founding members, and which of them this is: both or neither. */
  cluster: string | undefined;
  node: string | undefined;
}>;

/** The command line makes no sense; the message is one sentence for the user. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const HELP = `Runs one PrintRaft workstation without a window.

npm run node -- [--data DIR] [--http HOST:PORT] [--link HOST:PORT] [--name NAME]
                [--found NAME | --join STRING | --cluster FILE --node ID]

  --data DIR        where its records are kept (default: PRINTRAFT_DATA, else this
                    user's folder for application data)
  --http HOST:PORT  where its console and REST answer (default 127.0.0.1:5100)
  --link HOST:PORT  where it listens for other workstations (default 127.0.0.1:7100,
                    or the next free port if that is taken)
  --name NAME       with --found: what it is called on screen (default: this
                    computer's name)
  --found NAME      found a shop of that name with this workstation
  --join STRING     join a shop (not possible yet)
  --cluster FILE    found, or go on in, the shop whose members that file names
  --node ID         with --cluster: which of those members this is
  --help            show this

Once its folder belongs to a shop, --data alone goes on in it. Without a shop it
answers, and says that there is none yet. Ctrl-C stops it.
`;

/** Of `npm start`, which needs none of the flags that say which shop to be in. */
export const START_HELP = `Runs this computer's PrintRaft workstation. The first time it founds an empty shop.

npm start [-- [--data DIR] [--http HOST:PORT] [--link HOST:PORT] [--name NAME]]

  --data DIR        where its records are kept (default: PRINTRAFT_DATA, else this
                    user's folder for application data)
  --http HOST:PORT  where its console and REST answer (default 127.0.0.1:5100)
  --link HOST:PORT  where it listens for other workstations (default 127.0.0.1:7100,
                    or the next free port if that is taken)
  --name NAME       what it is called on screen, told the first time (default: this
                    computer's name)
  --help            show this

Ctrl-C stops it. For anything else see npm run node -- --help.
`;

const FLAGS = ['data', 'http', 'link', 'name', 'found', 'join', 'cluster', 'node'] as const;
type Flag = (typeof FLAGS)[number];
type Values = Partial<Record<Flag, string>>;

/** @param argv the arguments without program and script. Throws UsageError. */
export function parseOptions(argv: readonly string[]): Options {
  const { help, values } = readFlags(argv);
  const { data, found, cluster, node } = values;
  if (!help) checkFounding(values);
  return {
    help,
    data,
    http: values.http === undefined ? undefined : parseAddress('http', values.http),
    link: values.link === undefined ? undefined : parseAddress('link', values.link),
    name: checkName('name', values.name),
    found: checkName('found', found),
    cluster,
    node,
  };
}

/** The command line of `npm start`. Throws UsageError. */
export function parseStartOptions(argv: readonly string[]): Options {
  const { values } = readFlags(argv);
  for (const flag of ['found', 'join', 'cluster', 'node'] as const) {
    if (values[flag] !== undefined) {
      throw new UsageError(`npm start takes no --${flag}; npm run node -- --${flag} does.`);
    }
  }
  return parseOptions(argv);
}

function readFlags(argv: readonly string[]): { help: boolean; values: Values } {
  const { tokens } = parseArgs({
    args: [...argv],
    options: { help: { type: 'boolean' }, ...Object.fromEntries(FLAGS.map((flag) => [flag, VALUE])) },
    strict: false,
    tokens: true,
  });
  // Read from the tokens, since parseArgs' own messages speak to programmers.
  const values: Values = {};
  let help = false;
  for (const token of tokens) {
    if (token.kind === 'positional') throw new UsageError(`"${token.value}" is not a flag; try --help.`);
    if (token.kind === 'option-terminator') continue;
    const { name, rawName, value } = token;
    if (name === 'help' && rawName === '--help' && value === undefined) help = true;
    else if (!isFlag(name) || rawName !== `--${name}`) {
      throw new UsageError(`There is no flag ${rawName}; try --help.`);
    } else if (value === undefined || value === '' || (!token.inlineValue && value.startsWith('-'))) {
      throw new UsageError(`--${name} needs a value; try --help.`);
    } else if (values[name] !== undefined) throw new UsageError(`--${name} is given more than once.`);
    else values[name] = value;
  }
  return { help, values };
}

const VALUE = { type: 'string' } as const;

function isFlag(name: string): name is Flag {
  return (FLAGS as readonly string[]).includes(name);
}

function checkFounding({ found, join, cluster, node, name }: Values): void {
  const given = Object.entries({ found, join, cluster })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => `--${name}`);
  if (given.length > 1) throw new UsageError(`${given.join(' and ')} exclude each other.`);
  if (join !== undefined)
    throw new UsageError('Joining a shop is not possible yet; use --found or --cluster.');
  if (cluster !== undefined && node === undefined) {
    throw new UsageError('--cluster needs --node, which says which of its members this is.');
  }
  if (name !== undefined && cluster !== undefined) {
    throw new UsageError('--name is not for --cluster: that file names its members.');
  }
  if (node !== undefined && cluster === undefined) throw new UsageError('--node is for --cluster only.');
}

const Name = z
  .string()
  .min(1)
  .max(80)
  .regex(/^\P{Cc}+$/u);

function checkName(flag: Flag, value: string | undefined): string | undefined {
  const name = value?.trim();
  if (name === undefined || Name.safeParse(name).success) return name;
  throw new UsageError(`--${flag} must have 1 to 80 characters and no control characters.`);
}

/** HOST:PORT, an IPv6 host in brackets. */
function parseAddress(flag: Flag, text: string): Address {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || port > 65_535) {
    throw new UsageError(`--${flag} must be HOST:PORT with a port up to 65535, not "${text}".`);
  }
  return { host, port };
}
