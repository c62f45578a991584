import type { Locator } from 'playwright-core';
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
  submit,
  valuesOf,
} from '../testing/pages.ts';
import { listOf } from '../testing/records-of.ts';

const journey = startJourney([
  { type: 'printer.create', id: 'MK4S-1', maker: 'Prusa', model: 'MK4S', note: '' },
]);

const LABELS = ['Maker', 'Model', 'Note'];
/** The shop gives the ids, so that a command carried out twice would show as two printers. */
const printer = (model: string) => ({ Maker: 'Prusa', Model: model, Note: 'New' });

/** A filled form for a new printer. */
async function filled(number: number, model: string): Promise<Locator> {
  const page = await journey().consoles.open(number);
  const dialog = await openByButton(page, 'Add printer', 'Add printer');
  await fill(dialog, printer(model));
  return dialog;
}

/** How many printers of that model every workstation of the shop has. */
async function countOf(model: string): Promise<readonly number[]> {
  const { shop } = journey();
  await shop.untilLed();
  const lists = await Promise.all(shop.numbers.map((number) => listOf(shop, number, 'printers')));
  return lists.map((list) => list.filter((each) => JSON.stringify(each).includes(`"${model}"`)).length);
}

/** Does what the form says, as its user would, until it was taken. */
async function sendUntilTaken(dialog: Locator): Promise<void> {
  await dialog.locator('button[type=submit]').click();
  await untilTaken(dialog);
}

/** A command under way is taken in the end, or the form says that it was not: then it is sent again. */
async function untilTaken(dialog: Locator): Promise<void> {
  const send = dialog.locator('button[type=submit]');
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
    const dialog = await filled(others(leader)[0]!, 'kept');
    await shop.kill(leader);
    await shop.untilLed();
    expect(await valuesOf(dialog, LABELS)).toEqual(printer('kept'));
    await submit(dialog, 'Add printer');
    await printerOf(dialog.page(), 'PR-0001').waitFor();
    await shop.start(leader);
    expect(await countOf('kept')).toEqual([1, 1, 1]);
  });

  it('at the moment of sending: it is carried out once', async () => {
    const { shop } = journey();
    const leader = await shop.untilLed();
    const dialog = await filled(others(leader)[1]!, 'moment');
    const killed = shop.kill(leader);
    await sendUntilTaken(dialog);
    await killed;
    await shop.start(leader);
    expect(await countOf('moment')).toEqual([1, 1, 1]);
  });
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
    const dialog = await filled(3, 'own workstation');
    await shop.kill(3);
    await says(noticeOf(dialog.page()), /does not answer/);
    expect(await valuesOf(dialog, LABELS)).toEqual(printer('own workstation'));
    await button(dialog, 'Add printer').click();
    await shop.start(3);
    await untilTaken(dialog);
    expect(await countOf('own workstation')).toEqual([1, 1, 1]);
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
    await fill(dialog, printer('majority'));
    await button(dialog, 'Add printer').click();
    await says(dialog.getByRole('alert'), /Not saved: the shop cannot take changes at the moment/);
    expect(await valuesOf(dialog, LABELS)).toEqual(printer('majority'));

    await shop.start(2);
    await gone(noticeOf(page));
    await submit(dialog, 'Add printer');
    await shop.start(3);
    expect(await countOf('majority')).toEqual([1, 1, 1]);
  });
});

describe('a page that is loaded anew', () => {
  it('has the form as it was filled', async () => {
    const dialog = await filled(1, 'reloaded');
    const page = dialog.page();
    await page.reload();
    const again = dialogOf(page, 'Add printer');
    await again.waitFor();
    expect(await valuesOf(again, LABELS)).toEqual(printer('reloaded'));
    await submit(again, 'Add printer');
    expect(await countOf('reloaded')).toEqual([1, 1, 1]);
  });

  it('while its command is under way asks what became of it, and does not do it twice', async () => {
    const { shop, consoles } = journey();
    const dialog = await filled(1, 'under way');
    const page = dialog.page();
    // Held up, not dead: the command lies with them until they go on.
    for (const number of others(1)) shop.signal(number, 'SIGSTOP');
    await button(dialog, 'Add printer').click();
    await expect.poll(() => consoles.commandsSent(page)).toBe(1);
    await page.reload();
    const again = dialogOf(page, 'Add printer');
    await again.waitFor();
    await says(again.getByRole('alert'), /not known whether this was saved/);
    expect(await fieldOf(again, 'Model').inputValue()).toBe('under way');
    for (const number of others(1)) shop.signal(number, 'SIGCONT');
    await shop.untilLed();
    await sendUntilTaken(again);
    expect(await countOf('under way')).toEqual([1, 1, 1]);
  });
});
