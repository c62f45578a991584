/**
 * Opens the app, and stays with it until it ends. Where there can be no window it says why and leaves the
 * rest to its caller; never while an app lives, for two workstations on one directory would be one too many.
 */
import { type AppProcess, startApp } from './app-process.ts';
import { fetchElectron } from './fetch-electron.ts';
import { findElectron } from './find-electron.ts';
import { appArguments, type AppArguments, planLaunch } from './plan.ts';
import { type AppReport, createReport } from './report.ts';
import { sentences } from './sentences.ts';
import type { StopSignals } from './stop-signals.ts';

export type Limits = Readonly<{
  /** Fetching Electron. */
  fetchMs: number;
  /** From the app's start until it is said that it takes long. */
  readyMs: number;
  /** From a signal until the app is ended the hard way; its own limit is shorter. */
  stopMs: number;
}>;

export const LIMITS: Limits = { fetchMs: 60_000, readyMs: 30_000, stopMs: 6_000 };

export type LaunchOptions = AppArguments &
  Readonly<{
    platform: NodeJS.Platform;
    env: Readonly<Record<string, string | undefined>>;
    /** Where the records are, for people. */
    directory: string;
    limits?: Limits;
    signals: StopSignals;
    /** One line to stdout, and one to stderr. */
    say: (line: string) => void;
    warn: (line: string) => void;
    /** Given the app once it is started. */
    started?: (app: AppProcess) => void;
  }>;

export type Launched =
  | Readonly<{ kind: 'ended'; code: number }>
  /** There is no window; `why` is the first half of a sentence. */
  | Readonly<{ kind: 'windowless'; why: string }>;

export async function launch(options: LaunchOptions): Promise<Launched> {
  const { root, env, platform, signals, say, limits = LIMITS } = options;
  const plan = () => planLaunch({ platform, env, electron: findElectron(root, env, platform) });
  let planned = plan();
  if (planned.kind === 'fetch') {
    say(sentences.fetching(limits.fetchMs));
    const { installer } = planned;
    const why = await fetchElectron({ installer, env, limitMs: limits.fetchMs, stop: signals.stop });
    if (signals.stop.aborted) return { kind: 'ended', code: 0 };
    if (why !== null) return { kind: 'windowless', why };
    planned = plan();
  }
  if (planned.kind === 'fetch') {
    return { kind: 'windowless', why: sentences.unfetched('it is still not where it should be') };
  }
  return planned.kind === 'open' ? open(planned.program, options, limits) : planned;
}

/** Resolves when the app has ended. */
async function open(program: string, options: LaunchOptions, limits: Limits): Promise<Launched> {
  const { env, directory, signals, say, warn, started } = options;
  const report = createReport({ say, warn, directory, verbose: (env.ELECTRON_ENABLE_LOGGING ?? '') !== '' });
  const app = startApp({ ...report, program, args: appArguments(options), env });
  const slow = setTimeout(() => {
    if (!report.isOpen()) warn(sentences.slow(limits.readyMs));
  }, limits.readyMs);
  let forcing: NodeJS.Timeout | undefined;
  signals.follow((signal) => {
    app.stop(signal);
    forcing ??= setTimeout(() => {
      warn(sentences.forced(limits.stopMs));
      app.kill();
    }, limits.stopMs);
  });
  started?.(app);
  try {
    const end = await app.ended;
    // A signal that came before the app could take it ended the app as asked; `kill` is another matter.
    if (signals.stop.aborted) return { kind: 'ended', code: end.signal === 'SIGKILL' ? 1 : (end.code ?? 0) };
    return judge(end, report);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    return { kind: 'windowless', why: sentences.notRunnable(program, code) };
  } finally {
    clearTimeout(slow);
    clearTimeout(forcing);
  }
}

function judge(end: Awaited<AppProcess['ended']>, report: AppReport): Launched {
  if (end.code === 0) return { kind: 'ended', code: 0 };
  return report.isOpen()
    ? { kind: 'ended', code: report.died(end) }
    : { kind: 'windowless', why: report.whyNot(end) };
}
