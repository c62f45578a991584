/** What every entry does around a running node: paths of the build, signals, the last sentence. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type NodeOptions, type RunningNode, runNode } from './run-node.ts';

/** How long a stop may take before the process ends all the same. */
const STOP_MS = 5_000;

/** Where the built console lies beside the built entries, or null. */
export function consoleDirectory(): string | null {
  const directory = fileURLToPath(new URL('../renderer/', import.meta.url));
  return existsSync(directory) ? directory : null;
}

/** One sentence on stderr, then the end. */
export function die(cause: unknown): never {
  process.stderr.write(`printraft: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exit(1);
}

/** Runs a node until a signal or a fatal failure ends the process. Resolves when HTTP answers. */
export async function runProcess(
  options: Omit<NodeOptions, 'console' | 'build' | 'log' | 'fatal'>,
): Promise<RunningNode> {
  let running: RunningNode | null = null;
  const end = (code: number) => {
    setTimeout(() => process.exit(code), STOP_MS).unref();
    void (running?.stop() ?? Promise.resolve()).then(
      () => process.exit(code),
      (cause: unknown) => die(cause),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => end(0));
  const log = (sentence: string) => process.stderr.write(`${sentence}\n`);
  try {
    running = await runNode({
      ...options,
      console: consoleDirectory(),
      build: __BUILD__,
      log,
      fatal: (cause) => {
        log(`printraft: ${cause instanceof Error ? cause.message : String(cause)}`);
        end(1);
      },
    });
    return running;
  } catch (cause) {
    return die(cause);
  }
}
