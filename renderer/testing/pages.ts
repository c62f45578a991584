/** The console's parts by the names of renderer/README.md. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { PATIENCE_MS } from './consoles.ts';

export type ScreenName = 'Printers' | 'Filament' | 'Jobs' | 'Activity' | 'Shop';

export async function goTo(page: Page, screen: ScreenName): Promise<void> {
  const link = page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: screen });
  await link.click();
  await page.getByRole('heading', { level: 1, name: screen }).waitFor();
}

export const printerOf = (page: Page, id: string) =>
  page.getByRole('article', { name: `Printer ${id}`, exact: true });
export const filamentOf = (page: Page, id: string) =>
  page.getByRole('article', { name: `Filament ${id}`, exact: true });
export const spoolOf = (page: Page, id: string) =>
  page.getByRole('row', { name: `Spool ${id}`, exact: true });
export const jobOf = (page: Page, id: string) => page.getByRole('row', { name: `Job ${id}`, exact: true });
/** Also while a dialog, which hides all else from screen readers, is open. */
export const noticeOf = (page: Page) =>
  page.getByRole('region', { name: 'Notice', exact: true, includeHidden: true });

export const button = (within: Page | Locator, name: string) =>
  within.getByRole('button', { name, exact: true });

/** The open dialog of that title. */
export const dialogOf = (page: Page, title: string) => page.getByRole('dialog', { name: title, exact: true });

/** Opens a dialog by a button and waits for it. */
export async function openByButton(within: Page | Locator, name: string, title: string): Promise<Locator> {
  await button(within, name).click();
  const dialog = dialogOf('goto' in within ? within : within.page(), title);
  await dialog.waitFor();
  return dialog;
}

/** Opens a dialog by the menu of a record. */
export async function openByMenu(card: Locator, id: string, item: string, title: string): Promise<Locator> {
  await button(card, `More for ${id}`).click();
  await card.page().getByRole('menuitem', { name: item, exact: true }).click();
  const dialog = dialogOf(card.page(), title);
  await dialog.waitFor();
  return dialog;
}

export const fieldOf = (dialog: Locator, label: string) => dialog.getByLabel(label, { exact: true });

/** Fills fields by their labels; where a field is a list, the value of the option. */
export async function fill(dialog: Locator, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(values)) {
    const field = fieldOf(dialog, label);
    if (!(await field.isVisible())) await openMore(dialog);
    const isList = await field.evaluate((element) => element.tagName === 'SELECT');
    if (isList) await field.selectOption(value);
    else await field.fill(value);
  }
}

/** Shows the fields that most people leave as they are, if they are not shown yet. */
async function openMore(dialog: Locator): Promise<void> {
  const closed = dialog.locator('details:not([open]) > summary');
  if ((await closed.count()) > 0) await closed.click();
}

/** What the fields hold, by their labels. */
export async function valuesOf(dialog: Locator, labels: readonly string[]): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const label of labels) values[label] = await fieldOf(dialog, label).inputValue();
  return values;
}

/** The button of a form that sends it. */
export const sendButton = (dialog: Locator) => dialog.locator('button[type=submit]');

/** Counts from now on how often the form is sent, which its button shows. Call what it returns for the count. */
export async function countSending(dialog: Locator): Promise<() => Promise<number>> {
  const seen = await sendButton(dialog).evaluateHandle((element) => {
    const count = { sent: 0 };
    const look = () => {
      if (element.getAttribute('aria-busy') === 'true') count.sent += 1;
    };
    new MutationObserver(look).observe(element, { attributeFilter: ['aria-busy'] });
    return count;
  });
  return async () => (await seen.jsonValue()).sent;
}

/** Sends the form and waits until it was taken. */
export async function submit(dialog: Locator, name: string): Promise<void> {
  await button(dialog, name).click();
  await gone(dialog);
}

export async function gone(locator: Locator): Promise<void> {
  await locator.waitFor({ state: 'detached' });
}

/** Waits until all of it is somewhere in there, in whatever order it is laid out. */
export async function says(within: Locator, ...what: readonly (string | RegExp)[]): Promise<void> {
  const missing = async () => {
    const text = await within.innerText();
    return what.filter((each) => (typeof each === 'string' ? !text.includes(each) : !each.test(text)));
  };
  await expect.poll(missing, { timeout: PATIENCE_MS }).toEqual([]);
}

/** Waits until the field is marked as wrong, and its description says why. */
export async function refusedAt(dialog: Locator, label: string, why: string | RegExp): Promise<void> {
  const field = fieldOf(dialog, label);
  const told = () =>
    field.evaluate((element) => {
      if (element.getAttribute('aria-invalid') !== 'true') return 'not marked as wrong';
      const ids = (element.getAttribute('aria-describedby') ?? '').split(' ');
      return ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
    });
  await expect.poll(told, { timeout: PATIENCE_MS }).toMatch(why);
}
