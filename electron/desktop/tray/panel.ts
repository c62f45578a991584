/**
 * Whether a Linux desktop has a panel that shows icons: the owner of org.kde.StatusNotifierWatcher on
 * the session's bus. Electron does not tell, so glib's `gdbus wait` does, which every GTK desktop has;
 * where it is missing the icon is put up at once and no later panel is noticed.
 */
import { spawn } from 'node:child_process';

export type PanelWait = Readonly<{
  /** Put the icon up: a panel is there, or was not there soon enough to wait for it. Called once. */
  ready: () => void;
  /** A panel has come after `ready`. Called at most once. */
  late: () => void;
}>;

/** A panel comes with the login or, for this session, hardly ever: nobody waits longer than 5 min for one. */
const WAIT = ['gdbus', 'wait', '--session', '--timeout', '300', 'org.kde.StatusNotifierWatcher'] as const;
/** After this the icon is put up without a panel, for desktops with a tray of the older kind. */
const PATIENCE_MS = 500;

/** Calls back in a later turn; returns how to stop. */
export function awaitPanel(
  { ready, late }: PanelWait,
  command: readonly [string, ...string[]] = WAIT,
  patienceMs = PATIENCE_MS,
): () => void {
  let isUp = false;
  const put = () => {
    if (isUp) return;
    isUp = true;
    clearTimeout(timer);
    ready();
  };
  const timer = setTimeout(put, patienceMs);
  const [file, ...args] = command;
  const child = spawn(file, args, { stdio: 'ignore' });
  child.unref();
  child.once('error', put);
  child.once('exit', (code) => {
    if (isUp && code === 0) late();
    else put();
  });
  return () => {
    isUp = true;
    clearTimeout(timer);
    child.removeAllListeners('exit').kill();
  };
}
