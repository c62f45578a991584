/** The app's one window: made once, hidden rather than closed, kept where it was. */
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { createCrashes } from './crashes.ts';
import { CONSOLE_URL } from './origin.ts';
import { secureContents } from './policy.ts';
import type { Breach } from './policy.ts';
import { TROUBLE_URL, wayOut } from './trouble.ts';
import type { WayOut } from './trouble.ts';
import { MIN_SIZE, placeFor, readWindowState, writeWindowState } from './window-state.ts';

export type WindowOptions = Readonly<{
  preload: string;
  /** Where its place is kept. */
  stateFile: string;
  /** Opened at login: stays hidden until it is asked for. */
  hidden: boolean;
  breach: Breach;
  log: (sentence: string) => void;
  /** The user chose a way out on the page of troubles. */
  chose: (way: WayOut) => void;
  /** The page cannot be kept alive. */
  gaveUp: () => void;
  /** Whether closing it may end it, as the app ends. */
  isQuitting: () => boolean;
}>;

export type AppWindow = Readonly<{
  window: BrowserWindow;
  show: () => void;
  showConsole: () => void;
  showTrouble: () => void;
  /** Ends the page's process, as it does what no page of ours does; it is loaded anew. */
  punish: () => void;
}>;

const PAGE = { dark: '#161514', light: '#f3f2ee' } as const;

/** Opens it, with nothing in it yet. */
export function openWindow(options: WindowOptions): AppWindow {
  const kept = readWindowState(options.stateFile);
  const window = new BrowserWindow({
    ...placeFor(
      kept,
      screen.getAllDisplays().map(({ workArea }) => workArea),
    ),
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    title: 'PrintRaft',
    show: false,
    autoHideMenuBar: true,
    // What is seen until the page is there.
    backgroundColor: nativeTheme.shouldUseDarkColors ? PAGE.dark : PAGE.light,
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  });
  if (kept?.maximized === true) window.maximize();

  let wanted = CONSOLE_URL;
  const load = (url: string) => {
    wanted = url;
    // A page that could not be loaded is told of by `did-fail-load`; a newer `load` cuts off an older.
    window.loadURL(url).catch(() => undefined);
  };
  const show = () => {
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  };

  secureContents(window.webContents, options.breach, (url) => {
    const way = wanted === TROUBLE_URL ? wayOut(url) : null;
    if (way !== null) options.chose(way);
    return way !== null;
  });
  if (!options.hidden) window.once('ready-to-show', show);

  const isWorthAnotherTry = createCrashes(() => performance.now());
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || options.isQuitting()) return;
    options.log(`The window's page ended (${reason}).`);
    if (isWorthAnotherTry()) load(wanted);
    else options.gaveUp();
  });

  window.on('close', (event) => {
    const bounds = window.getNormalBounds();
    writeWindowState(options.stateFile, { bounds, maximized: window.isMaximized() });
    if (options.isQuitting()) return;
    event.preventDefault();
    window.hide();
  });
  return {
    window,
    show,
    showConsole: () => load(CONSOLE_URL),
    showTrouble: () => load(TROUBLE_URL),
    punish: () => window.webContents.forcefullyCrashRenderer(),
  };
}
