import { chromium } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { runApp } from './testing/app-process.ts';
import { freePorts } from './testing/free-ports.ts';
import { emptyPlace } from './testing/place.ts';

it('the app starts with a window and a workstation, and quits in order when it is asked to', async () => {
  const [http, link] = await freePorts(2);
  const at = ['--http', `127.0.0.1:${http}`, '--link', `127.0.0.1:${link}`];
  const app = runApp({ args: ['--data', await emptyPlace(), '--found', 'A', ...at] });
  onTestFinished(async () => {
    await app.kill();
  });
  await app.ready();

  const response = await fetch(`http://127.0.0.1:${http}/api/v1/printers`);
  expect(await response.json()).toEqual([]);

  const browser = await chromium.connectOverCDP(await app.devTools());
  const page = browser.contexts()[0]!.pages()[0]!;
  await page.getByRole('heading', { level: 1, name: 'Printers' }).waitFor();
  expect(page.url()).toMatch(/^app:\/\/printraft\//);

  expect(await app.kill('SIGTERM')).toEqual({ code: 0, signal: null });
});
