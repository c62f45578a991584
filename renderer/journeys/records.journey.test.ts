import { describe, expect, it } from 'vitest';
import { startJourney } from '../testing/journey.ts';
import {
  button,
  dialogOf,
  fieldOf,
  filamentOf,
  fill,
  gone,
  goTo,
  jobOf,
  openByButton,
  openByMenu,
  printerOf,
  refusedAt,
  says,
  spoolOf,
  submit,
} from '../testing/pages.ts';

const journey = startJourney([
  { type: 'printer.create', id: 'MK4S-1', maker: 'Prusa', model: 'MK4S', note: '' },
  { type: 'printer.create', id: 'OLD-1', maker: 'Anet', model: 'A8', note: '' },
  { type: 'printer.create', id: 'XL-1', maker: 'Prusa', model: 'XL', note: '' },
  {
    type: 'spool.create',
    id: 'S-BLACK',
    filament: { product: { maker: 'Prusament', material: 'PLA', colour: 'Galaxy Black', hex: '#2a2a2e' } },
    totalMg: 1_000_000,
    remainingMg: 1_000_000,
    note: '',
  },
  {
    type: 'spool.create',
    id: 'S-WHITE',
    filament: { product: { maker: 'Polymaker', material: 'PLA', colour: 'Cotton White', hex: '#f5f1e6' } },
    totalMg: 1_000_000,
    remainingMg: 1_000_000,
    note: '',
  },
]);

describe('what is entered at one workstation', () => {
  it('is seen at another one without a reload', async () => {
    const { consoles } = journey();
    const [here, there] = await Promise.all([consoles.open(1), consoles.open(2)]);
    await printerOf(there, 'MK4S-1').waitFor();
    const dialog = await openByButton(here, 'Add printer', 'Add printer');
    await fill(dialog, { Maker: 'Voron', Model: '2.4 350', ID: 'Voron-24', Note: 'Enclosed' });
    await submit(dialog, 'Add printer');
    await printerOf(here, 'Voron-24').waitFor();
    await says(printerOf(there, 'Voron-24'), /Voron 2\.4 350/, /Enclosed/);
  });

  it('is numbered by the shop where nobody chose an id', async () => {
    const page = await journey().consoles.open(3);
    const dialog = await openByButton(page, 'Add printer', 'Add printer');
    await fill(dialog, { Maker: 'Creality', Model: 'K1 Max' });
    await submit(dialog, 'Add printer');
    await says(page.getByRole('main'), /Creality K1 Max/);
    await page.getByRole('article', { name: /^Printer PR-\d{4}$/ }).waitFor();
  });

  it('may be a filament, and a spool of it', async () => {
    const page = await journey().consoles.open(2);
    await goTo(page, 'Filament');
    const filament = await openByButton(page, 'Add filament', 'Add filament');
    await fill(filament, {
      Maker: 'eSun',
      Material: 'ABS',
      Colour: 'Fire Engine Red',
      'Colour value': '#C1121F',
      ID: 'F-RED',
    });
    await submit(filament, 'Add filament');
    const card = filamentOf(page, 'F-RED');
    await says(card, /Fire Engine Red/, /eSun ABS/);

    const spool = await openByButton(card, 'Add spool', 'Add spool');
    expect(await fieldOf(spool, 'Filament').inputValue()).toBe('F-RED');
    await fill(spool, { 'Net weight when full (g)': '1000', 'Remaining (g)': '412,5', ID: 'S-RED' });
    await submit(spool, 'Add spool');
    await says(spoolOf(page, 'S-RED'), /413 g of 1000 g/);

    const weigh = await openByButton(spoolOf(page, 'S-RED'), 'Weigh', 'Weigh spool S-RED');
    await fill(weigh, { 'Remaining (g)': '80' });
    await submit(weigh, 'Save weight');
    await says(spoolOf(page, 'S-RED'), /80 g of 1000 g/, /Low/);
  });

  it('may be a spool of a filament that is new to the shop', async () => {
    const page = await journey().consoles.open(1);
    await goTo(page, 'Filament');
    const dialog = await openByButton(page.locator('header.screen-head'), 'Add spool', 'Add spool');
    await fill(dialog, { 'Filament is': 'new' });
    await fill(dialog, { Maker: 'Polymaker', Material: 'PETG', Colour: 'Teal', ID: 'S-TEAL' });
    await submit(dialog, 'Add spool');
    const card = page.getByRole('article').filter({ has: spoolOf(page, 'S-TEAL') });
    await says(card, /Teal/, /Polymaker PETG/);
  });
});

