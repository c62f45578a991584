/** A place on disk for one test, and small questions about it. */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { EntryName, EntryOptions, RunningEntry } from './run-entry.ts';
import { runEntry } from './run-entry.ts';

/** An empty directory that goes when the test ends. */
export async function emptyPlace(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'printraft-cli-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** Starts an entry that is killed when the test ends, if it is not gone by then. */
export function started(name: EntryName, args: readonly string[], options: EntryOptions = {}): RunningEntry {
  const entry = runEntry(name, { ...options, args });
  onTestFinished(async () => {
    // A demo that is killed outright leaves its workstations running, with their ends of its pipes.
    await entry.kill(name === 'demo' ? 'SIGTERM' : 'SIGKILL');
  });
  return entry;
}

/** Every file below a directory with its contents, but for the lock's and the pid's comings and goings. */
export async function contentsOf(directory: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(directory, { recursive: true });
  const files = new Map<string, string>();
  for (const name of names.sort()) {
    if (/^(lock[-.].*|printraft\.pid)$/.test(name)) continue;
    const path = join(directory, name);
    files.set(name, (await stat(path)).isFile() ? await readFile(path, 'latin1') : 'directory');
  }
  return files;
}
