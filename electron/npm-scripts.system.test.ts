/**
 * What npm is told reaches the workstation: whoever runs `npm start` under a supervisor, a container or a
 * script knows npm's process only, and a shell between the two would die without passing a signal on.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { freePorts } from './testing/free-ports.ts';
import { emptyPlace } from './testing/place.ts';
import { until } from './testing/until.ts';
import { WINDOWLESS } from './testing/windowless.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** A script of package.json with the build that the suite has made, in front of it npm. */
async function npm(script: readonly string[], data: string) {
  const [http, link] = await freePorts(2);
  const own = ['--data', data, '--http', `127.0.0.1:${http}`, '--link', `127.0.0.1:${link}`];
  const child = spawn('npm', [...script, '--ignore-scripts', '--', ...own], {
    cwd: ROOT,
    stdio: 'ignore',
    env: { ...process.env, ...WINDOWLESS },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const pidFile = join(data, 'printraft.pid');
  const pid = await until(
    'a running workstation',
    async () => {
      if (!existsSync(pidFile)) return null;
      const answer = await fetch(`http://127.0.0.1:${http}/api/v1/printers`).catch(() => null);
      return answer === null ? null : Number(await readFile(pidFile, 'utf8'));
    },
    30_000,
  );
  onTestFinished(() => {
    if (isRunning(pid)) process.kill(pid, 'SIGKILL');
  });
  return { child, pid, pidFile };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it.each([
  ['npm start', 'SIGTERM', ['start']],
  ['npm start', 'SIGINT', ['start']],
  ['npm run node', 'SIGTERM', ['run', 'node']],
] as const)(
  '%s that gets %s stops its workstation cleanly and leaves nobody behind',
  async (_, signal, script) => {
    const { child, pid, pidFile } = await npm(script, await emptyPlace());
    const ended = once(child, 'exit');
    child.kill(signal);
    await until('the end of the workstation', () => !isRunning(pid));
    expect(existsSync(pidFile)).toBe(false);
    expect(await ended).toEqual([0, null]);
  },
);
