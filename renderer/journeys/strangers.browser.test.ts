import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowserJourney } from '../testing/journey.ts';
import { recordsOf } from '../testing/records-of.ts';
import { serveStrangeSite } from '../testing/strange-site.ts';
import type { StrangeSite } from '../testing/strange-site.ts';

const journey = startBrowserJourney([
  { type: 'printer.create', id: 'MK4S-1', maker: 'Prusa', model: 'MK4S', note: 'secret' },
]);

let site: StrangeSite;
beforeAll(async () => {
  site = await serveStrangeSite();
});
afterAll(() => site.close());

/** Whether a page gets the console's socket open. */
function opensSocket(page: Page, origin: string): Promise<boolean> {
  return page.evaluate(
    (address) =>
      new Promise<boolean>((resolve) => {
        const socket = new WebSocket(address);
        socket.onopen = () => resolve(true);
        socket.onerror = () => resolve(false);
      }),
    `${origin.replace(/^http/, 'ws')}/console`,
  );
}

type Call = Readonly<{ path: string; method: string; type?: string; mode: RequestMode; body?: string }>;

/** What a page can read of an answer; null where the browser gives it nothing. */
function reads(page: Page, origin: string, { path, method, type, mode, body }: Call): Promise<string | null> {
  const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
  return page.evaluate(
    async ({ url, ...init }) => {
      try {
        return await (await fetch(url, init)).text();
      } catch {
        return null;
      }
    },
    { url: origin + path, method, mode, headers, body: body ?? null },
  );
}

const body = JSON.stringify({
  id: 'EVIL-1',
  manufacturer: 'Evil',
  company: 'Evil',
  model: 'X',
  maker: 'Evil',
});
const READS: readonly Call[] = [
  '/api/v1/printers',
  '/api/v1/jobs?consistency=local',
  '/NodeStatus',
  '/peers',
].flatMap((path) => (['cors', 'no-cors'] as const).map((mode): Call => ({ path, method: 'GET', mode })));
const WRITES: readonly Call[] = (
  [
    ['application/json', 'cors'],
    ['text/plain', 'no-cors'],
    ['application/x-www-form-urlencoded', 'no-cors'],
    ['text/plain', 'cors'],
  ] as const
).map(([type, mode]) => ({ path: '/api/v1/printers', method: 'POST', type, mode, body }));

it('the console’s own page may do all of this', async () => {
  const { shop, consoles } = journey();
  const page = await consoles.open(1);
  expect(await opensSocket(page, shop.url(1))).toBe(true);
  for (const call of READS.filter(({ mode }) => mode === 'cors')) {
    expect(await reads(page, shop.url(1), call)).not.toBeNull();
  }
  expect(await reads(page, shop.url(1), READS[0]!)).toContain('MK4S-1');
});

describe.each(['127.0.0.1', 'localhost'])('a page of somebody else at %s', (host) => {
  const open = () => journey().consoles.openElsewhere(`http://${host}:${site.port}/`);

  it('cannot open the console’s socket', async () => {
    const page = await open();
    for (const number of journey().shop.numbers) {
      expect(await opensSocket(page, journey().shop.url(number))).toBe(false);
    }
  });

  it('reads nothing', async () => {
    const { shop } = journey();
    const page = await open();
    for (const call of READS) expect((await reads(page, shop.url(1), call)) ?? '').toBe('');
  });

  it('writes nothing, by script or by a form', async () => {
    const { shop } = journey();
    const before = await recordsOf(shop, 2);
    const page = await open();
    for (const call of WRITES) expect((await reads(page, shop.url(1), call)) ?? '').toBe('');
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.evaluate(
      (action) => {
        const form = document.createElement('form');
        Object.assign(form, { action, method: 'post', enctype: 'text/plain' });
        document.body.append(form);
        form.submit();
      },
      `${shop.url(1)}/api/v1/printers`,
    );
    expect((await answered).status()).toBe(403);
    expect(await recordsOf(shop, 2)).toBe(before);
  });

  it('cannot put the console into a frame', async () => {
    const { shop } = journey();
    const page = await open();
    const answered = page.waitForResponse((response) => response.url().startsWith(shop.url(1)));
    await page.evaluate(
      (src) => {
        const frame = document.createElement('iframe');
        frame.src = src;
        document.body.append(frame);
      },
      `${shop.url(1)}/`,
    );
    expect((await answered).status()).toBe(403);
  });

  it('may link to it', async () => {
    const { shop } = journey();
    const page = await open();
    await page.evaluate(
      (href) => {
        const link = document.createElement('a');
        Object.assign(link, { href, textContent: 'PrintRaft' });
        document.body.append(link);
      },
      `${shop.url(1)}/`,
    );
    await page.getByRole('link', { name: 'PrintRaft' }).click();
    await page.getByRole('article', { name: 'Printer MK4S-1' }).waitFor();
  });
});
