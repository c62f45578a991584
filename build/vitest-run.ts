/** Runs vitest as a process of its own. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const VITEST = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

/** Where the results of the ordinary suites, and those of the desktop suite, lie afterwards. */
export const RESULTS = join(ROOT, 'dist', 'test-results.json');
export const DESKTOP_RESULTS = join(ROOT, 'dist', 'desktop-results.json');

/** The command that runs the tests and writes the results to that file. */
export function vitest(args: readonly string[], results: string): readonly string[] {
  const config = join(ROOT, 'build', 'vitest.ts');
  return [process.execPath, VITEST, 'run', '--config', config, `--outputFile.json=${results}`, ...args];
}

/**
 * Runs a command in the project, with this process's own streams; resolves with its exit code when it has
 * ended. Where it is signalled to stop, so is all that the command has started.
 */
export async function run(command: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const [file = '', ...args] = command;
  const hasGroups = process.platform !== 'win32';
  const child = spawn(file, args, { cwd: ROOT, stdio: 'inherit', env, detached: hasGroups });
  const end = (signal: NodeJS.Signals) => {
    if (child.pid === undefined) return;
    try {
      process.kill(hasGroups ? -child.pid : child.pid, signal);
    } catch {
      // Nobody of it is left.
    }
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, end);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? 1));
    });
  } finally {
    for (const signal of signals) process.off(signal, end);
    end('SIGKILL');
  }
}
