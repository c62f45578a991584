/** A page outlives its workstation in a browser only: the app's window goes with it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBrowserJourney } from '../testing/journey.ts';
import { button, gone, noticeOf, printerOf, says, valuesOf } from '../testing/pages.ts';
import {
  countPrinters,
  fillPrinterForm,
  PRINTER_LABELS,
  printerFields,
  untilTaken,
} from '../testing/printer-form.ts';

const journey = startBrowserJourney([
  { type: 'printer.create', id: 'MK4S-1', maker: 'Prusa', model: 'MK4S', note: '' },
]);

beforeEach(async () => {
  await journey().shop.untilLed();
});
afterEach(async () => {
  await journey().shop.startAll();
});

describe('the workstation of this very page is killed', () => {
  it('the page says so, goes on showing records, and connects again by itself', async () => {
    const { shop, consoles } = journey();
    const page = await consoles.open(2);
    await shop.kill(2);
    await says(noticeOf(page), /^Reading only: PrintRaft on this workstation does not answer/);
    await page.getByRole('link', { name: 'Shop health: Not connected' }).waitFor();
    await says(printerOf(page, 'MK4S-1'), /Prusa MK4S/);
    await shop.start(2);
    await gone(noticeOf(page));
    await page.getByRole('link', { name: 'Shop health: All well' }).waitFor();
  });

  it('a form sent meanwhile stays as it is, waits for it, and is carried out once', async () => {
    const { shop } = journey();
    const dialog = await fillPrinterForm(journey(), 3, 'own workstation');
    await shop.kill(3);
    await says(noticeOf(dialog.page()), /does not answer/);
    expect(await valuesOf(dialog, PRINTER_LABELS)).toEqual(printerFields('own workstation'));
    await button(dialog, 'Add printer').click();
    await shop.start(3);
    await untilTaken(dialog);
    expect(await countPrinters(shop, 'own workstation')).toEqual([1, 1, 1]);
  });
});
