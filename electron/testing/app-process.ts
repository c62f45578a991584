/** The real app as a process: the built dist/, loaded by an Electron as a packed app is. */
import { RunningProcess } from './running-process.ts';
import type { ProcessOptions } from './running-process.ts';

export type AppOptions = Pick<ProcessOptions, 'env' | 'cwd'> &
  Readonly<{
    /** The app's own flags, `--data` among them, and Chromium's. */
    args: readonly string[];
    /** The program itself; otherwise the one that build/desktop-suite.ts has laid out. */
    executable?: string;
  }>;

/** Set by build/desktop-suite.ts: the path of an Electron that runs this project's app. */
export const ELECTRON = 'PRINTRAFT_ELECTRON';

/** Chromium refuses its sandbox to root, and only there is it given up. */
const SANDBOX = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** Starts it; needs a display. Wait for `ready` before anything is asked of it. */
export function runApp(options: AppOptions): RunningApp {
  return new RunningApp(options);
}

export class RunningApp extends RunningProcess {
  constructor({ args, executable = process.env[ELECTRON], ...rest }: AppOptions) {
    if (executable === undefined) {
      throw new Error(`${ELECTRON} names no Electron: run the suite by npm test -- --project desktop`);
    }
    super(executable, [...SANDBOX, '--remote-debugging-port=0', ...args], { ...rest, ipc: true });
  }

  /** Resolves when the window is there and the workstation runs, or says why it does not. */
  ready(limitMs = 30_000): Promise<void> {
    return this.sent('ready', limitMs);
  }

  /** Where Chromium's DevTools protocol is spoken, for Playwright's `connectOverCDP`. */
  async devTools(): Promise<string> {
    const [, address = ''] = await this.said(/DevTools listening on (ws:\S+)/);
    return address;
  }
}
