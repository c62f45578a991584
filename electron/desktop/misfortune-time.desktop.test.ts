/** Time that stands still or goes backwards: a computer that sleeps, a clock that is set. */
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printerOf } from '../../renderer/testing/pages.ts';
import { addPrinter } from '../testing/add-printer.ts';
import { startShop } from '../testing/shop-processes.ts';
import type { ShopProcesses } from '../testing/shop-processes.ts';
import { until } from '../testing/until.ts';
import { inMain, INSPECTED } from './testing/main-process.ts';
import { showsConsole } from './testing/solo-app.ts';

/** The app; 2 and 3 run without a window. */
const APP = 1;
/** Longer than any timeout of an election, of a link or of a viewer. */
const ASLEEP_MS = 15_000;
const DAY_MS = 86_400_000;
const CLOCK = fileURLToPath(new URL('testing/shifted-clock.cjs', import.meta.url));

let shop: ShopProcesses;

beforeAll(async () => {
  shop = await startShop({
    apps: (number) => number === APP,
    flags: (number) => (number === APP ? [INSPECTED] : []),
    env: (number): Record<string, string> => (number === APP ? { NODE_OPTIONS: `--require ${CLOCK}` } : {}),
  });
});
afterAll(() => shop.stopAll());

/** Adds it at a workstation as soon as that takes writes. */
const untilAdded = (number: number, id: string) =>
  until(`printer ${id}`, async () => (await addPrinter(shop.url(number), id).catch(() => 0)) === 201);

/** Kills whoever leads, until the app was elected. */
async function untilAppLeads(): Promise<void> {
  // Each of the two that are left is as likely to win.
  for (let tries = 0; tries < 30; tries += 1) {
    const leader = await shop.untilLed();
    if (leader === APP) return;
    await shop.restart(leader);
  }
  throw new Error('the app was never elected');
}

describe('a workstation that sleeps while it leads', () => {
  it('is replaced by the others, and shows what changed meanwhile once it wakes', async () => {
    await untilAppLeads();
    const page = await showsConsole(shop.app(APP));
    shop.signal(APP, 'SIGSTOP');
    const asleep = delay(ASLEEP_MS);
    // Only another leader takes it.
    await untilAdded(2, 'while-it-slept');
    await asleep;
    const leader = await shop.untilLed();
    shop.signal(APP, 'SIGCONT');

    await printerOf(page, 'while-it-slept').waitFor();
    await untilAdded(APP, 'after-it-woke');
    for (const number of shop.numbers) await shows(number, 'after-it-woke');
    // It woke as a follower and disturbed nobody (dissertation §9.6, pre-votes).
    expect(await shop.untilLed()).toBe(leader);
    expect(shop.isRunning(APP)).toBe(true);
  });
});

describe('a clock that is set back by a day while its workstation leads', () => {
  it('breaks nothing: it leads on, and its writes are taken and shown everywhere', async () => {
    await untilAppLeads();
    const page = await showsConsole(shop.app(APP));
    await inMain(shop.app(APP), `globalThis.clockOffMs = ${-DAY_MS}`);
    const there = Number(await inMain(shop.app(APP), 'Date.now()'));
    expect(Date.now() - there).toBeGreaterThan(DAY_MS - 60_000);
    for (const number of shop.numbers) await untilAdded(number, `back-in-time-${number}`);
    for (const number of shop.numbers) await printerOf(page, `back-in-time-${number}`).waitFor();
    for (const number of shop.numbers) await shows(number, `back-in-time-${APP}`);
    expect(await shop.untilLed()).toBe(APP);
  });

  it('and is set right again', async () => {
    const page = await showsConsole(shop.app(APP));
    await inMain(shop.app(APP), 'globalThis.clockOffMs = 0');
    await untilAdded(3, 'right-again');
    await printerOf(page, 'right-again').waitFor();
    expect(shop.stderr(APP)).not.toMatch(/printraft: /);
  });
});

async function shows(number: number, id: string): Promise<void> {
  await until(`${id} at ${number}`, async () => {
    const response = await fetch(`${shop.url(number)}/api/v1/printers`);
    return response.ok && ((await response.json()) as { id: string }[]).some((each) => each.id === id);
  });
}
