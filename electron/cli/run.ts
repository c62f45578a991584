/** The command line, from arguments to exit code. Effects come in: streams, signal, environment. */
import { randomUUID } from 'node:crypto';
import { UsageError } from '../flags.ts';
import { formatAddress } from '../links/address.ts';
import type { Address } from '../links/types.ts';
import type { Told } from './commands.ts';
import { exchangeWith } from './exchange.ts';
import { EXIT, Failure, type FileError, FileRefused, type Reason, UnknownOutcome } from './failure.ts';
import { type Invocation, parseInvocation } from './invocation.ts';
import { readLines } from './lines.ts';
import { runMenu } from './menu.ts';
import { type Shop, shopOf } from './shop.ts';
import { tellErrors } from './tell-import.ts';
import { visible, visibleJson } from './text.ts';
import { createClient } from './workstation-client.ts';

export type Surroundings = Readonly<{
  argv: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  stdin: NodeJS.ReadableStream & { isTTY?: boolean };
  stdout: NodeJS.WritableStream & { isTTY?: boolean };
  stderr: NodeJS.WritableStream;
  /** Ends whatever is under way. */
  interruption: AbortController;
}>;

/** Carries the command line out and says what came of it. Resolves with the exit code. */
export async function run(around: Surroundings): Promise<number> {
  const { argv, env, stdout, stderr } = around;
  try {
    const invocation = parseInvocation(argv, env);
    const told = await carryOut(invocation, around);
    if (told === null) return EXIT.done;
    stdout.write(asksForJson(argv) ? `${visibleJson(told.json)}\n` : told.text);
    return EXIT.done;
  } catch (cause) {
    const refusal = refusalOf(cause);
    if (asksForJson(argv)) stdout.write(`${visibleJson(refusal)}\n`);
    else {
      if (cause instanceof FileRefused) stderr.write(tellErrors(cause.file, cause.errors));
      stderr.write(`printraft: ${visible(sentenceOf(refusal, cause))}\n`);
    }
    return EXIT[refusal.reason];
  }
}

/** Null where everything is said already. */
async function carryOut(invocation: Invocation, around: Surroundings): Promise<Told | null> {
  const { stdin, stdout, interruption } = around;
  switch (invocation.kind) {
    case 'help':
      stdout.write(invocation.text);
      return null;
    case 'client': {
      const lines = readLines(stdin, stdout, interruption.signal, () => interruption.abort());
      const say = (text: string) => void stdout.write(text);
      const shop = shopOn(invocation.address, randomUUID, interruption.signal);
      await runMenu({ shop, lines, say }).finally(() => lines.close());
      return null;
    }
    case 'command': {
      const { command, input, address, key } = invocation;
      return command.run(
        shopOn(address, () => key ?? randomUUID(), interruption.signal),
        input,
      );
    }
  }
}

function shopOn(address: Address, newKey: () => string, signal: AbortSignal): Shop {
  return shopOf(
    createClient({ exchange: exchangeWith(address), place: formatAddress(address), newKey, signal }),
  );
}

/** Also where the command line could not be read to its end. */
function asksForJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end < 0 ? argv : argv.slice(0, end)).includes('--json');
}

type Refusal = Readonly<{
  success: false;
  error: string;
  reason: Reason;
  idempotency_key?: string;
  /** Of a file. */
  errors?: readonly FileError[];
}>;

/** The document of --json: the contract's refusal, and what a script needs beside it. */
function refusalOf(cause: unknown): Refusal {
  const error = cause instanceof Error ? cause.message : String(cause);
  if (cause instanceof UsageError) return { success: false, error, reason: 'usage' };
  if (cause instanceof UnknownOutcome) {
    return { success: false, error, reason: 'unknown', idempotency_key: cause.key };
  }
  if (cause instanceof FileRefused)
    return { success: false, error, reason: cause.reason, errors: cause.errors };
  if (cause instanceof Failure) return { success: false, error, reason: cause.reason };
  return { success: false, error: `A fault in the program (${error}).`, reason: 'fault' };
}

function sentenceOf({ error }: Refusal, cause: unknown): string {
  if (!(cause instanceof UnknownOutcome)) return error;
  return `${error} The same command with --key ${cause.key} asks again, and does nothing twice.`;
}
