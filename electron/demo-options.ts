import { parseArgs } from 'node:util';

/** `npm run demo [-- --empty] [--fresh] [--only N]`. */
export type DemoOptions = Readonly<{ empty: boolean; fresh: boolean; only: number | null }>;

/** The command line cannot be followed; the message is one sentence. */
export class DemoUsageError extends Error {
  override readonly name = 'DemoUsageError';
}

/** @throws DemoUsageError */
export function parseDemoOptions(argv: readonly string[]): DemoOptions {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...argv],
      options: { empty: { type: 'boolean' }, fresh: { type: 'boolean' }, only: { type: 'string' } },
    }));
  } catch (cause) {
    throw new DemoUsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
  const { empty = false, fresh = false, only } = values;
  if (only === undefined) return { empty, fresh, only: null };
  if (!/^[123]$/.test(only)) throw new DemoUsageError('--only takes the number of a workstation: 1, 2 or 3.');
  if (fresh) throw new DemoUsageError('--fresh wipes all three workstations, so it does not go with --only.');
  return { empty, fresh, only: Number(only) };
}
