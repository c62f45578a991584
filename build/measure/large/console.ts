/** The console of a large shop in a real Chromium: from the address to its screens, what holds them up, and its memory. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { z } from 'zod';
import type { ShopProcesses } from '../../../electron/testing/shop-processes.ts';
import { findBrowser, launchOptions } from '../../browser.ts';
import { type Row, row, timesRow } from '../figure.ts';
import { type Api, withApi } from './api.ts';
import { afterClick, Tasks, untilPainted, WATCH, whenQuiet } from './page-watch.ts';

const TIMES = 5;
const NUMBER = 1;
/** Where the changes come from. */
const OTHER = 2;
const VIEWPORT = { width: 1280, height: 900 };
const QUIET_MS = 1_500;

/** In the order in which they are visited: where each is, and what stands on it once it is there. */
const SCREENS = [
  { name: 'Printers', address: '#/printers', shows: 'article[aria-label^="Printer "]' },
  { name: 'Jobs', address: '#/jobs', shows: 'tr[aria-label^="Job "]' },
  { name: 'Filament', address: '#/filament', shows: 'article[aria-label^="Filament "]' },
] as const;
type Screen = (typeof SCREENS)[number];

type Shown = Readonly<{
  /** From the address, or from the click on another screen, until it was painted. */
  ms: number;
  /** Times that the page did something else for more than 50 ms until it was quiet, and once somebody changed a record. */
  tasks: Tasks;
  afterChange: Tasks;
  elements: number;
  heap: number;
}>;

export async function consoleRows(shop: ShopProcesses): Promise<readonly Row[]> {
  const browser = await chromium.launch(launchOptions(await findBrowser()));
  try {
    return await withApi(shop.url(OTHER), async (api) => {
      const visits: Shown[][] = [];
      for (let n = 0; n < TIMES; n++) visits.push(await visit(browser, shop.url(NUMBER), api));
      return SCREENS.flatMap((screen, n) =>
        screenRows(
          screen,
          visits.flatMap((visited) => visited.slice(n, n + 1)),
        ),
      );
    });
  } finally {
    await browser.close();
  }
}

/** Each time with a profile that has nothing in it. */
async function visit(browser: Browser, url: string, api: Api): Promise<Shown[]> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  try {
    const page = await context.newPage();
    await page.addInitScript(WATCH);
    const visited: Shown[] = [];
    for (const screen of SCREENS) {
      const isFirst = visited.length === 0;
      if (isFirst) await page.goto(`${url}/${screen.address}`, { waitUntil: 'commit' });
      visited.push(await show(page, screen, isFirst, api));
    }
    return visited;
  } finally {
    await context.close();
  }
}

async function show(page: Page, { address, shows }: Screen, isOpening: boolean, api: Api): Promise<Shown> {
  const painted = isOpening ? untilPainted(shows) : afterClick(`nav a[href="${address}"]`, shows);
  const ms = await numberIn(page, painted);
  const tasks = await quiet(page);
  await api.call({ method: 'PATCH', path: '/api/v2/spools/S0', body: { lot: `${performance.now()}` } });
  await pause(QUIET_MS);
  const afterChange = await quiet(page);
  const elements = await numberIn(page, `document.querySelectorAll('*').length`);
  return { ms, tasks, afterChange, elements, heap: await heapOf(page) };
}

const numberIn = async (page: Page, expression: string) =>
  z.number().parse(await page.evaluate<unknown>(expression));

const quiet = async (page: Page) => Tasks.parse(await page.evaluate<unknown>(whenQuiet(QUIET_MS)));

async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

function screenRows({ name, address }: Screen, all: readonly Shown[]): Row[] {
  const of = <T>(what: (shown: Shown) => T) => all.map(what);
  const longest = (tasks: Tasks) => Math.max(0, ...tasks.map(({ duration }) => duration));
  const from = address === SCREENS[0].address ? 'address opened' : 'click';
  return [
    timesRow(
      `console: ${from} → ${name} painted`,
      of(({ ms }) => ms),
    ),
    row(
      '… tasks of more than 50 ms in the page until it is quiet',
      of(({ tasks }) => tasks.length),
      String,
    ),
    timesRow(
      '… the longest of them',
      of(({ tasks }) => longest(tasks)),
    ),
    timesRow(
      '… the longest such task once a spool was edited elsewhere (0: none)',
      of(({ afterChange }) => longest(afterChange)),
    ),
    row(
      '… elements in the page',
      of(({ elements }) => elements),
      String,
    ),
    row(
      '… heap of the page after a full collection',
      of(({ heap }) => heap),
      (bytes) => `${Math.round(bytes / 2 ** 20)} MB`,
    ),
  ];
}
