/** The app's one window: made once, hidden rather than closed, kept where it was. */
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { askForPlace } from './ask-for-place.ts';
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
  /** It is gone although the app goes on: a page's script can close it without anybody being asked. */
  lost: () => void;
}>;

export type AppWindow = Readonly<{
  window: BrowserWindow;
  show: () => void;
  /** Loads it; resolves when it is there, or was given up for another. */
  showConsole: () => Promise<void>;
  showTrouble: () => Promise<void>;
  /** Asks its user where a file goes; null where nobody wants one. */
  askForPlace: (usualName: string) => Promise<string | null>;
  /** Ends the page's process, as it does what no page of ours does; it is loaded anew. */
  punish: () => void;
  /** Ends it without asking the page, which may be stuck or hold on to itself. */
  end: () => void;
}>;

const PAGE = { dark: '#161514', light: '#f3f2ee' } as const;

/** A page that is not there by then never will be: its process, or what it waits for, got lost at its start. */
const LOAD_MS = 12_000;

/** How long it lies still before its place is kept. */
const REST_MS = 300;

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
      // Ours has its own; these would hold the whole page, as often as a script likes.
      disableDialogs: true,
    },
  });
  if (kept?.maximized === true) window.maximize();

  let wanted = CONSOLE_URL;
  const load = async (url: string) => {
    if (window.isDestroyed()) return;
    wanted = url;
    let late: NodeJS.Timeout | undefined;
    const stuck = new Promise<true>((resolve) => {
      late = setTimeout(() => resolve(true), LOAD_MS);
    });
    // A page that could not be loaded is told of by `did-fail-load`; a newer `load` cuts off an older.
    const isStuck = await Promise.race([window.loadURL(url).catch(() => false), stuck]);
    clearTimeout(late);
    if (isStuck !== true || wanted !== url || window.isDestroyed()) return;
    options.log("The window's page did not load; it is loaded anew.");
    const there = new Promise<void>((resolve) => webContents.once('did-finish-load', () => resolve()));
    // Where there is a process, its end has the page loaded anew.
    if (webContents.getOSProcessId() !== 0) webContents.forcefullyCrashRenderer();
    else void load(url);
    await there;
  };
  const show = () => {
    if (window.isDestroyed()) return;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  };

  const { webContents } = window;
  secureContents(webContents, options.breach, (url) => {
    const way = wanted === TROUBLE_URL ? wayOut(url) : null;
    if (way !== null) options.chose(way);
    return way !== null;
  });
  // Some ways out (about:blank) ask nobody: what arrives elsewhere is taken back.
  webContents.on('did-navigate', (_event, url) => {
    if (url === CONSOLE_URL || url === TROUBLE_URL) return;
    options.breach(`went to ${url.slice(0, 200)}`);
    void load(wanted);
  });
  if (!options.hidden) window.once('ready-to-show', show);

  const isWorthAnotherTry = createCrashes(() => performance.now());
  webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || options.isQuitting()) return;
    options.log(`The window's page ended (${reason}).`);
    if (isWorthAnotherTry()) void load(wanted);
    // The page of troubles has no script that could end it: what does would do so again and again.
    else if (wanted !== TROUBLE_URL) options.gaveUp();
  });

  const keepPlace = () => {
    const bounds = window.getNormalBounds();
    writeWindowState(options.stateFile, { bounds, maximized: window.isMaximized() });
  };
  // Nobody is asked when the power fails: it is kept as soon as a hand that moves it rests.
  let resting: NodeJS.Timeout | undefined;
  const moved = () => {
    clearTimeout(resting);
    resting = setTimeout(keepPlace, REST_MS);
  };
  window.on('move', moved);
  window.on('resize', moved);
  window.on('close', (event) => {
    keepPlace();
    if (options.isQuitting()) return;
    event.preventDefault();
    // Its first page may be drawn already, and this event on its way.
    window.off('ready-to-show', show);
    window.hide();
  });
  window.on('closed', () => {
    clearTimeout(resting);
    if (!options.isQuitting()) options.lost();
  });
  return {
    window,
    show,
    showConsole: () => load(CONSOLE_URL),
    showTrouble: () => load(TROUBLE_URL),
    askForPlace: (usualName) => askForPlace(window, usualName),
    punish: () => webContents.forcefullyCrashRenderer(),
    end() {
      if (window.isDestroyed()) return;
      keepPlace();
      window.destroy();
    },
  };
}
