/** The window of an app that is measured. */
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import type { RunningApp } from '../../../electron/testing/app-process.ts';

/** Resolves with its page once somebody could work with it: the console is there, and a printer can be added. */
export async function usableWindow(app: RunningApp): Promise<{ browser: Browser; page: Page }> {
  const browser = await chromium.connectOverCDP(await app.devTools());
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('the app has no session');
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  await page.locator('button:enabled', { hasText: 'Add printer' }).first().waitFor();
  return { browser, page };
}
