/** The command line of `npm run printraft`, parsed. Pure: arguments in, what to do or a UsageError out. */
import { parseAddress, readFlags, UsageError } from '../flags.ts';
import type { Address } from '../links/types.ts';
import { type Command, COMMANDS, type Input } from './commands.ts';
import { parseGrams } from './grams.ts';
import { CLIENT_HELP, HELP, helpOf, usageOf } from './help.ts';

export type Invocation =
  | Readonly<{ kind: 'help'; text: string }>
  | Readonly<{ kind: 'client'; address: Address }>
  | Readonly<{
      kind: 'command';
      command: Command;
      input: Input;
      address: Address;
      json: boolean;
      /** The user's own `Idempotency-Key`. */
      key: string | undefined;
    }>;

const DEFAULT_HTTP = '127.0.0.1:5100';
const FLAGS = COMMANDS.flatMap(({ flags }) => Object.entries(flags));
const named = (isSwitch: boolean) =>
  FLAGS.filter(([, { kind }]) => (kind === 'switch') === isSwitch).map(([name]) => name);
const VALUES = [...new Set(['http', 'key', ...named(false)])];
const SWITCHES = [...new Set(['help', 'json', ...named(true)])];

/** @param argv the arguments without program and script. Throws UsageError. */
export function parseInvocation(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Invocation {
  const { values, switches, positionals } = readFlags(argv, { values: VALUES, switches: SWITCHES });
  const given = [...Object.keys(values), ...switches].filter((name) => name !== 'help' && name !== 'json');
  const json = switches.has('json');
  const matching = COMMANDS.filter(({ words }) => words.every((word, n) => positionals[n] === word));
  const [command] = matching;

  if (positionals.length === 0) {
    if (switches.has('help')) return { kind: 'help', text: HELP };
    throw new UsageError('No command is given; try --help.');
  }
  if (positionals[0] === 'client' && positionals.length === 1) {
    if (switches.has('help')) return { kind: 'help', text: CLIENT_HELP };
    const [stray] = given.filter((name) => name !== 'http');
    if (json || stray !== undefined) {
      throw new UsageError(`client takes no --${json ? 'json' : (stray ?? '')}; try client --help.`);
    }
    return { kind: 'client', address: addressOf(values['http'], env) };
  }
  if (command === undefined) return groupOf(positionals, switches.has('help'));
  if (switches.has('help')) return { kind: 'help', text: helpOf([command]) };
  const key = values['key'];
  if (key !== undefined && !/^[\x20-\x7e]{1,64}$/.test(key)) {
    throw new UsageError('--key must be 1 to 64 printable ASCII characters.');
  }
  refuseStray(command, given);
  const input = inputOf(command, positionals.slice(command.words.length), values, switches);
  return {
    kind: 'command',
    command,
    input,
    address: addressOf(values['http'], env),
    json,
    key: values['key'],
  };
}

/** The words name no command; perhaps the first of them names several. */
function groupOf(positionals: readonly string[], help: boolean): Invocation {
  const [first = '', second] = positionals;
  const group = COMMANDS.filter(({ words }) => words.length > 1 && words[0] === first);
  if (group.length === 0) throw new UsageError(`There is no command ${quoted(first)}; try --help.`);
  if (help && second === undefined) return { kind: 'help', text: helpOf(group) };
  const choices = group.map(({ words }) => words[1]).join(', ');
  throw new UsageError(
    second === undefined
      ? `${first} needs one of: ${choices}; try ${first} --help.`
      : `${first} has no ${quoted(second)}, but: ${choices}; try ${first} --help.`,
  );
}

function refuseStray({ words, flags, writes }: Command, given: readonly string[]): void {
  const name = words.join(' ');
  for (const flag of given) {
    const isKnown = flag === 'http' || (flag === 'key' && writes) || Object.hasOwn(flags, flag);
    if (!isKnown) throw new UsageError(`${name} takes no --${flag}; try ${name} --help.`);
  }
}

function inputOf(
  command: Command,
  typed: readonly string[],
  values: Readonly<Partial<Record<string, string>>>,
  switches: ReadonlySet<string>,
): Input {
  const name = command.words.join(' ');
  const tryHelp = `; try ${name} --help.`;
  const own = new Map(Object.entries(command.flags));
  const missing = [
    ...command.positionals.slice(typed.length),
    ...[...own]
      .filter(([flag, { required }]) => required && values[flag] === undefined)
      .map(([flag]) => `--${flag}`),
  ];
  if (missing.length > 0 || typed.includes('')) {
    throw new UsageError(`${name} needs ${missing.join(', ') || command.positionals.join(', ')}${tryHelp}`);
  }
  const [stray] = typed.slice(command.positionals.length);
  if (stray !== undefined) {
    throw new UsageError(`${quoted(stray)} is too much: printraft ${usageOf(command)}`);
  }
  const texts = new Map(command.positionals.map((positional, n) => [positional, typed[n] ?? '']));
  const weights = new Map<string, number>();
  for (const [flag, { kind }] of own) {
    const value = values[flag];
    if (value === undefined) continue;
    if (kind === 'text') texts.set(flag, value);
    else weights.set(flag, gramsOf(flag, value));
  }
  return {
    has: (wanted) => switches.has(wanted),
    text: (wanted) => present(texts.get(wanted), wanted),
    grams: (wanted) => present(weights.get(wanted), wanted),
    optionalText: (wanted) => texts.get(wanted),
    optionalGrams: (wanted) => weights.get(wanted),
  };
}

function gramsOf(flag: string, value: string): number {
  const grams = parseGrams(value);
  if (grams === null)
    throw new UsageError(`--${flag} must be a number of grams such as 12.5, not ${quoted(value)}.`);
  return grams;
}

function present<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`the table of commands does not require ${name}`);
  return value;
}

function addressOf(flag: string | undefined, env: Readonly<Record<string, string | undefined>>): Address {
  const variable = env['PRINTRAFT_HTTP'];
  // An empty variable is one that is not set.
  const [what, text] =
    flag !== undefined
      ? ['--http', flag]
      : variable
        ? ['PRINTRAFT_HTTP', variable]
        : ['--http', DEFAULT_HTTP];
  const address = parseAddress(what, text);
  if (address.port === 0) throw new UsageError(`${what} must name the port, from 1 to 65535.`);
  return address;
}

const quoted = (text: string) => `"${text}"`;
