/** The app as a process: started with a channel, listened to, told to stop. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { FromApp, type ToApp } from './messages.ts';

export type AppOptions = Readonly<{
  program: string;
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  /** Each of its lines on stderr. */
  line: (line: string) => void;
  heard: (message: FromApp) => void;
}>;

export type AppEnd = Readonly<{ code: number | null; signal: NodeJS.Signals | null }>;

export type AppProcess = Readonly<{
  /** Resolves when it is gone and all of its lines are here. Rejects where it could not be started. */
  ended: Promise<AppEnd>;
  /** Asks it to stop, as this signal does. */
  stop: (signal: NodeJS.Signals) => void;
  kill: () => void;
  tell: (message: ToApp) => void;
}>;

export function startApp({ program, args, env, line, heard }: AppOptions): AppProcess {
  const child = spawn(program, args, {
    // Some editors' terminals set it for themselves; Electron would be a plain Node with it.
    env: { ...env, ELECTRON_RUN_AS_NODE: undefined },
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  if (child.stderr !== null) createInterface({ input: child.stderr }).on('line', line);
  child.on('message', (message) => {
    const { data } = FromApp.safeParse(message);
    if (data !== undefined) heard(data);
  });
  const tell = (message: ToApp) => {
    if (child.connected) child.send(message, () => undefined);
  };
  return {
    ended: endOf(child),
    // Windows has no such signals: there `kill` is the hard end.
    stop: (signal) => {
      if (process.platform === 'win32') tell('quit');
      else child.kill(signal);
    },
    kill: () => void child.kill('SIGKILL'),
    tell,
  };
}

/** What its own children keep open of its stderr is not waited for longer than this. */
const LAST_LINES_MS = 500;

function endOf(child: ChildProcess): Promise<AppEnd> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => {
      if (child.pid === undefined) reject(cause);
    });
    child.once('exit', (code, signal) => {
      const timer = setTimeout(() => resolve({ code, signal }), LAST_LINES_MS);
      child.once('close', () => {
        clearTimeout(timer);
        resolve({ code, signal });
      });
    });
  });
}
