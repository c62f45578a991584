/**
 * `npm run screens:app`: pictures of the real app's window, light and dark, in .screens/: among its shop, reading
 * only, and where its workstation does not start.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { z } from 'zod';
import { fillShop } from '../../electron/demo-fill.ts';
import { inMain, INSPECTED } from '../../electron/desktop/testing/main-process.ts';
import { ELECTRON } from '../../electron/testing/app-process.ts';
import { createShop } from '../../electron/testing/shop-processes.ts';
import type { ShopProcesses } from '../../electron/testing/shop-processes.ts';
import { sampleShop } from '../../shared/domain/sample.ts';
import { findElectron, isRoot } from '../electron-runtime.ts';
import { isolated } from '../isolation.ts';

const OUT = fileURLToPath(new URL('../../.screens/', import.meta.url));
const APP = 1;
/** Pictures are for eyes: what fades in has to have arrived. */
const SETTLE_MS = 600;

const PICTURE = `require('electron').BrowserWindow.getAllWindows()[0].webContents.capturePage()
  .then((image) => image.toPNG().toString('base64'))`;

/** Takes one of the window as it is, in both themes. */
async function take(shop: ShopProcesses, name: string, until: string): Promise<void> {
  const browser = await chromium.connectOverCDP(await shop.app(APP).devTools());
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('the app has no session');
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  await page.getByText(until).first().waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForTimeout(SETTLE_MS);
    // Not Playwright's: that waits for frames, and a screen that nobody sees may paint none.
    const png = z.base64().parse(await inMain(shop.app(APP), PICTURE));
    await writeFile(join(OUT, `${name}-${colorScheme}.png`), png, 'base64');
  }
  await browser.close();
}

async function takeAll(): Promise<void> {
  await mkdir(OUT, { recursive: true });
  const shop = await createShop({
    apps: (number) => number === APP,
    flags: (number) => (number === APP ? [INSPECTED] : []),
  });
  try {
    await shop.startAll();
    await shop.untilLed();
    await fillShop(shop.url(APP), sampleShop());
    await take(shop, 'app-well', 'All well');
    await Promise.all([shop.kill(2), shop.kill(3)]);
    await take(shop, 'app-reading-only', 'Reading only');
    await shop.kill(APP);
    await writeFile(join(shop.directory(APP), 'shop.json'), 'damaged');
    shop.spawn(APP);
    await take(shop, 'app-trouble', 'Try again');
  } finally {
    await shop.stopAll();
  }
  process.stdout.write(`6 pictures in ${OUT}\n`);
}

if (process.env[ELECTRON] === undefined) {
  // Once more, where there is a screen that nobody sees.
  const env = { ...process.env, [ELECTRON]: await findElectron(), NO_AT_BRIDGE: '1' };
  const command = [process.execPath, '--import', 'tsx', fileURLToPath(import.meta.url)];
  const [file = '', ...args] = process.platform === 'linux' ? isolated(command, isRoot) : command;
  process.exitCode = spawnSync(file, args, { stdio: 'inherit', env }).status ?? 1;
} else {
  await takeAll();
  process.exit(0);
}
