/** The command line of `npm run node`, parsed. Pure: arguments in, options or a UsageError out. */
import { z } from 'zod';
import { parseAddress, readFlags, UsageError } from './flags.ts';
import { type LanAddress, parseLanAddress } from './lan-address.ts';
import type { Address } from './links/types.ts';
import { parseInvitation } from './membership/joining/invitation.ts';

export type Options = Readonly<{
  help: boolean;
  /** The data directory, or undefined for the platform's own. */
  data: string | undefined;
  /** Undefined: where its shop knows it, else the usual place. */
  http: Address | undefined;
  link: Address | undefined;
  /** Where HTTPS answers other machines; undefined: nowhere, unless a variable says otherwise. */
  lanHttp: LanAddress | undefined;
  /** How this workstation is called on screen, or undefined for the computer's name. */
  name: string | undefined;
  /** The name of a shop to found. */
  found: string | undefined;
  /** An invitation, or the path of a key file, with which to get into a shop. */
  join: string | undefined;
  key: string | undefined;
  /** A file with the founding members, and which of them this is: both or neither. */
  cluster: string | undefined;
  node: string | undefined;
}>;

/** What `npm run node` and `npm start` both take. */
const FLAG_HELP = `  --data DIR        where its records are kept (default: PRINTRAFT_DATA, else this
                    user's folder for application data)
  --http HOST:PORT  where its console and REST answer (default 127.0.0.1:5100)
  --lan-http [HOST:]PORT
                    also answer other machines there, with HTTPS and a token
                    for each device (printraft devices add); off unless this is
                    given, or PRINTRAFT_LAN_HTTP is set
  --link HOST:PORT  where it listens for other workstations (default 0.0.0.0:7100,
                    or the next free port if that is taken); one of this computer's
                    own, as 127.0.0.1:7100, keeps it to this computer
  --name NAME       what it is called on screen when it founds or joins a shop
                    (default: this computer's name)
  --found NAME      found a shop of that name with this workstation
  --join STRING     join the shop of that invitation (printraft invite)
  --key FILE        join the shop of that key file (printraft shop-key) as soon as
                    one of its workstations is seen; shop.key in the data
                    directory does the same
`;

export const HELP = `Runs one PrintRaft workstation without a window.

npm run node -- [--data DIR] [--http HOST:PORT] [--link HOST:PORT] [--name NAME]
                [--lan-http [HOST:]PORT]
                [--found NAME | --join STRING | --key FILE |
                 --cluster FILE --node ID]

${FLAG_HELP}  --cluster FILE    found, or go on in, the shop whose members that file names
  --node ID         with --cluster: which of those members this is
  --help            show this

Once its folder belongs to a shop, --data alone goes on in it. Without a shop it
shows the shops that it sees, and joins or founds none until it is told to.
Ctrl-C stops it.
`;

/** Of `npm start`, which opens the app. */
export const START_HELP = `Opens PrintRaft on this computer's workstation. The first time it shows the shops on
this LAN, to join one, and founds one if you say so. Where it can show no window it
says why, and runs with its console in a browser.

npm start [-- [--data DIR] [--http HOST:PORT] [--link HOST:PORT] [--name NAME]
              [--lan-http [HOST:]PORT] [--found NAME | --join STRING | --key FILE]]

${FLAG_HELP}  --help            show this

Ctrl-C stops it. For anything else see npm run node -- --help.
`;

const FLAGS = [
  'data',
  'http',
  'lan-http',
  'link',
  'name',
  'found',
  'join',
  'key',
  'cluster',
  'node',
] as const;
type Flag = (typeof FLAGS)[number];
type Values = Readonly<Partial<Record<Flag, string>>>;

/** @param argv the arguments without program and script. Throws UsageError. */
export function parseOptions(argv: readonly string[]): Options {
  const { help, values } = read(argv);
  const { data, found, join, key, cluster, node } = values;
  if (!help) checkFounding(values);
  return {
    help,
    data,
    http: values.http === undefined ? undefined : parseAddress('--http', values.http),
    link: values.link === undefined ? undefined : parseAddress('--link', values.link),
    lanHttp: values['lan-http'] === undefined ? undefined : parseLanAddress('--lan-http', values['lan-http']),
    name: checkName('name', values.name),
    found: checkName('found', found),
    join: join === undefined ? undefined : checkInvitation(join),
    key,
    cluster,
    node,
  };
}

/** The command line of `npm start`. Throws UsageError. */
export function parseStartOptions(argv: readonly string[]): Options {
  const { values } = read(argv);
  for (const flag of ['cluster', 'node'] as const) {
    if (values[flag] !== undefined) {
      throw new UsageError(`npm start takes no --${flag}; npm run node -- --${flag} does.`);
    }
  }
  return parseOptions(argv);
}

function read(argv: readonly string[]): { help: boolean; values: Values } {
  const { values, switches, positionals } = readFlags(argv, { values: FLAGS, switches: ['help'] });
  const [stray] = positionals;
  if (stray !== undefined) throw new UsageError(`"${stray}" is not a flag; try --help.`);
  return { help: switches.has('help'), values };
}

function checkFounding({ found, join, key, cluster, node, name }: Values): void {
  const given = Object.entries({ found, join, key, cluster })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => `--${name}`);
  if (given.length > 1) throw new UsageError(`${given.join(' and ')} exclude each other.`);
  if (cluster !== undefined && node === undefined) {
    throw new UsageError('--cluster needs --node, which says which of its members this is.');
  }
  if (name !== undefined && cluster !== undefined) {
    throw new UsageError('--name is not for --cluster: that file names its members.');
  }
  if (node !== undefined && cluster === undefined) throw new UsageError('--node is for --cluster only.');
}

function checkInvitation(text: string): string {
  const parsed = parseInvitation(text);
  if (!parsed.ok) throw new UsageError(parsed.sentence);
  return text;
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