describe('a job', () => {
  it('is created, edited, started and finished, and its filament is booked', async () => {
    const { consoles } = journey();
    const [page, wall] = await Promise.all([consoles.open(1), consoles.open(3)]);
    await goTo(page, 'Jobs');
    const dialog = await openByButton(page.getByRole('main'), 'New job', 'New job');
    await fill(dialog, {
      File: 'bracket-v3.gcode',
      Printer: 'MK4S-1',
      Spool: 'S-BLACK',
      'Filament needed (g)': '120.5',
      ID: 'J-LIFE',
    });
    await submit(dialog, 'Create job');
    await says(jobOf(page, 'J-LIFE'), /Queued/, /bracket-v3\.gcode/, /120\.5 g/);

    const edit = await openByMenu(jobOf(page, 'J-LIFE'), 'J-LIFE', 'Edit', 'Edit job J-LIFE');
    await fill(edit, { Note: 'for Ada' });
    await submit(edit, 'Save');
    await says(jobOf(page, 'J-LIFE'), /for Ada/);

    await button(printerOf(wall, 'MK4S-1'), 'Start').click();
    await says(printerOf(wall, 'MK4S-1'), /Printing/, /J-LIFE/);
    await says(jobOf(page, 'J-LIFE'), /Running/);

    await button(jobOf(page, 'J-LIFE'), 'Finish').click();
    await says(jobOf(page, 'J-LIFE'), /Done/);
    await says(printerOf(wall, 'MK4S-1'), /Plate to clear/);
    await button(printerOf(wall, 'MK4S-1'), 'Plate is clear').click();
    await says(printerOf(wall, 'MK4S-1'), /Free/);
    await goTo(wall, 'Filament');
    await says(spoolOf(wall, 'S-BLACK'), /880 g of 1000 g/);
  });

  it('is asked about before it is cancelled, and gives its filament back', async () => {
    const page = await journey().consoles.open(2);
    const card = printerOf(page, 'XL-1');
    const dialog = await openByButton(card, 'New job', 'New job');
    expect(await fieldOf(dialog, 'Printer').inputValue()).toBe('XL-1');
    await fill(dialog, { File: 'vase.gcode', Spool: 'S-WHITE', 'Filament needed (g)': '300', ID: 'J-VASE' });
    await submit(dialog, 'Create job');
    await says(card, /Next\s+J-VASE/);
    await goTo(page, 'Jobs');
    await button(jobOf(page, 'J-VASE'), 'Cancel job').click();
    const ask = dialogOf(page, 'Cancel job J-VASE?');
    await button(ask, 'Keep').click();
    await gone(ask);
    await says(jobOf(page, 'J-VASE'), /Queued/);
    await button(jobOf(page, 'J-VASE'), 'Cancel job').click();
    await submit(ask, 'Cancel job');
    await says(jobOf(page, 'J-VASE'), /Cancelled/);
    await goTo(page, 'Filament');
    await says(spoolOf(page, 'S-WHITE'), /1000 g of 1000 g/);
    expect(await spoolOf(page, 'S-WHITE').innerText()).not.toContain('reserved');
  });

  it('that cannot start says so where it was started, in words', async () => {
    const page = await journey().consoles.open(1);
    await goTo(page, 'Jobs');
    for (const id of ['J-FIRST', 'J-SECOND']) {
      const dialog = await openByButton(page.getByRole('main'), 'New job', 'New job');
      await fill(dialog, {
        File: `${id}.gcode`,
        Printer: 'XL-1',
        Spool: 'S-BLACK',
        'Filament needed (g)': '5',
        ID: id,
      });
      await submit(dialog, 'Create job');
    }
    await button(jobOf(page, 'J-FIRST'), 'Start').click();
    await says(jobOf(page, 'J-FIRST'), /Running/);
    await button(jobOf(page, 'J-SECOND'), 'Start').click();
    await says(jobOf(page, 'J-SECOND').getByRole('status'), /XL-1 is still printing J-FIRST\./);
    await says(jobOf(page, 'J-SECOND'), /Queued/);
  });
});

