/**
 * The desktop suite: tests of the real app, which need an Electron, a screen, a session bus and no network.
 * Where these cannot be had it is skipped, loudly; with PRINTRAFT_DESKTOP=required that is a failure.
 */
import { ELECTRON } from '../electron/testing/app-process.ts';
import { NoDesktopError } from './choose-electron.ts';
import { findElectron, isRoot } from './electron-runtime.ts';
import { isolated } from './isolation.ts';
import { DESKTOP_RESULTS, run, vitest } from './vitest-run.ts';

/** @param args further ones for vitest @returns its exit code */
export async function runDesktopSuite(args: readonly string[]): Promise<number> {
  let electron: string;
  try {
    electron = await findElectron();
  } catch (cause) {
    if (!(cause instanceof NoDesktopError)) throw cause;
    const isRequired = process.env.PRINTRAFT_DESKTOP === 'required';
    process.stderr.write(skipped(cause.message, isRequired));
    return isRequired ? 1 : 0;
  }
  const tests = vitest(['--project', 'desktop', ...args], DESKTOP_RESULTS);
  // Other systems have a screen and no network namespaces, and only their official Electron is run there.
  const command = process.platform === 'linux' ? isolated(tests, isRoot) : tests;
  // Nobody of the suite's own is a screen reader, for which GTK would start services.
  return run(command, { ...process.env, [ELECTRON]: electron, NO_AT_BRIDGE: '1' });
}

function skipped(why: string, isRequired: boolean): string {
  const line = '!'.repeat(80);
  const what = isRequired
    ? 'The desktop suite COULD NOT RUN, and is required here'
    : 'The desktop suite is SKIPPED';
  return `\n${line}\n${what}: nothing was tested of the app's window.\n${why}\n${line}\n\n`;
}
