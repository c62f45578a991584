/** npm's scripts as people run them, on a real Electron, with what it takes to look into the app. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { chooseElectron, layoutOf } from '../../../build/choose-electron.ts';
import { freePorts } from '../../testing/free-ports.ts';
import { emptyPlace } from '../../testing/place.ts';
import { RunningProcess } from '../../testing/running-process.ts';
import { until } from '../../testing/until.ts';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * A folder for ELECTRON_OVERRIDE_DIST_PATH: the very Electron that the suite found, unpacked as its package has it,
 * told to open its two doors for debuggers.
 */
export async function openElectron(): Promise<string> {
  const { platform, env } = process;
  const { executable } = layoutOf(platform);
  // Whatever had to be unpacked is so since the suite began.
  const unpack = () => Promise.resolve();
  const real = await chooseElectron({ platform, env, root: ROOT, exists: existsSync, unpack });
  const folder = await emptyPlace();
  const program = join(folder, executable);
  await mkdir(dirname(program), { recursive: true });
  const doors = '--remote-debugging-port=0 --inspect=0';
  await writeFile(program, `#!/bin/sh\nexec '${join(real, executable)}' "$@" ${doors}\n`);
  await chmod(program, 0o755);
  return folder;
}

/** A data directory and the flags for it, with ports of its own. */
export async function ownPlace(): Promise<
  Readonly<{ data: string; http: number; flags: readonly string[] }>
> {
  const data = await emptyPlace();
  const [http = 0, link = 0] = await freePorts(2);
  const at = ['--http', `127.0.0.1:${http}`, '--link', `127.0.0.1:${link}`];
  const flags = ['--data', data, '--found', 'A', ...at];
  return { data, http, flags };
}

/** npm with a script of a project's package.json; what it runs is gone when the test ends. */
export class Npm extends RunningProcess {
  constructor(root: string, script: readonly string[], electron: string) {
    const env = { ELECTRON_OVERRIDE_DIST_PATH: electron, npm_config_update_notifier: 'false' };
    super('npm', script, { cwd: root, env });
    onTestFinished(async () => {
      const started = this.isRunning ? this.family() : [];
      await this.kill('SIGKILL');
      for (const pid of started.filter(isRunning)) process.kill(pid, 'SIGKILL');
    });
  }

  /** How often it has said so, on stdout. */
  times(pattern: RegExp): number {
    return [...this.stdout.matchAll(new RegExp(pattern, 'g'))].length;
  }

  /** Where Chromium's DevTools protocol is spoken by the app that was started last. */
  async devTools(): Promise<string> {
    await this.said(/DevTools listening on ws:\S+/);
    return [...this.stderr.matchAll(/DevTools listening on (ws:\S+)/g)].at(-1)?.[1] ?? '';
  }

  /** All processes that it has started, and these, and so on, and itself. */
  family(): readonly number[] {
    const parents = new Map(
      readdirSync('/proc')
        .filter(isNumber)
        .map((pid) => [Number(pid), parentOf(pid)]),
    );
    const all = new Set([this.pid]);
    // A child may be listed before its parent.
    for (let known = 0; known < all.size;) {
      known = all.size;
      for (const [pid, parent] of parents) if (all.has(parent)) all.add(pid);
    }
    return [...all];
  }
}

const isNumber = (name: string) => /^\d+$/.test(name);

function parentOf(pid: string): number {
  try {
    // The name, in brackets, may hold anything; state and parent follow.
    return Number(/\) \S+ (\d+) [^)]*$/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]);
  } catch {
    return 0;
  }
}

/** Whether it runs; one that has ended and that nobody has asked about does not. */
export function isRunning(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Resolves when none of them is left; rejects with those that are. */
export async function untilGone(pids: readonly number[]): Promise<void> {
  await until(`the end of all of ${pids.join(', ')}`, () => !pids.some(isRunning));
}
