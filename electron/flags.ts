/** What every command line of ours has in common: flags read strictly, and addresses. Pure. */
import { parseArgs } from 'node:util';
import type { Address } from './links/types.ts';

/** The command line makes no sense; the message is one sentence for the user. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export type Flags<Value extends string, Switch extends string> = Readonly<{
  /** Of the flags that take one. */
  values: Readonly<Partial<Record<Value, string>>>;
  switches: ReadonlySet<Switch>;
  /** What is no flag, and whatever follows a bare `--`. */
  positionals: readonly string[];
}>;

/**
 * @param argv the arguments without program and script.
 * @param known the names of flags with a value, and of those without.
 * Throws UsageError for a flag that is unknown, doubled or lacks its value.
 */
export function readFlags<Value extends string, Switch extends string>(
  argv: readonly string[],
  known: Readonly<{ values: readonly Value[]; switches: readonly Switch[] }>,
): Flags<Value, Switch> {
  const { tokens } = parseArgs({
    args: [...argv],
    options: {
      ...Object.fromEntries(known.values.map((name) => [name, { type: 'string' as const }])),
      ...Object.fromEntries(known.switches.map((name) => [name, { type: 'boolean' as const }])),
    },
    strict: false,
    tokens: true,
  });
  // Read from the tokens, since parseArgs' own messages speak to programmers.
  const values: Partial<Record<Value, string>> = {};
  const switches = new Set<Switch>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const { rawName, value } = token;
    const isLong = rawName === `--${token.name}`;
    const asSwitch = known.switches.find((name) => isLong && name === token.name);
    const asValue = known.values.find((name) => isLong && name === token.name);
    if (asSwitch !== undefined) {
      if (value !== undefined) throw new UsageError(`${rawName} takes no value; try --help.`);
      switches.add(asSwitch);
    } else if (asValue === undefined) {
      throw new UsageError(`There is no flag ${rawName}; try --help.`);
    } else if (value === undefined || value === '' || (!token.inlineValue && isFlagLike(value))) {
      throw new UsageError(`${rawName} needs a value; try --help.`);
    } else if (values[asValue] !== undefined) {
      throw new UsageError(`${rawName} is given more than once.`);
    } else values[asValue] = value;
  }
  return { values, switches, positionals };
}

/** A negative number is a value, if perhaps a wrong one: whoever takes it says why. */
function isFlagLike(text: string): boolean {
  return text.startsWith('-') && !/^-[\d.]/.test(text);
}

/**
 * HOST:PORT, an IPv6 host in brackets.
 * @param what names what was given, as the user knows it. Throws UsageError.
 */
export function parseAddress(what: string, text: string): Address {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || port > 65_535) {
    throw new UsageError(`${what} must be HOST:PORT with a port up to 65535, not "${text}".`);
  }
  return { host, port };
}
