/**
 * This machine a second time, to install things on: its files under an overlay in memory, seen by nobody else
 * and gone with the process that holds them. What was written to it can be listed exactly.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { runQuietly } from '../../run-quietly.ts';

const COMMAND_MS = 60_000;

/** /tmp is the real one, so that tests and what they start there can hand each other files. */
const HOLD = `
set -e
mount --make-rprivate /
mount -t tmpfs -o mode=755 spare "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
for each in proc dev sys; do mount --rbind "/$each" "$1/root/$each"; done
mount --bind /tmp "$1/root/tmp"
echo ready
exec cat
`;

export type SpareMachine = Readonly<{
  /** The command that runs `command` on it. */
  on: (command: readonly string[]) => readonly string[];
  /** Runs a command on it to its end; answers its stdout. Rejects with what it said. */
  run: (command: readonly string[]) => Promise<string>;
  /** Every file, link and gap that is not as on this machine, and every new folder that is empty. */
  changes: () => Promise<readonly string[]>;
  remove: () => Promise<void>;
}>;

/** Rejects where the kernel makes no namespace or no overlay for this user. */
export async function spareMachine(): Promise<SpareMachine> {
  const place = await mkdtemp(join(tmpdir(), 'printraft-spare-'));
  const holder = spawn('unshare', ['-m', 'sh', '-c', HOLD, 'sh', place], { stdio: 'pipe' });
  let said = '';
  holder.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = once(holder, 'exit');
  const isReady = await Promise.race([once(holder.stdout, 'data').then(() => true), ended.then(() => false)]);
  const remove = async () => {
    // It waits for the end of its input; with it go its namespace and all that is mounted there.
    holder.stdin.end();
    await ended;
    await rm(place, { recursive: true, force: true });
  };
  if (!isReady) {
    await rm(place, { recursive: true, force: true });
    throw new Error(`No second machine can be made here: ${said.trim()}`);
  }
  const pid = String(holder.pid);
  const on = (command: readonly string[]) => [
    'nsenter',
    '-t',
    pid,
    '-m',
    'chroot',
    join(place, 'root'),
    ...command,
  ];
  return {
    on,
    run: (command) => {
      const [file = '', ...args] = on(command);
      return runQuietly(file, args, COMMAND_MS);
    },
    changes: () => leavesBelow(join('/proc', pid, 'root', place, 'upper')),
    remove,
  };
}

async function leavesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const inner = new Set(entries.map(({ parentPath }) => parentPath));
  const leaves = entries.flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    const own = `/${relative(folder, path)}`;
    // An overlay copies the folders in which something was written, and keeps them when it is gone.
    const isSame = entry.isDirectory() && isFolder(own);
    return inner.has(path) || isSame ? [] : [own];
  });
  return leaves.sort();
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
