/** Lets Electron's package fetch its program, within a limit, and leaves nothing of an attempt that failed. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sentences } from './sentences.ts';

export type FetchOptions = Readonly<{
  /** The package's own script for it. */
  installer: string;
  env: Readonly<Record<string, string | undefined>>;
  /** After this it is ended, with whatever it started. */
  limitMs: number;
  /** Ends it as well. */
  stop: AbortSignal;
}>;

/** Resolves with null once it is here, else with the first half of a sentence about why not. Never rejects. */
export async function fetchElectron({ installer, env, limitMs, stop }: FetchOptions): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'printraft-electron-')).catch(() => null);
  // What it downloads lies there until it is whole; a killed one cannot tidy up.
  const temporary = folder === null ? {} : { TMPDIR: folder, TEMP: folder, TMP: folder };
  try {
    const { late, code, stderr } = await run(installer, { ...env, ...temporary }, { limitMs, stop });
    if (late) return sentences.late(limitMs);
    return code === 0 ? null : whyUnfetched(stderr);
  } catch (cause) {
    return sentences.unfetched(cause instanceof Error ? cause.message : String(cause));
  } finally {
    if (folder !== null) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** How much of its words is kept. */
const MAX_TEXT = 10_000;

type Ran = Readonly<{ late: boolean; code: number | null; stderr: string }>;

function run(
  installer: string,
  env: Readonly<Record<string, string | undefined>>,
  { limitMs, stop }: Pick<FetchOptions, 'limitMs' | 'stop'>,
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [installer], {
      env,
      stdio: ['ignore', 'inherit', 'pipe'],
      // A group of its own, so that its children can be ended with it.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    let stderr = '';
    let late = false;
    const end = () => endWithChildren(child);
    const timer = setTimeout(() => {
      late = true;
      end();
    }, limitMs);
    if (stop.aborted) end();
    stop.addEventListener('abort', end);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-MAX_TEXT);
    });
    const finish = () => {
      clearTimeout(timer);
      stop.removeEventListener('abort', end);
    };
    child.once('error', (cause) => {
      finish();
      reject(cause);
    });
    // Whatever it left running is in its group, and might hold its stderr open.
    child.once('exit', end);
    child.once('close', (code) => {
      finish();
      resolve({ late, code, stderr });
    });
  });
}

function endWithChildren({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' }).on('error', () => undefined);
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody of the group is left.
  }
}

/** @param stderr what the package's script said: a stack */
export function whyUnfetched(stderr: string): string {
  // Node before 20.19, and from 21 to 22.11, cannot `require` the ES module that it is made of.
  if (stderr.includes('ERR_REQUIRE_ESM')) return sentences.nodeTooOld(process.versions.node);
  const reason = /^(?:\w*Error): (.+)$/m.exec(stderr)?.[1];
  return sentences.unfetched(reason?.trim() ?? 'it does not say why');
}
