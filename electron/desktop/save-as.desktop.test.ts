/** The shop's records as files, from the app's own window: its user says where, and its page decides nothing. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Bridge } from '../../shared/contract/bridge.ts';
import { until } from '../testing/until.ts';
import { pageOf } from './testing/app-page.ts';
import { startVictim } from './testing/attacker.ts';
import type { Victim } from './testing/attacker.ts';
import { inMain } from './testing/main-process.ts';

const DIALOG = `require('electron').dialog`;

let victim: Victim;
let page: Page;
let folder = '';

beforeAll(async () => {
  victim = await startVictim();
  folder = await mkdtemp(join(tmpdir(), 'printraft-saved-'));
});
afterAll(async () => {
  await victim.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A hand at the system's dialog, which no test can press: it chooses that name, or (null) cancels. */
async function hand(name: string | null): Promise<void> {
  const chosen =
    name === null ? { canceled: true, filePath: '' } : { canceled: false, filePath: join(folder, name) };
  await inMain(
    victim.app,
    `void (globalThis.asked = [], ${DIALOG}.showSaveDialog = async (_window, asked) => {
      globalThis.asked.push(asked.defaultPath);
      return ${JSON.stringify(chosen)};
    })`,
  );
}
const asked = async () => (await inMain(victim.app, 'globalThis.asked')) as string[];
const there = (name: string) =>
  until(`${name} is there`, async () => (await readdir(folder)).includes(name)).then(() =>
    readFile(join(folder, name), 'utf8'),
  );

beforeEach(async () => {
  page = await pageOf(victim.app);
  // As a window that has just been opened.
  await page.evaluate(() => {
    sessionStorage.clear();
    history.replaceState(null, '', location.pathname);
  });
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Printers' }).waitFor();
});

const goTo = (screen: string) =>
  page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: screen }).click();
async function fromMenu(item: string): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: 'Import and export' }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

describe('in the app', () => {
  it('a file comes in', async () => {
    await page.getByRole('button', { name: 'Import…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import' });
    const file = join(folder, 'mine.csv');
    await writeFile(file, 'ID,Maker,Model\nP1,Prusa,MK4S\n');
    await dialog.getByLabel('File', { exact: true }).setInputFiles(file);
    await dialog.getByText('1 printer will be added.').waitFor();
    await dialog.getByRole('button', { name: 'Import all of it' }).click();
    await dialog.getByText('Brought in: 1 printer added.').waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('article', { name: 'Printer P1' }).waitFor();
  });

  it('a file of the greatest size comes through the door, as often as somebody looks at it', async () => {
    await fromMenu('Import…');
    const dialog = page.getByRole('dialog', { name: 'Import' });
    const rows = `,,${'x'.repeat(400)}\n`.repeat(10_000);
    const file = join(folder, 'large.csv');
    await writeFile(file, `ID,Maker,Model\n${rows}`);
    for (let n = 0; n < 3; n += 1) {
      await dialog.getByLabel('File', { exact: true }).setInputFiles(file);
      await dialog.getByText(/parts of 1000 rows/).waitFor();
    }
    await dialog.locator('footer').getByRole('button', { name: 'Close' }).click();
    await victim.serves();
  });

  it('every export goes where its user says, and nowhere else', async () => {
    await hand('wall.csv');
    await goTo('Printers');
    await fromMenu('Export as CSV');
    expect(await there('wall.csv')).toMatch(/^\uFEFFID,Maker,Model[^]*\r\nP1,Prusa,MK4S,/);
    expect((await asked())[0]).toMatch(/[\\/]printers\.csv$/);

    await hand('deeds.csv');
    await goTo('Activity');
    await page.getByText('added printer P1').waitFor();
    await fromMenu('Export as CSV');
    expect(await there('deeds.csv')).toMatch(/^\uFEFFnumber,time,[^]*added printer P1/);

    await hand('all.json');
    await goTo('Shop');
    await page.getByRole('button', { name: 'Export everything (JSON)' }).click();
    expect(JSON.parse(await there('all.json'))).toMatchObject({ printers: [{ id: 'P1' }] });
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('a cancelled dialog writes nothing, and what cannot be written is said', async () => {
    const before = await readdir(folder);
    await hand(null);
    await goTo('Printers');
    await fromMenu('Export as CSV');
    await until('somebody was asked', async () => (await asked()).length === 1);
    expect(await readdir(folder)).toEqual(before);
    await hand(join('gone', 'wall.csv'));
    await fromMenu('Export as CSV');
    await page.getByText('Not saved: there is no such file or folder.').waitFor();
  });
});

describe('a page in somebody else’s hands', () => {
  const send = (params: object) =>
    page.evaluate(
      (text) => {
        (Reflect.get(window, 'printraft') as Bridge).send(text);
      },
      JSON.stringify({ id: 900, request: 'save', params }),
    );

  it('writes no program by an export, and nothing in the place of another file', async () => {
    await writeFile(join(folder, 'run.sh.csv'), 'mine');
    await hand('run.sh');
    await send({ what: 'activity', rows: [['#!/bin/sh'], ['=HYPERLINK("x")']] });
    await until('somebody was asked', async () => (await asked()).length === 1);
    await hand('start.sh');
    await send({ what: 'activity', rows: [['#!/bin/sh'], ['=HYPERLINK("x")']] });
    expect(await there('start.sh.csv')).toBe('\uFEFF#!/bin/sh\r\n"\'=HYPERLINK(""x"")"\r\n');
    expect(await readdir(folder)).not.toContain('start.sh');
    expect(await readFile(join(folder, 'run.sh.csv'), 'utf8')).toBe('mine');
  });

  it('says no place and no name of its own', async () => {
    await hand('no.csv');
    await send({ what: '../../etc/passwd' });
    await send({ what: 'printers', path: join(folder, 'no.csv'), name: 'x.sh' });
    await until('somebody was asked', async () => (await asked()).length > 0);
    expect(await asked()).toEqual([expect.stringMatching(/[\\/]printers\.csv$/)]);
  });

  it('still downloads nothing', async () => {
    await page.evaluate(
      `Object.assign(document.createElement('a'), { href: URL.createObjectURL(new Blob(['x'])), download: 'x.csv' }).click()`,
    );
    await victim.tells('started a download of blob:app://printraft/');
  });

  it('has the user asked no more than ten times in a minute', async () => {
    await hand(null);
    for (let n = 0; n < 20; n += 1) await send({ what: 'printers' });
    await victim.tells('asked to save files that nobody wants');
    expect((await asked()).length).toBeLessThanOrEqual(10);
  });
});
