/** Programs that are of interest only if they fail. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** How much of a failed program's output goes into a message, from its end. */
const TOLD_CHARACTERS = 300;

const execute = promisify(execFile);

/** Runs a program to its end; answers its stdout. Rejects with the end of what it said. */
export async function runQuietly(
  file: string,
  args: readonly string[],
  timeoutMs: number,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  try {
    const maxBuffer = 64 * 1024 * 1024;
    return (await execute(file, args, { timeout: timeoutMs, maxBuffer, env: { ...process.env, ...env } }))
      .stdout;
  } catch (cause) {
    const { killed, stdout, stderr } = cause as Partial<Record<'stdout' | 'stderr', string>> & {
      killed?: boolean;
    };
    if (killed === true) throw new Error(`no end within ${timeoutMs / 1_000} s`, { cause });
    const output = `${stdout ?? ''}\n${stderr ?? ''}`.replace(/\s+/g, ' ').trim();
    throw new Error(output.slice(-TOLD_CHARACTERS) || String(cause), { cause });
  }
}
