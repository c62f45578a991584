/** What every entry does around a running node: paths of the build, signals, the last sentence. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type NodeOptions, pidFileOf, type RunningNode, runNode } from './run-node.ts';

/** How long a stop may take before the process ends all the same. */
const STOP_MS = 5_000;

/** Where the built console lies beside the built entries, or null. */
export function consoleDirectory(): string | null {
  const directory = fileURLToPath(new URL('../renderer/', import.meta.url));
  return existsSync(directory) ? directory : null;
}

const say = (sentence: string) => process.stderr.write(`${sentence}\n`);
const sentenceOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));

/** One sentence on stderr, then the end. */
export function die(cause: unknown): never {
  say(`printraft: ${sentenceOf(cause)}`);
  process.exit(1);
}

/** Runs a node until a signal or a failure ends the process. Resolves when HTTP answers. */
export async function runProcess(
  options: Omit<NodeOptions, 'console' | 'build' | 'log' | 'fatal'>,
): Promise<RunningNode> {
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
    return await starting;
  } catch (cause) {
    return die(cause);
  }
}

/**
 * A fault in the program. Nothing in memory can be trusted any more, so it ends like a killed process:
 * what is acknowledged is on disk. The details are kept for whoever mends it.
 */
function crash(directory: string, cause: unknown): never {
  const file = join(directory, 'crash.txt');
  let kept = '';
  try {
    const details = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    writeFileSync(file, `PrintRaft ${__BUILD__}, ${new Date().toISOString()}\n${details}\n`);
    const pidFile = pidFileOf(directory);
    if (readFileSync(pidFile, 'utf8').trim() === String(process.pid)) rmSync(pidFile);
    kept = ` Details are in ${file}.`;
  } catch {
    // The disk may be the reason; the sentence goes out all the same.
  }
  say(`printraft: ended by a fault in the program (${sentenceOf(cause).split('\n')[0] ?? ''}).${kept}`);
  process.exit(1);
}