describe('what is out of use', () => {
  it('a spool and then its filament are retired, and shown only when asked for', async () => {
    const page = await journey().consoles.open(1);
    await goTo(page, 'Filament');
    const dialog = await openByButton(page.locator('header.screen-head'), 'Add spool', 'Add spool');
    await fill(dialog, { 'Filament is': 'new', Colour: 'Old Grey', ID: 'S-OLD' });
    await submit(dialog, 'Add spool');
    const card = page.getByRole('article').filter({ hasText: 'Old Grey' });
    await submit(
      await openByMenu(spoolOf(page, 'S-OLD'), 'S-OLD', 'Retire', 'Retire spool S-OLD?'),
      'Retire spool',
    );
    await gone(spoolOf(page, 'S-OLD'));
    const id = (await card.getAttribute('aria-label'))?.replace('Filament ', '') ?? '';
    await submit(await openByMenu(card, id, 'Retire', `Retire filament ${id}?`), 'Retire filament');
    await gone(card);
    await page.getByRole('checkbox', { name: 'Show retired' }).check();
    await says(spoolOf(page, 'S-OLD'), /Retired/);
  });

  it('a printer with open jobs is not retired, and the dialog says why', async () => {
    const page = await journey().consoles.open(2);
    const ask = await openByMenu(printerOf(page, 'XL-1'), 'XL-1', 'Retire', 'Retire printer XL-1?');
    await button(ask, 'Retire printer').click();
    await says(ask.getByRole('alert'), /The printer XL-1 still has jobs\./);
    await button(ask, 'Keep').click();
    await gone(ask);
    await printerOf(page, 'XL-1').waitFor();
  });

  it('a printer is retired and takes no jobs any more', async () => {
    const page = await journey().consoles.open(3);
    await submit(
      await openByMenu(printerOf(page, 'OLD-1'), 'OLD-1', 'Retire', 'Retire printer OLD-1?'),
      'Retire printer',
    );
    await gone(printerOf(page, 'OLD-1'));
    await goTo(page, 'Jobs');
    const dialog = await openByButton(page.getByRole('main'), 'New job', 'New job');
    const offered = await fieldOf(dialog, 'Printer').locator('option').allInnerTexts();
    expect(offered.some((text) => text.startsWith('XL-1'))).toBe(true);
    expect(offered.some((text) => text.startsWith('OLD-1'))).toBe(false);
  });
});

describe('a refusal', () => {
  it('stands at the id that is taken, and the form stays as it is', async () => {
    const page = await journey().consoles.open(1);
    const dialog = await openByButton(page, 'Add printer', 'Add printer');
    await fill(dialog, { Maker: 'Prusa', Model: 'XL', ID: 'XL-1', Note: 'second' });
    await button(dialog, 'Add printer').click();
    await refusedAt(dialog, 'ID', /There is a printer with the id XL-1 already\./);
    expect(await fieldOf(dialog, 'Note').inputValue()).toBe('second');
    await fill(dialog, { ID: 'XL-2' });
    await submit(dialog, 'Add printer');
    await says(printerOf(page, 'XL-2'), /second/);
  });

  it('stands at the grams that the spool does not have', async () => {
    const page = await journey().consoles.open(2);
    await goTo(page, 'Jobs');
    const dialog = await openByButton(page.getByRole('main'), 'New job', 'New job');
    await fill(dialog, {
      File: 'big.gcode',
      Printer: 'XL-1',
      Spool: 'S-BLACK',
      'Filament needed (g)': '5000',
    });
    await button(dialog, 'Create job').click();
    await refusedAt(dialog, 'Filament needed (g)', /5000 g are needed/);
    expect(await fieldOf(dialog, 'File').inputValue()).toBe('big.gcode');
  });

  it('stands at the colour of a filament that is on record already', async () => {
    const page = await journey().consoles.open(3);
    await goTo(page, 'Filament');
    const dialog = await openByButton(page, 'Add filament', 'Add filament');
    await fill(dialog, { Maker: 'prusament', Material: 'PLA', Colour: 'GALAXY BLACK' });
    await button(dialog, 'Add filament').click();
    await refusedAt(dialog, 'Colour', /on record already, as F-0001/);
  });
});
