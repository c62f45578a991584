import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, inject, it } from 'vitest';
import { startJourney } from '../testing/journey.ts';
import {
  button,
  dialogOf,
  fieldOf,
  fill,
  goTo,
  gone,
  jobOf,
  openByButton,
  openByMenu,
  printerOf,
  says,
  spoolOf,
  submit,
} from '../testing/pages.ts';

const journey = startJourney([
  {
    type: 'spool.create',
    id: 'S-TEAL',
    filament: { product: { maker: 'Polymaker', material: 'PETG', colour: 'Teal', hex: '#118c8c' } },
    totalMg: 1_000_000,
    remainingMg: 1_000_000,
  },
]);

async function choose(page: Page, of: string, item: string): Promise<void> {
  await button(page.getByRole('main'), `More for ${of}`).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

it('a shift: from who works here to what was done, and one thing taken back', async () => {
  const { consoles } = journey();
  const page = await consoles.open(1);

  // Who works here.
  await button(page, 'Operator: Nobody picked').click();
  await page.getByRole('menuitem', { name: 'Another name…' }).click();
  const who = dialogOf(page, 'Who works here?');
  await fill(who, { Name: 'Ada' });
  await submit(who, 'Use this name');
  await button(page, 'Operator: Ada').waitFor();

  // A printer with two slots, and a spool in the second.
  const printer = await openByButton(page, 'Add printer', 'Add printer');
  await fill(printer, {
    Maker: 'Prusa',
    Model: 'XL',
    ID: 'XL-1',
    'Spool slots': '2',
    'Nozzles (mm)': '0.4, 0.6',
  });
  await submit(printer, 'Add printer');
  const card = printerOf(page, 'XL-1');
  const slot = await openByButton(card, 'Load slot 2', 'Load slot 2 of XL-1');
  await fill(slot, { Spool: 'S-TEAL' });
  await submit(slot, 'Load');
  await says(card, /PETG Teal/, /1000 g/);

  // Two copies of a job, for any printer and any spool that fits.
  await goTo(page, 'Jobs');
  const job = await openByButton(page.getByRole('main'), 'New job', 'New job');
  await fill(job, {
    File: 'clip.gcode',
    Material: 'PETG',
    Colour: 'Teal',
    'Filament needed (g)': '100',
    Copies: '2',
    ID: 'J-CLIP',
    'Time for a copy': '2:00',
  });
  await submit(job, 'Create job');
  const row = jobOf(page, 'J-CLIP');
  await says(row, /Queued/, /0 of 2/, /PETG Teal/, /2 × 100 g/);
  expect(await button(row, 'Start').getAttribute('title')).toBe('Start on XL-1 from S-TEAL');

  // Started by one click, it fails; what is proposed is little, as it has just begun, and is mended by hand.
  await button(row, 'Start').click();
  await says(row, /Running/, /XL-1/);
  await goTo(page, 'Printers');
  await button(card, 'Failed…').click();
  const failed = dialogOf(page, 'J-CLIP failed on XL-1?');
  expect(Number(await fieldOf(failed, 'Filament used (g)').inputValue())).toBeLessThan(5);
  expect(await fieldOf(failed, 'Try this copy again').isChecked()).toBe(true);
  await fill(failed, { 'Filament used (g)': '12.5' });
  await submit(failed, 'Book as failed');
  await says(card, /Plate to clear/, /Next\s+J-CLIP/);

  // The plate is cleared, and then with the next start.
  await button(card, 'Plate is clear').click();
  await says(card, /Free/);
  await button(card, 'Start').click();
  await says(card, /Printing/);
  await button(card, 'Finish').click();
  await says(card, /Plate to clear/);
  await button(card, 'Plate is clear, start').click();
  await says(card, /Printing/, /1 of 2, 1 failed/);
  await button(card, 'Finish').click();
  await goTo(page, 'Jobs');
  await says(row, /Done/, /2 of 2, 1 failed/);
  await goTo(page, 'Filament');
  await says(spoolOf(page, 'S-TEAL'), /788 g of 1000 g/, /In XL-1, slot 2/);

  // What was weighed by mistake is taken back at once, what was edited from the list of what was done.
  const weigh = await openByButton(spoolOf(page, 'S-TEAL'), 'Weigh', 'Weigh spool S-TEAL');
  await fill(weigh, { 'Remaining (g)': '78', Note: 'misread' });
  await submit(weigh, 'Save weight');
  await says(spoolOf(page, 'S-TEAL'), /78 g of 1000 g/);
  await button(page.getByRole('banner'), 'Undo').click();
  await says(spoolOf(page, 'S-TEAL'), /788 g of 1000 g/);
  await goTo(page, 'Printers');
  const edit = await openByMenu(card, 'XL-1', 'Edit', 'Edit printer XL-1');
  await fill(edit, { Note: 'By the door' });
  await submit(edit, 'Save');
  await says(card, /By the door/);

  await goTo(page, 'Activity');
  const main = page.getByRole('main');
  await says(
    main,
    /Ada added printer XL-1/,
    /Ada put spool S-TEAL into XL-1, slot 2/,
    /Ada added job J-CLIP: clip\.gcode/,
    /Ada started job J-CLIP on XL-1 from S-TEAL/,
    /Ada booked a failed copy of job J-CLIP on XL-1: 12\.5 g used/,
    /Ada cleared the plate of XL-1/,
    /Ada finished job J-CLIP on XL-1: 100 g used/,
    /Ada weighed spool S-TEAL: 787\.5 g → 78 g \(misread\)/,
    /Ada took back entry \d+: spool S-TEAL: left 78 g → 787\.5 g/,
    /Ada edited printer XL-1: note nothing → By the door/,
  );
  const entry = main.getByRole('listitem').filter({ hasText: 'edited printer XL-1' });
  await button(entry, 'Undo').click();
  await says(main, /Ada took back entry \d+: printer XL-1: note By the door → nothing/);
  await says(entry.first(), /taken back/);
  await goTo(page, 'Printers');
  expect(await card.innerText()).not.toContain('By the door');

  // In the app its user is asked where to: electron/desktop/save-as.desktop.test.ts.
  if (inject('world') === 'browser') {
    await goTo(page, 'Activity');
    await button(main, 'Import and export').click();
    const item = page.getByRole('menuitem', { name: 'Export as CSV' });
    const [file] = await Promise.all([page.waitForEvent('download'), item.click()]);
    expect(file.suggestedFilename()).toBe('activity.csv');
    const csv = await readFile(await file.path(), 'utf8');
    expect(csv.split('\r\n')[0]).toBe('\ufeffnumber,time,operator,workstation,action,what');
    expect(csv).toContain(',cleared the plate of XL-1\r\n');
  }

  // It can be found by words, and another workstation tells the same.
  const there = await consoles.open(2);
  await goTo(there, 'Activity');
  await there.getByRole('searchbox', { name: 'Search activity' }).fill('weighed');
  await says(there.getByRole('main'), /Ada weighed spool S-TEAL/);
  await expect.poll(() => there.getByRole('main').innerText()).not.toContain('cleared the plate');
});

it('a printer goes into maintenance, and back to work', async () => {
  const page = await journey().consoles.open(2);
  const card = printerOf(page, 'XL-1');
  await choose(page, 'XL-1', 'Into maintenance');
  await says(card, /In maintenance/);
  await choose(page, 'XL-1', 'Back to work');
  await says(card, /Free/);
  await button(card, 'Take out S-TEAL').click();
  await gone(button(card, 'Take out S-TEAL'));
});

it('a job is started on a printer that it does not fit, by whoever overrules what is in the way', async () => {
  const page = await journey().consoles.open(2);
  await goTo(page, 'Jobs');
  const dialog = await openByButton(page.getByRole('main'), 'New job', 'New job');
  await fill(dialog, { File: 'w.gcode', Material: 'PETG', 'Filament needed (g)': '1', ID: 'J-WIDE' });
  await fill(dialog, { 'Nozzle (mm)': '0.8' });
  await submit(dialog, 'Create job');
  await choose(page, 'J-WIDE', 'Start anyway…');
  const start = dialogOf(page, 'Start J-WIDE anyway');
  await fill(start, { Printer: 'XL-1', Spool: 'S-TEAL' });
  await says(start, /You overrule:/, /0\.8 mm nozzle wanted, has 0\.4, 0\.6 mm/);
  await submit(start, 'Start anyway');
  await says(jobOf(page, 'J-WIDE'), /Running/, /XL-1/);
  await button(jobOf(page, 'J-WIDE'), 'Finish').click();
  await says(jobOf(page, 'J-WIDE'), /Done/);
  await goTo(page, 'Printers');
  await button(printerOf(page, 'XL-1'), 'Plate is clear').click();
});

it('the queue is put in order, held, and gone on with', async () => {
  const page = await journey().consoles.open(3);
  await goTo(page, 'Jobs');
  for (const id of ['J-A', 'J-B', 'J-C']) {
    const dialog = await openByButton(page.getByRole('main'), 'New job', 'New job');
    await fill(dialog, { File: `${id}.gcode`, Spool: 'S-TEAL', 'Filament needed (g)': '5', ID: id });
    await submit(dialog, 'Create job');
    await jobOf(page, id).waitFor();
  }
  const queue = page.getByRole('table', { name: 'Queued jobs' });
  const order = async () =>
    (await queue.getByRole('rowheader').allInnerTexts()).map((text) => text.trim()).join(' ');
  const ordered = (wanted: string) => expect.poll(order).toBe(wanted);
  await ordered('J-A J-B J-C');
  await choose(page, 'J-C', 'Move to the top');
  await ordered('J-C J-A J-B');
  await choose(page, 'J-C', 'Move down');
  await ordered('J-A J-C J-B');
  await choose(page, 'J-B', 'Move up');
  await ordered('J-A J-B J-C');
  await choose(page, 'J-B', 'Hold');
  await says(jobOf(page, 'J-B'), /On hold/);
  expect(await button(jobOf(page, 'J-B'), 'Start').count()).toBe(0);
  await button(jobOf(page, 'J-B'), 'Go on').click();
  await button(jobOf(page, 'J-B'), 'Start').waitFor();
  await choose(page, 'J-A', 'Print again');
  await expect.poll(async () => await queue.getByRole('rowheader').count()).toBe(4);
});
