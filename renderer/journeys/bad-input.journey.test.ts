import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startJourney } from '../testing/journey.ts';
import {
  button,
  countSending,
  fieldOf,
  filamentOf,
  fill,
  goTo,
  jobOf,
  openByButton,
  openByMenu,
  printerOf,
  refusedAt,
  spoolOf,
  submit,
} from '../testing/pages.ts';
import { recordsOf } from '../testing/records-of.ts';

const journey = startJourney([
  { type: 'printer.create', id: 'MK4S-1', maker: 'Prusa', model: 'MK4S', note: '' },
  { type: 'filament.create', id: 'F-1', maker: 'eSun', material: 'PLA', colour: 'Red', hex: null },
  {
    type: 'spool.create',
    id: 'S-1',
    filament: { id: 'F-1' },
    totalMg: 1_000_000,
    remainingMg: 500_000,
    note: '',
  },
  {
    type: 'job.create',
    id: 'J-1',
    printer: 'MK4S-1',
    spool: 'S-1',
    file: 'a.gcode',
    weightMg: 5_000,
    note: '',
  },
]);

/** A few of each kind: the rules themselves are tried out exhaustively beside the schemas. */
const empty = ['', /must not be empty/] as const;
const control = ['a\u0007b', /must not contain control characters/] as const;
const backwards = ['a\u202eb', /must not contain control characters/] as const;
const tooLong = (limit: number) => ['x'.repeat(limit + 1), `must be at most ${limit} characters`] as const;
const id = [['__proto__', /is a reserved word/], control, tooLong(64)] as const;
const name = [empty, tooLong(80), backwards] as const;
const note = [tooLong(500), control] as const;
const notANumber = ['-1', '1e308', 'NaN'].map(
  (text) => [text, /must be a number like 120 or 12\.5/] as const,
);
const tooMuch = ['9'.repeat(400), /must be at most 100 kg/] as const;
const grams = [...notANumber, tooMuch, empty] as const;
const slots = [
  ['', /must not be empty/],
  ['none', /must be a number like 3/],
  ['65', /must be at most 64 slots/],
] as const;
const nozzles = [
  ['0.4 and 0.6', /must be/],
  ['0.4, 9', /must be at most 5000/],
] as const;
const copies = [
  ['', /must not be empty/],
  ['0', /must be at least 1 copies/],
  ['1.5', /must be a whole number/],
] as const;
const material = [['', /Material must not be empty/]] as const;
const colourValue = ['red', '#12345'].map((text) => [text, /must be a colour/] as const);

type Bad = readonly (readonly [value: string, why: string | RegExp])[];
type Form = Readonly<{
  open: (page: Page) => Promise<Locator>;
  submit: string;
  /** What makes it right but for the field under test. */
  good: Readonly<Record<string, string>>;
  bad: Readonly<Record<string, Bad>>;
}>;

const main = (page: Page) => page.getByRole('main');
const head = (page: Page) => page.locator('header.screen-head');
const on = async (page: Page, screen: 'Filament' | 'Jobs') => {
  await goTo(page, screen);
  return page;
};

