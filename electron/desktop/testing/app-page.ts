/** The window of an app that a test started, driven over the DevTools protocol. */
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import type { RunningApp } from '../../testing/app-process.ts';

/** The page that its window shows now. */
export async function pageOf(app: Pick<RunningApp, 'devTools'>): Promise<Page> {
  const browser = await chromium.connectOverCDP(await app.devTools());
  onTestFinished(() => browser.close());
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('the app has no session');
  context.setDefaultTimeout(15_000);
  return context.pages()[0] ?? (await context.waitForEvent('page'));
}
