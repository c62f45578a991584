/**
 * `npm run screens [-- WORD…]`: pictures of every screen of the console, light and dark, wide and narrow, in
 * .screens/. A word narrows them: `dark`, `wide`, or how a scene's name begins. Says where text has too little
 * contrast, where a page is wider than its window, and what the browser complained about; any of these is a
 * non-zero exit.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { sampleShop } from '../shared/domain/sample.ts';
import { findBrowser, launchOptions } from './browser.ts';
import { lowContrasts } from './screens/contrast.ts';
import { SCENES } from './screens/scenes.ts';
import type { Scene, Stage } from './screens/scenes.ts';
import { startShop, startShopless } from './screens/shop.ts';
import type { RunningShop } from './screens/shop.ts';

const OUT = fileURLToPath(new URL('../.screens/', import.meta.url));
const NAMES = ['Office', 'Workshop', 'Laser-PC'];
const STAGES: readonly Stage[] = ['busy', 'readingOnly', 'empty', 'shopless'];
const THEMES = ['light', 'dark'] as const;
const SIZES = [
  { name: 'wide', width: 1440, height: 900 },
  { name: 'narrow', width: 390, height: 844 },
] as const;
/** Something to read: a shop is not looked at in the second that it was filled. */
const LATER_MS = (2 * 60 + 17) * 60_000;
type Look = Readonly<{ theme: (typeof THEMES)[number]; size: (typeof SIZES)[number] }>;
const LOOKS: readonly Look[] = THEMES.flatMap((theme) => SIZES.map((size) => ({ theme, size })));

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const looks = chosen(LOOKS, words, ({ theme, size }, word) => word === theme || word === size.name);
  const scenes = chosen(SCENES, words, ({ name }, word) => name.startsWith(word));
  await mkdir(OUT, { recursive: true });
  const browser = await chromium.launch(launchOptions(await findBrowser()));
  let complaints = 0;
  try {
    for (const stage of STAGES) {
      const here = scenes.filter((scene) => scene.stage === stage);
      if (here.length > 0) complaints += await play(browser, stage, here, looks);
    }
  } finally {
    await browser.close();
  }
  process.stdout.write(`${scenes.length * looks.length} pictures in ${OUT}, ${complaints} complaints\n`);
  process.exitCode = complaints === 0 ? 0 : 1;
}

/** Those that every word fits that fits any; all where none does. */
function chosen<T>(all: readonly T[], words: readonly string[], fits: (each: T, word: string) => boolean) {
  const said = words.filter((word) => all.some((each) => fits(each, word)));
  return said.length === 0 ? all : all.filter((each) => said.some((word) => fits(each, word)));
}

/** Sets up a stage, takes its scenes in every look, and clears it away; answers how much was wrong. */
async function play(
  browser: Browser,
  stage: Stage,
  scenes: readonly Scene[],
  looks: readonly Look[],
): Promise<number> {
  const shop = await setUp(stage);
  let complaints = 0;
  try {
    for (const look of looks) {
      const { theme, size } = look;
      const context = await browser.newContext({
        viewport: { width: size.width, height: size.height },
        colorScheme: theme,
        reducedMotion: 'reduce',
        locale: 'en-GB',
      });
      for (const scene of scenes) {
        const name = `${scene.name}-${size.name}-${theme}`;
        const said = await take(await context.newPage(), shop, scene, join(OUT, `${name}.png`));
        for (const each of said) process.stdout.write(`${name}: ${each}\n`);
        complaints += said.length;
      }
      await context.close();
    }
  } finally {
    await shop.stop();
  }
  return complaints;
}

async function setUp(stage: Stage): Promise<RunningShop> {
  if (stage === 'shopless') return startShopless();
  if (stage === 'empty') return startShop(NAMES, []);
  const shop = await startShop(NAMES, sampleShop());
  if (stage === 'readingOnly') await Promise.all([shop.kill(1), shop.kill(2)]);
  return shop;
}

/** Takes one picture; answers what was wrong. */
async function take(page: Page, shop: RunningShop, scene: Scene, path: string): Promise<string[]> {
  const said: string[] = [];
  try {
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('pageerror', (error) => said.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('WebSocket')) said.push(message.text());
    });
    // What tsx wraps around functions that are sent into the page.
    await page.addInitScript('globalThis.__name = (target) => target');
    await page.clock.setFixedTime(Date.now() + LATER_MS);
    await scene.before?.(page);
    await page.goto(`${shop.urls[0] ?? ''}/#/${scene.screen}`);
    if (!scene.before) await ready(page, scene.stage);
    await scene.act?.(page);
    await page.waitForTimeout(SETTLE_MS);
    said.push(...(await complaintsOf(page)));
    await page.screenshot({
      path,
      fullPage: (scene.whole ?? false) && (page.viewportSize()?.width ?? 0) > 1000,
    });
  } catch (error) {
    said.push(error instanceof Error ? error.message : String(error));
  } finally {
    await page.close();
  }
  return said;
}

/** Pictures are for eyes: what fades in has to have arrived. */
const SETTLE_MS = 400;
/** For whatever a scene waits for. */
const PATIENCE_MS = 10_000;

async function ready(page: Page, stage: Stage): Promise<void> {
  if (stage === 'readingOnly') await page.getByRole('region', { name: 'Notice' }).waitFor();
  else if (stage === 'shopless') await page.getByRole('heading', { name: 'Join your shop' }).waitFor();
  else await page.getByRole('link', { name: 'Shop health: All well' }).waitFor();
}

async function complaintsOf(page: Page): Promise<string[]> {
  const low = await page.evaluate(lowContrasts);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return [
    ...low.map(({ text, ratio, wanted, where }) => `contrast ${ratio} < ${wanted}: "${text}" (${where})`),
    ...(overflow > 0 ? [`${overflow} px wider than the window`] : []),
  ];
}

await main();