const FORMS: Readonly<Record<string, Form>> = {
  'Add printer': {
    open: (page) => openByButton(page, 'Add printer', 'Add printer'),
    submit: 'Add printer',
    good: { Maker: 'Prusa', Model: 'XL', ID: 'XL-1', Note: '', 'Spool slots': '1', 'Nozzles (mm)': '' },
    bad: { Maker: name, Model: name, ID: id, Note: note, 'Spool slots': slots, 'Nozzles (mm)': nozzles },
  },
  'Edit printer': {
    open: (page) => openByMenu(printerOf(page, 'MK4S-1'), 'MK4S-1', 'Edit', 'Edit printer MK4S-1'),
    submit: 'Save',
    good: { Maker: 'Prusa', Model: 'MK4', Note: '' },
    bad: { Maker: name, Model: name, Note: note },
  },
  'Add filament': {
    open: async (page) => openByButton(await on(page, 'Filament'), 'Add filament', 'Add filament'),
    submit: 'Add filament',
    good: { Maker: 'eSun', Colour: 'Blue', 'Colour value': '', ID: '' },
    bad: { Maker: [tooLong(80), control], Colour: name, 'Colour value': colourValue, ID: id },
  },
  'Edit filament': {
    open: async (page) =>
      openByMenu(filamentOf(await on(page, 'Filament'), 'F-1'), 'F-1', 'Edit', 'Edit filament F-1'),
    submit: 'Save',
    good: { Maker: 'eSun', Colour: 'Blue', 'Colour value': '' },
    bad: { Maker: [tooLong(80), control], Colour: name, 'Colour value': colourValue },
  },
  'Add spool': {
    open: async (page) => openByButton(head(await on(page, 'Filament')), 'Add spool', 'Add spool'),
    submit: 'Add spool',
    good: { Filament: 'F-1', 'Net weight when full (g)': '1000', 'Remaining (g)': '', ID: '', Note: '' },
    bad: {
      Filament: [empty],
      'Net weight when full (g)': [...grams, ['0', /must be more than 0/]],
      'Remaining (g)': [...notANumber, tooMuch],
      ID: id,
      Note: note,
    },
  },
  'Edit spool': {
    open: async (page) =>
      openByMenu(spoolOf(await on(page, 'Filament'), 'S-1'), 'S-1', 'Edit', 'Edit spool S-1'),
    submit: 'Save',
    good: { Note: '' },
    bad: { Note: note },
  },
  'Weigh spool': {
    open: async (page) =>
      openByButton(spoolOf(await on(page, 'Filament'), 'S-1'), 'Weigh', 'Weigh spool S-1'),
    submit: 'Save weight',
    good: { 'Remaining (g)': '400' },
    bad: { 'Remaining (g)': grams },
  },
  'New job': {
    open: async (page) => openByButton(main(await on(page, 'Jobs')), 'New job', 'New job'),
    submit: 'Create job',
    good: { File: 'b.gcode', Printer: 'MK4S-1', Spool: 'S-1', 'Filament needed (g)': '10', ID: '', Note: '' },
    bad: {
      File: [empty, tooLong(1024), control],
      'Filament needed (g)': [...grams, ['0', /must be more than 0/]],
      ID: id,
      Note: note,
    },
  },
  'New job for any spool': {
    open: async (page) => openByButton(main(await on(page, 'Jobs')), 'New job', 'New job'),
    submit: 'Create job',
    good: {
      File: 'b.gcode',
      Printer: '',
      Spool: '',
      Material: 'PLA',
      'Filament needed (g)': '10',
      Copies: '2',
    },
    bad: { Material: material, Copies: copies },
  },
  'Edit job': {
    open: async (page) => openByMenu(jobOf(await on(page, 'Jobs'), 'J-1'), 'J-1', 'Edit', 'Edit job J-1'),
    submit: 'Save',
    good: { File: 'b.gcode', Note: '' },
    bad: { File: [empty, tooLong(1024), control], Note: note },
  },
};

/** By Enter where that sends a form, which not all fields do. */
async function send(dialog: Locator, label: string, submit: string): Promise<void> {
  if (['Filament', 'Material', 'Printer', 'Spool'].includes(label)) await button(dialog, submit).click();
  else await fieldOf(dialog, label).press('Enter');
}

describe.each(Object.entries(FORMS))('%s', (_title, form) => {
  it('refuses bad input at its field, keeps it, and sends nothing', async () => {
    const { shop, consoles } = journey();
    const before = await recordsOf(shop, 1);
    const page = await consoles.open(1);
    const dialog = await form.open(page);
    const sent = await countSending(dialog);
    await fill(dialog, form.good);
    for (const [label, bad] of Object.entries(form.bad)) {
      for (const [value, why] of bad) {
        await fill(dialog, { [label]: value });
        await send(dialog, label, form.submit);
        await refusedAt(dialog, label, why);
        expect(await fieldOf(dialog, label).inputValue()).toBe(value);
      }
      await fill(dialog, { [label]: form.good[label] ?? '' });
    }
    expect(await dialog.locator('[aria-invalid=true]').count()).toBe(0);
    expect(await sent()).toBe(0);
    expect(await recordsOf(shop, 1)).toBe(before);
  });
});

it('a name that looks like code is shown as what it is: text', async () => {
  const { consoles } = journey();
  const page = await consoles.open(2);
  const dialog = await openByButton(page, 'Add printer', 'Add printer');
  const markup = '<img src=x onerror=alert(1)>';
  await fill(dialog, {
    Maker: markup,
    Model: '{{7*7}} ${7*7}',
    ID: '<b>XSS</b>',
    Note: '"><script>alert(1)</script>',
  });
  const sent = await countSending(dialog);
  await submit(dialog, 'Add printer');
  expect(await sent()).toBe(1);
  const card = printerOf(page, '<b>XSS</b>');
  await card.waitFor();
  expect(await card.innerText()).toContain(`${markup} {{7*7}} \${7*7}`);
  expect(await card.locator('img, script, b').count()).toBe(0);
});
