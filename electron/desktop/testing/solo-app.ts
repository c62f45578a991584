/** An app of a test's own: a shop of one workstation on a directory, and what its window shows. */
import type { Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { RunningApp, runApp } from '../../testing/app-process.ts';
import type { AppOptions } from '../../testing/app-process.ts';
import { freePorts } from '../../testing/free-ports.ts';
import { pageOf } from './app-page.ts';
import { INSPECTED } from './main-process.ts';

export type SoloApp = Readonly<{ app: RunningApp; url: string }>;

/** Starts it on free ports; resolves when its window is there, and killed when the test ends. */
export async function startSolo(data: string, env: AppOptions['env'] = {}): Promise<SoloApp> {
  const [http, link] = await freePorts(2);
  const at = ['--http', `127.0.0.1:${http}`, '--link', `127.0.0.1:${link}`];
  const own = ['--data', data, '--found', 'A', ...at];
  return { app: await startApp(own, env), url: `http://127.0.0.1:${http}` };
}

/** The same with other flags. */
export async function startApp(args: readonly string[], env: AppOptions['env'] = {}): Promise<RunningApp> {
  const app = runApp({ args: [INSPECTED, ...args], env });
  onTestFinished(async () => {
    await app.kill();
  });
  await app.ready();
  return app;
}

/** An app that rests, or its window's page where that may be on its way to another. */
type Shown = RunningApp | Page;
const pageIn = (shown: Shown) => (shown instanceof RunningApp ? pageOf(shown) : Promise.resolve(shown));

/** Waits until the window shows the console, with the shop in it. */
export async function showsConsole(shown: Shown): Promise<Page> {
  const page = await pageIn(shown);
  await page.getByRole('heading', { level: 1, name: 'Printers' }).waitFor();
  return page;
}

/** Waits until the window says that the app cannot go on. Resolves with the page and the reason it gives. */
export async function showsTrouble(shown: Shown): Promise<Readonly<{ page: Page; reason: string }>> {
  const page = await pageIn(shown);
  await page.getByRole('heading', { level: 1, name: 'PrintRaft cannot go on' }).waitFor();
  return { page, reason: await page.getByRole('alert').innerText() };
}

/** Chooses a way out on the page of troubles. */
export const choose = (page: Page, way: 'Try again' | 'Quit') =>
  page.getByRole('link', { name: way, exact: true }).click();
