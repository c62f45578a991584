/** Consoles in the windows of real apps, over IPC. */
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import type { RunningApp } from '../../electron/testing/app-process.ts';
import { PATIENCE_MS } from './consoles.ts';
import type { Consoles } from './consoles.ts';
import { watchPages } from './faults.ts';

/** The window of one app process, driven over the DevTools protocol. */
type Driven = Readonly<{ browser: Browser; page: Page }>;
/** What has been told of an app's main process. */
type Watched = { readonly app: RunningApp; readonly number: number; told: number };

/** The app's own files, and nothing of any network. */
const mayAsk = ({ protocol }: URL) => protocol === 'app:';
/** What the main process says of a page that tried what it may not: see electron/desktop/breaches.ts. */
const BREACH = /^.*which it may not.*$/gm;

/** @param appOf the app of the workstation of a number, as it runs now */
export function openAppConsoles(appOf: (number: number) => RunningApp): Consoles {
  const driven = new Map<RunningApp, Promise<Driven>>();
  const watched: Watched[] = [];
  const faults: string[] = [];

  const drive = async (app: RunningApp, number: number): Promise<Driven> => {
    const browser = await chromium.connectOverCDP(await app.devTools());
    const [context] = browser.contexts();
    if (!context) throw new Error(`the app of workstation ${number} has no session`);
    context.setDefaultTimeout(PATIENCE_MS);
    watchPages(context, { mayAsk }, (what) => faults.push(`workstation ${number}: ${what}`));
    const page = context.pages()[0] ?? (await context.waitForEvent('page'));
    return { browser, page };
  };
  const windowOf = (number: number) => {
    const app = appOf(number);
    const known = driven.get(app);
    if (known) return known;
    const started = drive(app, number);
    driven.set(app, started);
    watched.push({ app, number, told: 0 });
    return started;
  };
  /** What the main processes told of since the last time. */
  const breaches = () =>
    watched.flatMap((each) => {
      const all = each.app.stderr.match(BREACH) ?? [];
      const untold = all.slice(each.told);
      each.told = all.length;
      return untold.map((what) => `workstation ${each.number}: ${what}`);
    });

  return {
    async open(number, { colorScheme = null } = {}) {
      const { page } = await windowOf(number);
      await page.emulateMedia({ colorScheme });
      // As a window that has just been opened: what the one before kept in its session is gone.
      await page.evaluate(() => {
        sessionStorage.clear();
        history.replaceState(null, '', location.pathname);
      });
      await page.reload();
      await page.getByRole('heading', { level: 1, name: 'Printers' }).waitFor();
      return page;
    },
    takeFaults: () => [...faults.splice(0), ...breaches()],
    // The window is the app's and stays; `open` begins it anew.
    closePages: () => Promise.resolve(),
    async close() {
      const all = await Promise.all(driven.values());
      await Promise.all(all.map(({ browser }) => browser.close()));
    },
  };
}
