/**
 * Opens the console of a workstation and watches what its pages do wrong. Journeys know this interface
 * only, so that the same journeys can be walked in another window than a browser's.
 */
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, BrowserContextOptions, ConsoleMessage, Page } from 'playwright-core';
import { findBrowser, launchOptions } from '../../build/browser.ts';

export type OpenOptions = Pick<BrowserContextOptions, 'colorScheme'>;

export type Consoles = Readonly<{
  /** The console of the workstation of that number, in a window of its own, on its first screen. */
  open: (number: number, options?: OpenOptions) => Promise<Page>;
  /** A window that shows something else than a console. */
  openElsewhere: (url: string) => Promise<Page>;
  /** How many commands the page has sent to its workstation, repeated ones among them. */
  commandsSent: (page: Page) => number;
  /** Every error, breach of the content policy and call to a stranger since the last time, and forgets them. */
  takeFaults: () => readonly string[];
  closePages: () => Promise<void>;
  close: () => Promise<void>;
}>;

/** A console that looks for its killed workstation fails to connect, which Chromium tells as an error. */
const LOOKING =
  /^WebSocket connection to '(ws:\/\/[^/]+)\/console' failed|net::ERR_CONNECTION_(REFUSED|RESET)/;

/** For one thing that a page should do: much more than it takes, as the machine may be busy. */
const PATIENCE_MS = 15_000;

/** @param url where the workstation of a number answers, without a slash at the end */
export async function openConsoles(url: (number: number) => string): Promise<Consoles> {
  const browser: Browser = await chromium.launch(launchOptions(await findBrowser()));
  const contexts = new Map<string, Promise<BrowserContext>>();
  const pages = new Set<Page>();
  const commands = new WeakMap<Page, number>();
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
    async open(number, options = {}) {
      const origin = url(number);
      const fault = (what: string) => faults.push(`workstation ${number}: ${what}`);
      const page = await newPage(
        await contextFor(`${number}`, options, (context) => watch(context, origin, fault)),
      );
      watchSockets(page, origin, fault, () => commands.set(page, (commands.get(page) ?? 0) + 1));
      await page.goto(`${origin}/`);
      await page.getByRole('heading', { level: 1, name: 'Printers' }).waitFor();
      return page;
    },
    async openElsewhere(strange) {
      const page = await newPage(await contextFor('elsewhere', {}, () => undefined));
      await page.goto(strange);
      return page;
    },
    commandsSent: (page) => commands.get(page) ?? 0,
    takeFaults: () => faults.splice(0),
    async closePages() {
      await Promise.all([...pages].map((page) => page.close()));
      pages.clear();
    },
    close: () => browser.close(),
  };
}

function watch(context: BrowserContext, origin: string, fault: (what: string) => void): void {
  context.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol !== 'data:' && `${protocol}//${host}` !== origin) fault(`asked ${request.url()}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400) fault(`${response.status()} for ${response.url()}`);
  });
  context.on('weberror', (error) => fault(`threw ${error.error().stack ?? error.error().message}`));
  context.on('console', (message) => {
    if (isComplaint(message)) fault(`console ${message.type()}: ${message.text()}`);
  });
  context.on('page', (page) => page.on('crash', () => fault('the page crashed')));
}

function watchSockets(
  page: Page,
  origin: string,
  fault: (what: string) => void,
  commandSent: () => void,
): void {
  page.on('websocket', (socket) => {
    if (socket.url() !== `${origin.replace(/^http/, 'ws')}/console`) fault(`opened ${socket.url()}`);
    socket.on('framesent', ({ payload }) => {
      if (payload.includes('"request":"execute"')) commandSent();
    });
  });
}

/** Breaches of the content policy are console errors in Chromium. */
function isComplaint(message: ConsoleMessage): boolean {
  const isLoud = message.type() === 'error' || message.type() === 'warning';
  return isLoud && !LOOKING.test(message.text());
}
