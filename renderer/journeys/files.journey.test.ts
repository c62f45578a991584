/** Files in and out on the screens: looked at before anything is done, and then all of it or nothing. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { startJourney } from '../testing/journey.ts';
import {
  button,
  dialogOf,
  filamentOf,
  gone,
  goTo,
  printerOf,
  says,
  spoolOf,
  type ScreenName,
} from '../testing/pages.ts';

const journey = startJourney([
  { type: 'printer.create', id: 'MK4S-1', maker: 'Prusa', model: 'MK4S', note: 'By the door' },
  {
    ...{ type: 'spool.create', id: 'S-1', totalMg: 1_000_000, remainingMg: 900_000 },
    filament: { product: { maker: 'Prusament', material: 'PLA', colour: 'White' } },
  },
]);

async function fromMenu(page: Page, item: string): Promise<void> {
  await button(page.getByRole('main'), 'Import and export').click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

async function openImport(page: Page, screen: ScreenName = 'Printers'): Promise<Locator> {
  await goTo(page, screen);
  await fromMenu(page, 'Import…');
  const dialog = dialogOf(page, 'Import');
  await dialog.waitFor();
  return dialog;
}

const give = (dialog: Locator, name: string, content: string | Buffer) =>
  dialog
    .getByLabel('File', { exact: true })
    .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });

describe('a table', () => {
  it('is recognised, shown, brought in by one click, and seen at another workstation', async () => {
    const { consoles } = journey();
    const page = await consoles.open(1);
    const dialog = await openImport(page);
    await give(dialog, 'mine.csv', 'ID;Maker;Model;Note\nMK4S-1;Prusa;MK4S;In the corner\nV-24;Voron;2.4;\n');
    await says(dialog, /mine\.csv/, /1 printer will be added, 1 printer will change\./);
    await says(dialog, /V-24/, /Voron 2\.4/, /MK4S-1/, /note/);
    expect(await dialog.getByLabel('What it is').inputValue()).toBe('printers');
    expect(await printerOf(page, 'V-24').count()).toBe(0);
    await button(dialog, 'Import all of it').click();
    await says(dialog, /Brought in: 1 printer added, 1 printer changed\./);
    await button(dialog, 'Done').click();
    await gone(dialog);
    await says(printerOf(page, 'MK4S-1'), /In the corner/);
    await printerOf(await consoles.open(2), 'V-24').waitFor();
  });

  it('with anything wrong in it does nothing, and says what and where', async () => {
    const page = await journey().consoles.open(1);
    const dialog = await openImport(page, 'Filament');
    await give(dialog, 'filament.csv', 'ID,Material,Colour,Hex\nF-A,PLA,Red,#ff0000\nF-B,PLA,Blue,#GGG\n');
    await says(dialog, /One thing is wrong/, /Line 3, Hex/);
    expect(await button(dialog, 'Import all of it').count()).toBe(0);
    // Mended, it is chosen again.
    await give(dialog, 'filament.csv', 'ID,Material,Colour,Hex\nF-A,PLA,Red,#ff0000\nF-B,PLA,Blue,#0000ff\n');
    await says(dialog, /2 filaments will be added\./);
    await button(dialog, 'Import all of it').click();
    await says(dialog, /2 filaments added/);
    await button(dialog, 'Done').click();
    await filamentOf(page, 'F-B').waitFor();
  });

  it('that could be several things is what somebody says that it is', async () => {
    const page = await journey().consoles.open(1);
    const dialog = await openImport(page);
    await give(dialog, 'notes.csv', 'ID,Note\nMK4S-1,Said so\n');
    await says(dialog, /A guess/);
    await dialog.getByLabel('What it is').selectOption('printers');
    await says(dialog, /1 printer will change\./);
    await button(dialog, 'Import all of it').click();
    await says(dialog, /1 printer changed/);
  });
});

describe('what cannot be brought in', () => {
  it.each([
    ['an empty file', 'empty.csv', '', /The file is empty/],
    ['a picture', 'photo.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1]), /no text file/],
    ['a workbook', 'book.xlsx', Buffer.from([0x50, 0x4b, 3, 4]), /save the sheet as CSV/],
    ['a letter', 'letter.txt', 'Dear Ada,\nhow are you?\n', /none of the columns/],
    ['half a file', 'half.json', '{"spools":[{', /damaged/],
    ['too much', 'log.csv', 'x'.repeat(5 * 1024 * 1024), /At most 4 MB/],
    ['too many rows', 'rows.csv', `Maker,Model\n${'Prusa,MK4S\n'.repeat(1_001)}`, /parts of 1000 rows/],
  ])('is told for %s', async (_what, name, content, why) => {
    const page = await journey().consoles.open(1);
    const dialog = await openImport(page);
    await give(dialog, name, content);
    await says(dialog, why);
    expect(await button(dialog, 'Import all of it').count()).toBe(0);
  });
});

describe('another program’s file', () => {
  it('of Spoolman comes in', async () => {
    const page = await journey().consoles.open(1);
    const dialog = await openImport(page, 'Filament');
    const vendor = { id: 1, name: 'Prusament' };
    const filament = { id: 3, name: 'Orange', material: 'PETG', density: 1.27, diameter: 1.75, weight: 1000 };
    const spool = { id: 7, initial_weight: 1000, used_weight: 200, filament: { ...filament, vendor } };
    await give(dialog, 'spools.json', JSON.stringify([spool]));
    await says(dialog, /2 records will be added/, /S-SM-7/);
    await button(dialog, 'Import all of it').click();
    await says(dialog, /2 records added/);
    await button(dialog, 'Done').click();
    await says(spoolOf(page, 'S-SM-7'), /800 g/);
  });

  it('of the old system comes in', async () => {
    const page = await journey().consoles.open(1);
    const dialog = await openImport(page);
    const state = { printers: { OLD: { company: 'Anet', model: 'A8' } }, filaments: {}, print_jobs: {} };
    await give(dialog, 'state_node_5001.json', JSON.stringify(state));
    await says(dialog, /1 record will be added/, /Anet A8/);
    await button(dialog, 'Import all of it').click();
    await says(dialog, /1 record added/);
  });
});

it('an import that is killed in the middle is done once or not at all, and can be asked again', async () => {
  const { shop, consoles } = journey();
  const page = await consoles.open(3);
  const dialog = await openImport(page);
  await give(dialog, 'many.csv', `Maker,Model\n${'Bambu Lab,X1C\n'.repeat(300)}`);
  await says(dialog, /300 printers will be added\./);
  // Two of three: whatever becomes of it, it cannot be confirmed before one of them is back.
  await Promise.all([shop.kill(1), shop.kill(2)]);
  await button(dialog, 'Import all of it').click();
  await says(dialog, /Nothing was brought in|not known/);
  await Promise.all([shop.start(1), shop.start(2)]);
  await expect
    .poll(
      async () => {
        const again = dialog.getByRole('button', { name: /^(Import all of it|Check again)$/ });
        if ((await again.count()) > 0) await again.click();
        return dialog.innerText();
      },
      { timeout: 60_000, interval: 1_500 },
    )
    .toMatch(/brought in\.|Brought in: 300 printers added/);
  await button(dialog, 'Done').click();
  await says(page.getByRole('main'), /Bambu Lab X1C/);
  // Longer than the screen draws at once.
  const csv = await (await fetch(`${shop.url(3)}/api/v2/export/printers`)).text();
  expect(csv.match(/,Bambu Lab,X1C,/g)).toHaveLength(300);
});

// The app asks its user where to: electron/desktop/save-as.desktop.test.ts.
it.runIf(inject('world') === 'browser')(
  'records go out as files, and come in again as they are',
  async () => {
    const page = await journey().consoles.open(3);
    const saved = async (press: () => Promise<void>) => {
      const [file] = await Promise.all([page.waitForEvent('download'), press()]);
      return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
    };
    await goTo(page, 'Filament');
    const spools = await saved(() => fromMenu(page, 'Export spools as CSV'));
    expect(spools.name).toBe('spools.csv');
    expect(spools.text).toMatch(/^\uFEFFID,Filament,Maker/);
    const filament = await saved(() => fromMenu(page, 'Export filament as CSV'));
    expect(filament).toMatchObject({ name: 'filament.csv' });
    await goTo(page, 'Jobs');
    expect((await page.getByRole('button', { name: 'Import…' }).count()) > 0).toBe(true);
    await goTo(page, 'Printers');
    const printers = await saved(() => fromMenu(page, 'Export as CSV'));
    expect(printers.text).toContain('V-24,Voron,2.4');
    await goTo(page, 'Shop');
    const all = await saved(() => button(page, 'Export everything (JSON)').click());
    expect(all.name).toBe('printraft.json');
    expect((JSON.parse(all.text) as { format: string }).format).toBe('printraft-export');
    const dialog = await openImport(page, 'Filament');
    await give(dialog, 'spools.csv', spools.text);
    await says(dialog, /All of it is here already/);
  },
);
