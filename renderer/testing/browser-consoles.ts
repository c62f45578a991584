/** Consoles in a real Chromium, over WebSockets. */
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { findBrowser, launchOptions } from '../../build/browser.ts';
import { PATIENCE_MS } from './consoles.ts';
import type { Consoles, OpenOptions } from './consoles.ts';
import { watchPages } from './faults.ts';

export type BrowserConsoles = Omit<Consoles, 'open'> &
  Readonly<{
    /** As `Consoles.open`; the page is there once it has that heading. */
    open: (number: number, options?: OpenOptions, heading?: string) => Promise<Page>;
    /** A window that shows something else than a console. */
    openElsewhere: (url: string) => Promise<Page>;
  }>;

/** A console that looks for its killed workstation fails to connect, which Chromium tells as an error. */
const LOOKING =
  /^WebSocket connection to '(ws:\/\/[^/]+)\/console' failed|net::ERR_CONNECTION_(REFUSED|RESET)/;

/** @param url where the workstation of a number answers, without a slash at the end */
export async function openBrowserConsoles(url: (number: number) => string): Promise<BrowserConsoles> {
  const browser: Browser = await chromium.launch(launchOptions(await findBrowser()));
  const contexts = new Map<string, Promise<BrowserContext>>();
  const pages = new Set<Page>();
  const faults: string[] = [];

  /** Windows of one workstation share a profile, which makes them quick to open; what a window keeps, they do not. */
  const contextFor = (name: string, options: OpenOptions, prepare: (context: BrowserContext) => void) => {
    const key = `${name} ${options.colorScheme ?? ''}`;
    const known = contexts.get(key);
    if (known) return known;
    const created = browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    contexts.set(key, created);
    return created.then((context) => {
      context.setDefaultTimeout(PATIENCE_MS);
      prepare(context);
      return context;
    });
  };
  const newPage = async (context: BrowserContext) => {
    const page = await context.newPage();
    pages.add(page);
    return page;
  };

  return {
    async open(number, options = {}, heading = 'Printers') {
      const origin = url(number);
      const socket = `${origin.replace(/^http/, 'ws')}/console`;
      const mayAsk = ({ protocol, host, href }: URL) => `${protocol}//${host}` === origin || href === socket;
      const fault = (what: string) => faults.push(`workstation ${number}: ${what}`);
      const page = await newPage(
        await contextFor(`${number}`, options, (context) =>
          watchPages(context, { mayAsk, mayComplain: LOOKING }, fault),
        ),
      );
      await page.goto(`${origin}/`);
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
      return page;
    },
    async openElsewhere(strange) {
      const page = await newPage(await contextFor('elsewhere', {}, () => undefined));
      await page.goto(strange);
      return page;
    },
    takeFaults: () => faults.splice(0),
    async closePages() {
      await Promise.all([...pages].map((page) => page.close()));
      pages.clear();
    },
    close: () => browser.close(),
  };
}
