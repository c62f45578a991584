import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../electron/testing/until.ts';
import { startJourney } from '../testing/journey.ts';
import {
  button,
  dialogOf,
  fieldOf,
  fill,
  gone,
  noticeOf,
  openByButton,
  printerOf,
  says,
  sendButton,
  submit,
  valuesOf,
} from '../testing/pages.ts';
import {
  countPrinters,
  fillPrinterForm,
  PRINTER_LABELS,
  printerFields,
  sendUntilTaken,
} from '../testing/printer-form.ts';

const journey = startJourney([
  { type: 'printer.create', id: 'MK4S-1', maker: 'Prusa', model: 'MK4S', note: '' },
]);

const others = (number: number) => journey().shop.numbers.filter((each) => each !== number);

beforeEach(async () => {
  await journey().shop.untilLed();
});
afterEach(async () => {
  for (const number of journey().shop.numbers) {
    if (journey().shop.isRunning(number)) journey().shop.signal(number, 'SIGCONT');
  }
  await journey().shop.startAll();
});

describe('the leader is killed', () => {
  it('while a form is filled: nothing of it is lost, and it is taken by those who go on', async () => {
    const { shop } = journey();
    const leader = await shop.untilLed();
    const dialog = await fillPrinterForm(journey(), others(leader)[0]!, 'kept');
    await shop.kill(leader);
    await shop.untilLed();
    expect(await valuesOf(dialog, PRINTER_LABELS)).toEqual(printerFields('kept'));
    await submit(dialog, 'Add printer');
    await printerOf(dialog.page(), 'PR-0001').waitFor();
    await shop.start(leader);
    expect(await countPrinters(shop, 'kept')).toEqual([1, 1, 1]);
  });

  it('at the moment of sending: it is carried out once', async () => {
    const { shop } = journey();
    const leader = await shop.untilLed();
    const dialog = await fillPrinterForm(journey(), others(leader)[1]!, 'moment');
    const killed = shop.kill(leader);
    await sendUntilTaken(dialog);
    await killed;
    await shop.start(leader);
    expect(await countPrinters(shop, 'moment')).toEqual([1, 1, 1]);
  });
});

describe('two of three are killed', () => {
  it('the last one shows what it knows, says for whom it waits, keeps a form, and goes on when one is back', async () => {
    const { shop, consoles } = journey();
    const page = await consoles.open(1);
    await Promise.all([shop.kill(2), shop.kill(3)]);
    await says(noticeOf(page), /^Reading only: waiting for Workstation 2 or Workstation 3\./);
    await page.getByRole('link', { name: 'Shop health: Reading only' }).waitFor();
    await says(printerOf(page, 'MK4S-1'), /Prusa MK4S/);

    // A leader that has lost its majority does not know at once.
    await until('nobody leads', async () => (await shop.leader()) === null);
    const dialog = await openByButton(page, 'Add printer', 'Add printer');
    await fill(dialog, printerFields('majority'));
    await button(dialog, 'Add printer').click();
    await says(dialog.getByRole('alert'), /Not saved: the shop cannot take changes at the moment/);
    expect(await valuesOf(dialog, PRINTER_LABELS)).toEqual(printerFields('majority'));

    await shop.start(2);
    await gone(noticeOf(page));
    await submit(dialog, 'Add printer');
    await shop.start(3);
    expect(await countPrinters(shop, 'majority')).toEqual([1, 1, 1]);
  });
});

describe('a page that is loaded anew', () => {
  it('has the form as it was filled', async () => {
    const { shop } = journey();
    const dialog = await fillPrinterForm(journey(), 1, 'reloaded');
    const page = dialog.page();
    await page.reload();
    const again = dialogOf(page, 'Add printer');
    await again.waitFor();
    expect(await valuesOf(again, PRINTER_LABELS)).toEqual(printerFields('reloaded'));
    await submit(again, 'Add printer');
    expect(await countPrinters(shop, 'reloaded')).toEqual([1, 1, 1]);
  });

  it('while its command is under way asks what became of it, and does not do it twice', async () => {
    const { shop } = journey();
    const dialog = await fillPrinterForm(journey(), 1, 'under way');
    const page = dialog.page();
    // Held up, not dead: the command lies with them until they go on.
    for (const number of others(1)) shop.signal(number, 'SIGSTOP');
    await button(dialog, 'Add printer').click();
    await expect.poll(() => sendButton(dialog).getAttribute('aria-busy')).toBe('true');
    await page.reload();
    const again = dialogOf(page, 'Add printer');
    await again.waitFor();
    await says(again.getByRole('alert'), /not known whether this was saved/);
    expect(await fieldOf(again, 'Model').inputValue()).toBe('under way');
    for (const number of others(1)) shop.signal(number, 'SIGCONT');
    await shop.untilLed();
    await sendUntilTaken(again);
    expect(await countPrinters(shop, 'under way')).toEqual([1, 1, 1]);
  });
});
