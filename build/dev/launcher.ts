/** The app as `npm start` runs it, one after the other: a new one is started only when the last is gone. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { ToApp } from '../../electron/launch/messages.ts';

export type Launcher = Readonly<{
  /** Starts it, or stops it cleanly and starts it again. */
  restart: () => Promise<void>;
  /** Lets its window load the page anew; one that is just starting does so once it can, one that is gone starts. */
  reload: () => Promise<void>;
  /** Resolves when it is gone; from then on there is none. */
  stop: () => Promise<void>;
}>;

export type LauncherOptions = Readonly<{
  /** The built entry of `npm start`, and the flags for it. */
  entry: string;
  args: readonly string[];
  /** It ended without being told to. */
  ended: (code: number | null) => void;
}>;

/** `npm start` ends a stuck app the hard way after 6 s; this is for a stuck `npm start`. */
const STOP_MS = 10_000;

export function createLauncher({ entry, args, ended }: LauncherOptions): Launcher {
  let running: ChildProcess | null = null;
  let last = Promise.resolve();
  let isOver = false;
  const inTurn = (act: () => Promise<void> | void): Promise<void> => (last = last.then(act));

  const start = () => {
    if (isOver) return;
    // Its channel is its leash: however this process ends, that one follows.
    const child = fork(entry, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] });
    running = child;
    child.on('error', () => undefined);
    child.once('exit', (code) => {
      if (running !== child) return;
      running = null;
      ended(code);
    });
  };
  const stop = async () => {
    const child = running;
    running = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    // Windows has no signals: there `kill` would cut the workstation off.
    if (process.platform === 'win32') tell(child, 'quit');
    else child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await gone;
    clearTimeout(timer);
  };
  return {
    restart: () =>
      inTurn(async () => {
        await stop();
        start();
      }),
    reload: () =>
      inTurn(() => {
        if (running === null) start();
        else tell(running, 'reload');
      }),
    stop: () => {
      isOver = true;
      return inTurn(stop);
    },
  };
}

function tell(child: ChildProcess, message: ToApp): void {
  if (child.connected) child.send(message, () => undefined);
}
