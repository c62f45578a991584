/** Where HTTPS answers other machines, as a flag or a variable says it. Pure. */
import { UsageError } from './flags.ts';

/** `host` null: on all addresses of this machine. */
export type LanAddress = Readonly<{ host: string | null; port: number }>;

/** HOST:PORT, or PORT for all addresses of this machine. Throws UsageError. */
export function parseLanAddress(what: string, text: string): LanAddress {
  const match = /^(?:(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]]+)):)?(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535) {
    throw new UsageError(`${what} must be PORT or HOST:PORT with a port up to 65535, not "${text}".`);
  }
  return { host: match[1] ?? match[2] ?? null, port };
}

/** What flag or variable say; null: nothing, so that it stays off. An empty variable is one that is not set. Throws UsageError. */
export function askedLan(
  flag: LanAddress | undefined,
  env: Readonly<Record<string, string | undefined>> = process.env,
): LanAddress | null {
  const variable = env['PRINTRAFT_LAN_HTTP'];
  if (flag !== undefined) return flag;
  return variable ? parseLanAddress('PRINTRAFT_LAN_HTTP', variable) : null;
}
