/** Built entries (dist/node, see build/test-build.ts) as processes that a test can look at. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RunningProcess } from './running-process.ts';
import type { ProcessOptions } from './running-process.ts';

export type EntryName = 'headless' | 'start' | 'demo' | 'printraft';
export type { Ended } from './running-process.ts';
export type RunningEntry = RunningProcess;

export type EntryOptions = Omit<ProcessOptions, 'ipc'> &
  Readonly<{
    args?: readonly string[];
    /** To Node itself, before the entry. */
    nodeArgs?: readonly string[];
    /** Commands of a POSIX shell that becomes the process, to set its limits. */
    shell?: string;
  }>;

/** PRINTRAFT_TEST_DIST names another build, for work on this one while that one is under test. */
export const DIST = process.env.PRINTRAFT_TEST_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url));

export function runEntry(name: EntryName, options: EntryOptions = {}): RunningEntry {
  const { args = [], nodeArgs = [], shell, ...rest } = options;
  const command = [process.execPath, ...nodeArgs, join(DIST, 'node', `${name}.js`), ...args];
  const [file = '', ...its] =
    shell === undefined ? command : ['sh', '-c', `${shell}; exec "$0" "$@"`, ...command];
  return new RunningProcess(file, its, rest);
}
