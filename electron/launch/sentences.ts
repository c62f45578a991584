/** What the launcher says. Reasons are first halves of a sentence, for `windowless` to end. */
import { constants } from 'node:os';

/** The one sentence of a start without a window. */
export const windowless = (why: string): string => `${why}, so PrintRaft runs without a window.`;

const SANDBOX = 'the system does not let it make its sandbox';

export const sentences = {
  noDisplay: 'There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set)',
  uninstalled: 'Electron, which shows the window, is not installed (npm ci installs it)',
  misnamed: (directory: string, program: string) =>
    `ELECTRON_OVERRIDE_DIST_PATH names ${directory}, where there is no ${program}`,

  fetching: (limitMs: number) =>
    `Fetching Electron, which shows the window: some 120 MB, this once, for at most ${seconds(limitMs)} …`,
  late: (limitMs: number) =>
    `Electron, which shows the window, did not arrive within ${seconds(limitMs)} (npx install-electron takes the time it needs)`,
  unfetched: (why: string) => `Electron, which shows the window, could not be fetched (${why})`,
  nodeTooOld: (version: string) =>
    `Node.js ${version} cannot run what fetches Electron, which shows the window (20.19, and 22.12 or newer can)`,

  unreachableDisplay: 'The display cannot be used (nothing answers there, or this user may not)',
  missingLibrary: (library: string) =>
    `Electron, which shows the window, needs ${library}, which is not installed`,
  noSandbox: `Electron cannot show the window, as ${SANDBOX}`,
  helperNeeded: (helper: string) =>
    `Electron cannot show the window, as ${SANDBOX} (sudo chown root '${helper}' && sudo chmod 4755 '${helper}' permits it)`,
  notRunnable: (program: string, code: string) => `${program} cannot be run (${code})`,
  crashed: (how: string) =>
    `The app ended before its window was there (${how}: most likely the display or its graphics)`,
  ended: (how: string) => `The app ended before its window was there (${how})`,

  slow: (limitMs: number) =>
    `The window is not there after ${seconds(limitMs)}, but the app lives; Ctrl-C ends it.`,
  forced: (limitMs: number) => `The app did not stop within ${seconds(limitMs)} and was ended.`,
  died: (how: string) => `The app ended (${how}).`,

  open: 'PrintRaft is open in its window.',
  openInTrouble: 'PrintRaft is open in its window, which says what is in the way.',
  rest: (address: string | null) =>
    address === null
      ? 'REST and the console in a browser are off, as their port is taken; Details in the window say more.'
      : `REST and the same console answer at http://${address}.`,
  records: (directory: string) => `Its records are in ${directory}.`,
  howToStop: 'Closing the window keeps it running; Quit in its menu ends it, and so does Ctrl-C here.',
} as const;

const seconds = (ms: number) => `${Math.round(ms / 1_000)} s`;

/** How a process ended. */
export function endOf({ code, signal }: Readonly<{ code: number | null; signal: string | null }>): string {
  return signal === null ? `exit code ${code ?? 'unknown'}` : signal;
}

/** What a shell gives as the exit code of what a signal ended. */
export function exitCodeOf({
  code,
  signal,
}: Readonly<{ code: number | null; signal: NodeJS.Signals | null }>) {
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
