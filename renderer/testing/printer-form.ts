/** The form for a new printer, as outages and the like meet it. */
import type { Locator } from 'playwright-core';
import type { ShopProcesses } from '../../electron/testing/shop-processes.ts';
import { until } from '../../electron/testing/until.ts';
import type { Journey } from './journey.ts';
import { fill, openByButton, sendButton } from './pages.ts';
import { listOf } from './records-of.ts';

export const PRINTER_LABELS = ['Maker', 'Model', 'Note'];
/** The shop gives the ids, so that a command carried out twice would show as two printers. */
export const printerFields = (model: string) => ({ Maker: 'Prusa', Model: model, Note: 'New' });

/** A filled form for a new printer, at the workstation of that number. */
export async function fillPrinterForm(
  { consoles }: Journey,
  number: number,
  model: string,
): Promise<Locator> {
  const page = await consoles.open(number);
  const dialog = await openByButton(page, 'Add printer', 'Add printer');
  await fill(dialog, printerFields(model));
  return dialog;
}

/** How many printers of that model every workstation of the shop has. */
export async function countPrinters(shop: ShopProcesses, model: string): Promise<readonly number[]> {
  await shop.untilLed();
  const lists = await Promise.all(shop.numbers.map((number) => listOf(shop, number, 'printers')));
  return lists.map((list) => list.filter((each) => JSON.stringify(each).includes(`"${model}"`)).length);
}

/** Does what the form says, as its user would, until it was taken. */
export async function sendUntilTaken(dialog: Locator): Promise<void> {
  await sendButton(dialog).click();
  await untilTaken(dialog);
}

/** A command under way is taken in the end, or the form says that it was not: then it is sent again. */
export async function untilTaken(dialog: Locator): Promise<void> {
  const send = sendButton(dialog);
  await until(
    'the form was taken',
    async () => {
      // One look for both, whether it is there and what it says: it may close between two.
      const [said] = await dialog.getByRole('alert').allInnerTexts();
      if (said === undefined) return true;
      const busy = await send.getAttribute('aria-busy', { timeout: 500 }).catch(() => null);
      if (busy !== 'false' || said === '') return false;
      await send.click({ timeout: 500 }).catch(() => undefined);
      return false;
    },
    30_000,
  );
}
