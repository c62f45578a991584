/** What every entry does around a running node: paths of the build, signals, the last sentence. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { keepCrash } from './crash.ts';
import type { Address } from './links/types.ts';
import { type NodeOptions, type RunningNode, runNode } from './run-node.ts';

/** How long a stop may take before the process ends all the same. */
const STOP_MS = 5_000;

/** Where the built console lies beside the built entries, or null. */
export function consoleDirectory(): string | null {
  const directory = fileURLToPath(new URL('../renderer/', import.meta.url));
  return existsSync(directory) ? directory : null;
}

/** One sentence on stderr. */
export const say = (sentence: string) => process.stderr.write(`${sentence}\n`);
const sentenceOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));

/** One sentence on stderr, then the end. */
export function die(cause: unknown): never {
  say(`printraft: ${sentenceOf(cause)}`);
  process.exit(1);
}

/** Runs a node until a signal or a failure ends the process. Resolves when HTTP answers. */
export async function runProcess(
  options: Omit<NodeOptions, 'console' | 'build' | 'log' | 'fatal' | 'httpMayBeOff'>,
): Promise<RunningNode & { http: Address }> {
  // Whoever listened may be gone (a closed terminal): no reason to end a workstation.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (cause: unknown) => crash(options.directory, cause));
  }
  let ending = false;
  const end = (code: number) => {
    // npm and the terminal may each send the same signal.
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(code), STOP_MS).unref();
    void starting
      .then((running) => running.stop())
      .then(
        () => process.exit(code),
        // After a failure the first sentence is the one that counts.
        (cause: unknown) => (code === 0 ? die(cause) : process.exit(code)),
      );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0));
  // What tells a window that this computer goes to sleep tells nobody without one: a service manager's hook does.
  const rests = (how: 'sleep' | 'wake') => {
    void starting.then((running) => running[how]()).catch(() => undefined);
  };
  if (process.platform !== 'win32') process.on('SIGUSR2', () => rests('sleep'));
  process.on('SIGCONT', () => rests('wake'));
  const starting = runNode({
    ...options,
    console: consoleDirectory(),
    build: __BUILD__,
    log: say,
    fatal: (cause) => {
      say(`printraft: ${sentenceOf(cause)}`);
      end(1);
    },
  });
  try {
    const running = await starting;
    const { http } = running;
    if (http === null) throw new Error('HTTP is off, which only a workstation with a window may be.');
    return { ...running, http };
  } catch (cause) {
    return die(cause);
  }
}

/** A fault in the program: see `crash.ts`. */
function crash(directory: string, cause: unknown): never {
  say(`printraft: ${keepCrash(directory, cause)}`);
  process.exit(1);
}
