/** What --help says, made from the table of commands. Pure. */
import { type Command, COMMANDS, type Flag } from './commands.ts';

/** How a command is typed, after `printraft`. */
export function usageOf({ words, positionals, flags }: Command): string {
  const typed = Object.entries(flags).map(([name, flag]) =>
    flag.required ? written(name, flag) : `[${written(name, flag)}]`,
  );
  return [...words, ...positionals, ...typed].join(' ');
}

const written = (name: string, { value, kind }: Flag) =>
  kind === 'switch' ? `--${name}` : `--${name} ${value}`;

const EVERYWHERE: readonly (readonly [flag: string, about: string])[] = [
  ['--http HOST:PORT', 'the workstation to ask (default: PRINTRAFT_HTTP, else 127.0.0.1:5100)'],
  ['--json', 'answer with exactly one JSON document on stdout, refusals too'],
  ['--help', 'show this'],
];
const KEY = ['--key KEY', 'the Idempotency-Key: the same key again does nothing twice'] as const;

const EXIT_CODES = `Exit codes:
  0  done
  1  refused by the shop; the reason is on stderr
  2  the command line makes no sense; nothing was sent
  3  no workstation answers, or the shop has no majority; certainly not done
  4  it is not known whether it was done; the sentence says how to ask again
`;

export const HELP = `Asks a running PrintRaft workstation, and changes the shop's records through it.

npm run printraft -- COMMAND [--http HOST:PORT] [--json]

${list([['client', 'The menu, for people: it asks for everything.'], ...COMMANDS.map(lineOf)])}
${list([...EVERYWHERE.slice(0, -1), ['COMMAND --help', 'show the flags of a command']])}
${EXIT_CODES}
For scripts: npm run --silent printraft -- COMMAND --json, or node dist/node/printraft.js.
`;

export const CLIENT_HELP = `The menu of the original client. It asks for everything, one question after the other.

npm run printraft -- client [--http HOST:PORT]

${list([...EVERYWHERE.filter(([flag]) => flag !== '--json')])}
Ctrl-D, Ctrl-C or 8 ends it. It also takes its answers from a pipe, one a line.
`;

/** Of one command, or of all that begin with these words. */
export function helpOf(commands: readonly Command[]): string {
  const [command] = commands;
  if (command === undefined || commands.length > 1) return `${list(commands.map(lineOf))}\n${EXIT_CODES}`;
  const flags = Object.entries(command.flags).map(
    ([name, flag]) =>
      [written(name, flag), flag.required ? flag.about : `${flag.about}; may be left out`] as const,
  );
  return `${command.summary}

npm run printraft -- ${usageOf(command)}

${list([...flags, ...(command.writes ? [KEY] : []), ...EVERYWHERE])}
${EXIT_CODES}`;
}

function lineOf(command: Command): readonly [string, string] {
  return [[...command.words, ...command.positionals].join(' '), command.summary];
}

function list(lines: readonly (readonly [string, string])[]): string {
  const width = Math.max(...lines.map(([left]) => left.length));
  return lines.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join('');
}
