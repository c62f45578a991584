/** A tablet on the LAN: what a real browser does with the address that `printraft devices add` prints. */
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findBrowser, launchOptions } from '../../build/browser.ts';
import { OWN_WATCHERS } from '../../electron/testing/http.ts';
import { serveLan, type ServedLan } from '../../electron/testing/lan.ts';
import { serveStrangeSite, type StrangeSite } from '../testing/strange-site.ts';

const DIST = process.env.PRINTRAFT_TEST_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url));

let browser: Browser;
let served: ServedLan;
let tablet: BrowserContext;
let page: Page;
let origin: string;
/** What the page asked for, and what it complained of. */
let asked: string[];
let complaints: string[];

beforeAll(async () => {
  browser = await chromium.launch(launchOptions(await findBrowser()));
});
afterAll(() => browser.close());
beforeEach(async () => {
  served = await serveLan({ consoleDirectory: `${DIST}/renderer`, build: 'another' });
  origin = `https://${served.own}`;
  // Whoever holds the tablet has compared the fingerprint.
  tablet = await browser.newContext({ ignoreHTTPSErrors: true });
  page = await tablet.newPage();
  asked = [];
  complaints = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) complaints.push(message.text());
  });
});
afterEach(async () => {
  await tablet.close();
  await served.close();
  expect(complaints).toEqual([]);
});

const console = () => page.getByRole('heading', { level: 1, name: 'Printers' });
const refused = () => page.getByRole('heading', { name: 'This device is not let in yet' });
const addPrinter = (id: string) =>
  served.solo.execute({ type: 'printer.create', id, maker: 'Prusa', model: 'MK4S', note: '' });

describe('the address with the token', () => {
  it('opens the console, which follows the shop; the token stays neither in the address nor in reach of script', async () => {
    const { token } = await served.devices.add('Tablet');
    await page.goto(`${origin}/#token=${token}`);
    await console().waitFor();
    await addPrinter('MK4S-1');
    await page.getByText('MK4S-1').first().waitFor();
    expect(page.url()).not.toContain(token);
    expect(
      await page.evaluate(() => document.cookie + JSON.stringify(Object.entries(localStorage))),
    ).not.toContain(token);
    // Going back finds no token either.
    await page.goBack().catch(() => null);
    expect(page.url()).not.toContain(token);
    expect(asked.filter((url) => url.split('#')[0]?.includes(token))).toEqual([]);

    const again = await tablet.newPage();
    await again.goto(origin);
    await again.getByRole('heading', { level: 1, name: 'Printers' }).waitFor();
  });

  it('opened where a device is let in already makes the browser the new one', async () => {
    const first = await served.devices.add('Old');
    await page.goto(`${origin}/#token=${first.token}`);
    await console().waitFor();
    const second = await served.devices.add('New');
    const other = await tablet.newPage();
    await other.goto(`${origin}/#token=${second.token}`);
    await other.getByRole('heading', { level: 1, name: 'Printers' }).waitFor();
    await expect.poll(() => other.url()).not.toContain(second.token);
    await served.devices.remove('Old');
    await other.reload();
    await other.getByRole('heading', { level: 1, name: 'Printers' }).waitFor();
  });
});

describe('without one', () => {
  it('a page says what to do, takes a pasted token, and says what is wrong with another', async () => {
    const { token } = await served.devices.add('Tablet');
    await page.goto(origin);
    await refused().waitFor();
    await page.getByText('printraft devices add NAME').waitFor();
    await page.getByLabel('Token').fill('nonsense');
    await page.getByRole('button', { name: 'Let this device in' }).click();
    await page.getByText(/^The token is of no device/).waitFor();
    await page.getByLabel('Token').fill(` ${origin}/#token=${token} `);
    await page.getByRole('button', { name: 'Let this device in' }).click();
    await console().waitFor();
  });

  it('any more, the console is cut off at once', async () => {
    const { token } = await served.devices.add('Tablet');
    await page.goto(`${origin}/#token=${token}`);
    await console().waitFor();
    await expect.poll(() => served.solo.watchers).toBe(OWN_WATCHERS + 1);
    await served.devices.remove('Tablet');
    await expect.poll(() => served.solo.watchers).toBe(OWN_WATCHERS);
    await page.reload();
    await refused().waitFor();
  });
});

describe('a page of somebody else in the same browser', () => {
  let site: StrangeSite;
  // Another site than 127.0.0.1, which another port of it would not be.
  const elsewhere = () => `http://localhost:${site.port}`;
  beforeAll(async () => {
    site = await serveStrangeSite();
  });
  afterAll(() => site.close());

  it('reads nothing, changes nothing and opens no socket, though the browser has the cookie', async () => {
    const { token } = await served.devices.add('Tablet');
    await page.goto(`${origin}/#token=${token}`);
    await console().waitFor();
    const evil = await tablet.newPage();
    await evil.goto(elsewhere());
    const outcomes = await evil.evaluate(async (at) => {
      const body = JSON.stringify({ id: 'EVIL-1', company: 'a', model: 'b' });
      const tried = async (init: RequestInit) =>
        fetch(`${at}/api/v1/printers`, { credentials: 'include', ...init }).then(
          (answer) => (answer.type === 'opaque' ? 'opaque' : 'read'),
          () => 'refused',
        );
      return [
        await tried({}),
        await tried({ method: 'POST', mode: 'no-cors', body, headers: { 'content-type': 'text/plain' } }),
        await tried({ method: 'POST', body, headers: { 'content-type': 'application/json' } }),
        await new Promise<string>((resolve) => {
          const socket = new WebSocket(`${at.replace('https', 'wss')}/console`);
          socket.onopen = () => resolve('open');
          socket.onerror = () => resolve('refused');
        }),
      ];
    }, origin);
    expect(outcomes).toEqual(['refused', 'refused', 'refused', 'refused']);
    expect(served.solo.shop.printers.size).toBe(0);
  });

  it('may link to the console, which opens for who is let in', async () => {
    const { token } = await served.devices.add('Tablet');
    await page.goto(`${origin}/#token=${token}`);
    await console().waitFor();
    await page.goto(elsewhere());
    await page.evaluate((at) => location.assign(at), origin);
    await console().waitFor();
  });
});
