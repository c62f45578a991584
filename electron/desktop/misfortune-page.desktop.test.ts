/** Processes that end: the page's, which comes back, and the app's own, which is started again. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { dialogOf, fill, openByButton, printerOf, submit, valuesOf } from '../../renderer/testing/pages.ts';
import { addPrinter } from '../testing/add-printer.ts';
import { emptyPlace } from '../testing/place.ts';
import { until } from '../testing/until.ts';
import { pageOf } from './testing/app-page.ts';
import { inMain, isShown } from './testing/main-process.ts';
import { choose, showsConsole, showsTrouble, startSolo } from './testing/solo-app.ts';
import type { SoloApp } from './testing/solo-app.ts';

const CLOSED_EARLY = fileURLToPath(new URL('testing/closed-early.cjs', import.meta.url));
const STUCK_LOAD = fileURLToPath(new URL('testing/stuck-load.cjs', import.meta.url));
const WINDOW = `require('electron').BrowserWindow.getAllWindows()[0]`;

/** Ends the page's process as a crash does; resolves with the address of the page that was loaded then. */
async function crashPage({ app }: SoloApp): Promise<string> {
  const loaded = `new Promise((resolve) => {
    const { webContents } = ${WINDOW};
    webContents.once('did-finish-load', () => resolve(webContents.getURL()));
    webContents.forcefullyCrashRenderer();
  })`;
  return z.string().parse(await inMain(app, loaded));
}

const untilAdded = (url: string, id: string) =>
  until(`printer ${id}`, async () => (await addPrinter(url, id).catch(() => 0)) === 201);

describe('a page that crashes', () => {
  it('comes back by itself, with the form as far as it was filled', async () => {
    const solo = await startSolo(await emptyPlace());
    const typed = { Maker: 'Prusa', Model: 'MK4S', Note: 'half a thought' };
    const before = await showsConsole(solo.app);
    await fill(await openByButton(before, 'Add printer', 'Add printer'), typed);
    expect(await crashPage(solo)).toMatch(/^app:\/\/printraft\//);

    // All but the open dialog is hidden from screen readers, by which a test finds things.
    const page = await pageOf(solo.app);
    const dialog = dialogOf(page, 'Add printer');
    await dialog.waitFor();
    expect(await valuesOf(dialog, Object.keys(typed))).toEqual(typed);
    await submit(dialog, 'Add printer');
    await page.getByRole('article').filter({ hasText: 'half a thought' }).waitFor();
  });

  it('again and again says so instead, and the workstation goes on; Try again brings the console back', async () => {
    const solo = await startSolo(await emptyPlace());
    await showsConsole(solo.app);
    const came: string[] = [];
    for (let n = 0; n < 4; n += 1) came.push(new URL(await crashPage(solo)).host);
    expect(came).toEqual(['printraft', 'printraft', 'printraft', 'trouble']);
    await untilAdded(solo.url, 'P-1');
    const { page, reason } = await showsTrouble(solo.app);
    expect(reason).toBe('The window failed several times within a minute.');
    await choose(page, 'Try again');
    await printerOf(await showsConsole(page), 'P-1').waitFor();
  });
});

describe('a page that gets lost while it loads', () => {
  it('is loaded anew, and the app is ready then', async () => {
    const { app } = await startSolo(await emptyPlace(), { NODE_OPTIONS: `--require ${STUCK_LOAD}` });
    await app.said(/did not load; it is loaded anew/);
    await showsConsole(app);
  });
});

describe('a window that is closed in the moment in which it would come up', () => {
  it('stays closed', async () => {
    const { app } = await startSolo(await emptyPlace(), { NODE_OPTIONS: `--require ${CLOSED_EARLY}` });
    expect(await inMain(app, 'globalThis.closed')).toBe('early');
    expect(await isShown(app)).toBe(false);
  });
});

describe('an app that ends without being asked', () => {
  it('by kill -9 has its records, and its window where it was, when it is started again', async () => {
    const data = await emptyPlace();
    const first = await startSolo(data);
    await showsConsole(first.app);
    await untilAdded(first.url, 'P-1');
    const bounds = { x: 60, y: 50, width: 900, height: 700 };
    await inMain(first.app, `${WINDOW}.setBounds(${JSON.stringify(bounds)})`);
    const kept = join(data, 'desktop', 'window.json');
    await until('its place is kept', async () => {
      const text = await readFile(kept, 'utf8').catch(() => '');
      return text.includes('"width":900');
    });
    await first.app.kill('SIGKILL');

    const again = await startSolo(data);
    await printerOf(await showsConsole(again.app), 'P-1').waitFor();
    expect(await inMain(again.app, `${WINDOW}.getBounds()`)).toEqual(bounds);
  });

  it('by a fault in the program is gone at once, and leaves word of it', async () => {
    const data = await emptyPlace();
    const { app } = await startSolo(data);
    await showsConsole(app);
    await inMain(app, `void setTimeout(() => { throw new Error('one that nobody thought of'); })`);
    expect(await app.ended).toEqual({ code: 1, signal: null });
    expect(await readFile(join(data, 'crash.txt'), 'utf8')).toContain('one that nobody thought of');
  });
});
