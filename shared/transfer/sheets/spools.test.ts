/** What a file of reels does to a shop, and what it is told if it cannot. */
import { describe, expect, it } from 'vitest';
import { bringIn, planCsv } from '../testing/bring-in.ts';
import { shopOf } from '../testing/shops.ts';
import { commands, error, errors, shop } from '../testing/small-shop.ts';

const started = () =>
  shopOf([
    { type: 'printer.create', id: 'P1', maker: 'Prusa', model: 'XL', slots: 2 },
    { type: 'filament.create', id: 'F1', maker: 'eSun', material: 'PLA', colour: 'Red' },
    { type: 'spool.create', id: 'S1', filament: { id: 'F1' }, totalMg: 1_000_000, remainingMg: 1_000_000 },
    { type: 'job.create', id: 'J1', printer: 'P1', spool: 'S1', file: 'a.gcode', weightMg: 1_000, copies: 2 },
    { type: 'job.start', id: 'J1' },
  ]);

describe('spools', () => {
  it('are of a filament by id or by its words, full if nothing else is said', () => {
    const csv =
      'Filament,Maker,Material,Colour,Total (g)\nF2,,,,750\n,eSun,pla,red,1000\n,new,ASA,Grey,1000.5\n';
    const here = shop();
    expect(bringIn('spools', csv, here).creates).toHaveLength(3);
    expect(here.spools.get('S-0001')).toMatchObject({
      filament: 'F2',
      totalMg: 750_000,
      remainingMg: 750_000,
    });
    expect(here.spools.get('S-0002')).toMatchObject({ filament: 'F1' });
    expect(here.spools.get('S-0003')).toMatchObject({ filament: 'F-0001', remainingMg: 1_000_500 });
  });

  it('are edited, weighed, moved and retired until they are as their row', () => {
    const csv =
      'ID,Remaining (g),Printer,Slot,Location,Lot,Retired\nS1,400,,,Box,L-1,no\nS2,500,,,,,yes\nS3,500,P2,,,,no\n';
    expect(commands('spools', csv)).toMatchObject([
      { type: 'spool.edit', id: 'S1', lot: 'L-1' },
      { type: 'spool.weigh', id: 'S1', remainingMg: 400_000 },
      { type: 'spool.move', id: 'S1', printer: null, location: 'Box' },
      { type: 'spool.retire', id: 'S2' },
      { type: 'spool.move', id: 'S3', printer: 'P2', slot: 1 },
    ]);
  });

  it('can change places with each other', () => {
    const here = shop();
    expect(bringIn('spools', 'ID,Printer,Slot\nS1,P1,2\nS2,P1,1\n', here).errors).toEqual([]);
    expect(here.printers.get('P1')?.loaded).toEqual(['S2', 'S1']);
  });

  it('that are printing stay in their printer', () => {
    expect(planCsv('spools', 'ID,Location,Printer\nS1,Box,\n', started()).errors).toEqual([
      error(2, 'Printer', 'printing now'),
    ]);
  });

  it('take the ids that a file names before any is generated', () => {
    const csv = 'ID,Filament,Total (g)\n,F1,1\nS-0001,F1,2\n,F1,3\n';
    expect(planCsv('spools', csv, shop())).toMatchObject({
      creates: [
        { line: 3, id: 'S-0001' },
        { line: 2, id: 'S-0002' },
        { line: 4, id: 'S-0003' },
      ],
      changes: [],
    });
  });

  it('are put into a slot with an id that is fixed before, if it was left open', () => {
    const csv = 'Filament,Total (g),Printer\nF2,1000,P2\n';
    expect(commands('spools', csv)).toMatchObject([
      { type: 'spool.create', id: 'S-0001' },
      { type: 'spool.move', id: 'S-0001', printer: 'P2', slot: 1 },
    ]);
  });

  it('that are retired can come of a filament that is', () => {
    const here = shop();
    bringIn('filament', 'ID,Retired\nF2,yes\n', here);
    expect(bringIn('spools', 'ID,Filament,Total (g),Retired\nS9,F2,1000,yes\n', here).errors).toEqual([]);
    expect(here.filaments.get('F2')).toMatchObject({ retired: true, spools: 0 });
    expect(planCsv('spools', 'ID,Filament,Total (g)\nS8,F2,1000\n', here).errors).toEqual([
      error(2, null, 'is retired'),
    ]);
  });

  it.each<[string, string, ReturnType<typeof error>]>([
    ['another filament', 'ID,Filament\nS1,F2\n', error(2, 'Filament', 'is F1 and cannot change')],
    ['other words for it', 'ID,Filament,Colour\nS1,F1,Blue\n', error(2, 'Colour', 'F1 is eSun PLA Red')],
    ['another total', 'ID,Total (g)\nS1,900\n', error(2, 'Total (g)', 'cannot change')],
    ['more than it holds', 'ID,Remaining\nS1,1000.001\n', error(2, 'Remaining (g)', 'in total')],
    ['less than nothing', 'ID,Remaining\nS1,-1\n', error(2, 'Remaining (g)', 'must not be negative')],
    ['a place beside its printer', 'ID,Printer,Location\nS1,P1,Box\n', error(2, 'Location', 'is in P1')],
    ['a slot without a printer', 'ID,Slot\nS3,1\n', error(2, 'Slot', 'without a printer')],
    ['a slot that is taken', 'ID,Printer,Slot\nS3,P1,1\n', error(2, 'Slot', 'holds S1')],
    ['a slot that is none', 'ID,Printer,Slot\nS3,P1,9\n', error(2, 'Slot', 'has 2 slots')],
    ['a printer that is none', 'ID,Printer\nS3,P9\n', error(2, 'Printer', 'no printer P9')],
    ['a filament that is none', 'Filament,Total\nF9,1\n', error(2, 'Filament', 'no filament F9')],
    ['no weight', 'Filament\nF1\n', error(2, 'Total (g)', 'is missing')],
    ['no product', 'Material,Colour,Total\nPLA,,1\n', error(2, 'Colour', 'is missing')],
    ['no such day', 'ID,Opened\nS1,2026-02-30\n', error(2, 'Opened (UTC)', 'must be a date')],
  ])('are refused with %s', (_name, csv, expected) => {
    const [first] = errors('spools', csv);
    expect(first).toEqual(expected);
  });
});
