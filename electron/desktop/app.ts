/**
 * The app: a window, a tray, and the workstation that they look at, which runs in this very process.
 * `docs/architecture.md`, *On the desk*, tells how the parts belong together.
 */
import { join } from 'node:path';
import { app, Menu, powerMonitor, session } from 'electron';
import type { Workstation } from '../workstation-interface.ts';
import { listAssets } from './assets.ts';
import { createBreaches } from './breaches.ts';
import { appMenu } from './menu.ts';
import { answerFrom } from './protocol.ts';
import { SCHEME } from './origin.ts';
import { secureSession } from './policy.ts';
import { followPower, type Sleeper } from './power.ts';
import { openPresence } from './presence.ts';
import { profileIn } from './profile.ts';
import { createSaveAs } from './save-as.ts';
import { registerScheme } from './scheme.ts';
import { troublePage } from './trouble.ts';
import { servePage } from './viewers.ts';
import { openWindow } from './window.ts';
import type { AppWindow } from './window.ts';

/** A started workstation, whatever it took to start it. */
export type DeskNode = Sleeper &
  Readonly<{
    workstation: Workstation;
    stop: () => Promise<void>;
  }>;

export type DesktopOptions = Readonly<{
  /** The data directory; Electron's own files lie in a folder of it. */
  directory: string;
  build: string;
  /** The built console. */
  console: string;
  preload: string;
  /** The built `scheme.ts`. */
  early: string;
  /** The folder of drawn icons. */
  icons: string;
  /** Opened at login: only the tray shows. */
  hidden: boolean;
  /** Starts the workstation; may be called again after it rejected or was `fatal`. */
  start: (fatal: (cause: unknown) => void) => Promise<DeskNode>;
  log: (sentence: string) => void;
  /** Called once the app can do these: end, and load the page's files anew. */
  steer: (steering: Readonly<{ quit: () => void; reload: () => void }>) => void;
  /** Called once the workstation runs and the window shows it, or says why it does not. */
  ready: () => void;
}>;

/** How long the workstation may take to stop before the app ends all the same. */
const STOP_MS = 2_500;

const sentenceOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));

/** Whether the app is on its way out, so that nothing is opened any more. */
type Ending = { begun: boolean };

/**
 * Runs the app until it is quit. Must be called before Electron is ready.
 * @returns ends it at once, whatever state it is in, with that exit code
 */
export function runDesktop(options: DesktopOptions): (code: number) => void {
  const ending: Ending = { begun: false };
  const exit = (code: number) => {
    ending.begun = true;
    app.exit(code);
  };
  if (!registerScheme()) {
    app.relaunch({ args: ['--require', options.early, ...process.argv.slice(1)] });
    exit(0);
    return exit;
  }
  app.setName('PrintRaft');
  app.setPath('userData', profileIn(options.directory));
  // The app's pages load nothing from any network; with this they could not find it either.
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.commandLine.appendSwitch('disable-background-networking');
  if (!app.requestSingleInstanceLock()) {
    options.log('PrintRaft is open already; its window is shown.');
    exit(0);
    return exit;
  }
  app
    .whenReady()
    .then(() => open(options, ending))
    .catch((cause: unknown) => {
      options.log(`printraft: ${sentenceOf(cause)}`);
      exit(1);
    });
  return exit;
}

async function open(options: DesktopOptions, ending: Ending): Promise<void> {
  const { log, build } = options;
  const breach = createBreaches(log);
  let assets = await listAssets(options.console);
  let trouble = '';
  let running: Promise<DeskNode> | null = null;

  Menu.setApplicationMenu(Menu.buildFromTemplate(appMenu(process.platform)));
  secureSession(session.defaultSession, breach);
  session.defaultSession.protocol.handle(
    SCHEME,
    answerFrom(
      () => assets,
      () => troublePage(trouble),
    ),
  );

  let endPage: () => void = () => undefined;
  const openDesk = (hidden: boolean): AppWindow =>
    openWindow({
      preload: options.preload,
      stateFile: join(app.getPath('userData'), 'window.json'),
      hidden,
      breach,
      log,
      chose: (way) => (way === 'quit' ? app.quit() : start()),
      gaveUp: () => fail('The window failed several times within a minute.'),
      isQuitting: () => ending.begun,
      lost: () => {
        breach('closed its window');
        // As if it had been closed by hand: gone to the tray.
        desk = openDesk(true);
        show();
      },
    });
  let desk = openDesk(options.hidden);
  const save = createSaveAs({
    ask: (usualName) => desk.askForPlace(usualName),
    isShown: () => !desk.window.isDestroyed() && desk.window.isVisible(),
    breach,
    log,
  });
  let shown = Promise.resolve();
  /** Loads what there is to show, and serves the console's page. */
  const show = () => {
    endPage();
    if (trouble !== '' || running === null) {
      shown = desk.showTrouble();
      return;
    }
    endPage = servePage(desk.window.webContents, {
      workstation: running.then(({ workstation }) => workstation),
      build,
      save,
      log,
      breach,
      flood: () => {
        // Not as a breach: those are counted only, once a page has done many.
        log("The window's page sent more than any page may; its process is ended.");
        desk.punish();
      },
    });
    shown = desk.showConsole();
  };
  const presence = openPresence({
    icons: options.icons,
    show: () => desk.show(),
    quit: () => app.quit(),
    isWatched: () => !desk.window.isDestroyed() && desk.window.isFocused(),
    log,
  });

  const fail = (sentence: string) => {
    trouble = sentence;
    log(`printraft: ${sentence}`);
    if (ending.begun) return;
    presence.failed(sentence);
    show();
    desk.show();
  };
  const start = () => {
    trouble = '';
    const starting = stopNode().then(() => options.start((cause) => fail(sentenceOf(cause))));
    running = starting;
    presence.starting();
    show();
    starting.then(
      async ({ workstation }) => {
        if (running === starting) presence.follow(workstation);
        await shown;
        options.ready();
      },
      async (cause: unknown) => {
        fail(sentenceOf(cause));
        await shown;
        options.ready();
      },
    );
  };
  /** Resolves when nothing of it runs any more. */
  const stopNode = async () => {
    const stopping = running;
    running = null;
    // A workstation that did not start has nothing to stop, and one that could not go on has said why.
    await stopping?.then((node) => node.stop()).catch(() => undefined);
  };

  followPower(
    powerMonitor,
    () => running,
    () => app.quit(),
  );
  app.on('second-instance', () => desk.show());
  app.on('activate', () => desk.show());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  app.on('before-quit', () => {
    if (ending.begun) return;
    ending.begun = true;
    setTimeout(() => app.exit(0), STOP_MS);
    desk.end();
  });
  let stopping = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    // A terminal and npm each send their signal: the second must not cut off what the first began.
    if (stopping) return;
    stopping = true;
    presence.close();
    void stopNode().finally(() => app.exit(0));
  });
  options.steer({
    quit: () => app.quit(),
    reload: () => {
      void listAssets(options.console).then((listed) => {
        assets = listed;
        if (trouble === '') void desk.showConsole();
      });
    },
  });
  start();
}
