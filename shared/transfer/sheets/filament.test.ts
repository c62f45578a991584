/** What a file of products does to a shop, and what it is told if it cannot. */
import { describe, expect, it } from 'vitest';
import { bringIn, planCsv } from '../testing/bring-in.ts';
import { commands, error, errors, shop } from '../testing/small-shop.ts';

describe('filament', () => {
  it('is made where its id is new or missing, and edited where it is known', () => {
    const csv =
      'ID,Maker,Material,Colour,Price\nF1,eSun,pla,Red,19.9\nF2,,PETG,Blue,\nF9,x,asa,White,\n,y,PLA,Black,5\n';
    const plan = planCsv('filament', csv, shop());
    expect(plan).toMatchObject({
      creates: [
        { line: 4, id: 'F9' },
        { line: 5, id: 'F-0001' },
      ],
      changes: [{ line: 2, id: 'F1' }],
      same: [{ line: 3, id: 'F2' }],
      errors: [],
    });
    expect(plan.commands).toMatchObject([
      { type: 'filament.edit', id: 'F1', priceCents: 1_990 },
      { type: 'filament.create', id: 'F9', material: 'ASA' },
      { type: 'filament.create', maker: 'y', priceCents: 500, diameterUm: 1_750 },
    ]);
    expect(plan.commands[2]).not.toHaveProperty('id');
  });

  it('knows columns by other names, in any case, with a unit or without, and lists those that it ignores', () => {
    const csv = 'BRAND ; type; Color ;remaining_g;Density (g/cm3)\nx;PLA;Green;1;1,24\n';
    const plan = planCsv('filament', csv, shop());
    expect(plan.ignored).toEqual(['remaining_g']);
    expect(plan.commands).toMatchObject([
      { maker: 'x', material: 'PLA', colour: 'Green', densityMgPerCm3: 1_240 },
    ]);
  });

  it('takes formulas for the texts that they are', () => {
    const csv = `ID,Material,Colour,Note\nF9,PLA,White,=cmd|' /C calc'!A0\n`;
    expect(commands('filament', csv)).toMatchObject([{ note: "=cmd|' /C calc'!A0" }]);
  });

  it('is retired and restored, with whatever else a row says', () => {
    const here = shop();
    bringIn('filament', 'ID,Retired,Note\nF2,yes,gone\n', here);
    expect(here.filaments.get('F2')).toMatchObject({ retired: true, note: 'gone' });
    bringIn('filament', 'ID,Retired,Colour\nF2,no,Navy\n', here);
    expect(here.filaments.get('F2')).toMatchObject({ retired: false, colour: 'Navy' });
    expect(errors('filament', 'ID,Retired\nF1,yes\n')).toEqual([error(2, null, 'still has spools')]);
  });

  it('keeps its material', () => {
    expect(errors('filament', 'ID,Material\nF1,ABS\n')).toEqual([
      error(2, 'Material', 'is PLA and cannot change'),
    ]);
  });

  it('that is twice in the file is told by the line where it is first', () => {
    expect(errors('filament', 'Maker,Material,Colour\nX,PLA,Mint\nx,pla,mint\n')).toEqual([
      error(3, 'Colour', 'this is the same filament as in line 2'),
    ]);
  });

  it('with semicolons has decimal commas: a point before three digits is doubted', () => {
    const csv = (price: string) => `Material;Colour;Price\nPLA;Green;${price}\n`;
    expect(commands('filament', csv('24,99'))).toMatchObject([{ priceCents: 2_499 }]);
    expect(commands('filament', csv('24.99'))).toMatchObject([{ priceCents: 2_499 }]);
    expect(errors('filament', csv('1.234'))).toEqual([error(2, 'Price', 'two ways: write 1,234 or 1234')]);
  });

  it.each([
    ['Hex', '#GGG', 'must be a colour like #1a2b3c'],
    ['Further hexes', '#00ff00; red', 'must be a colour'],
    ['Density (g/cm³)', '0', 'must be at least 100 mg/cm³'],
    ['Density (g/cm³)', 'heavy', '“heavy” is no number'],
    ['Density (g/cm³)', '1.24e0', 'is no number'],
    ['Price', '"1,234"', 'two ways: write 1.234 or 1234'],
    ['Price', '"1.234,5"', 'thousands separator'],
    ['Price', '"1,234.5"', 'thousands separator'],
    ['Price', '1 234', 'thousands separator'],
    ['Price', '1.999', 'more than 2 decimals'],
    ['Price', '99999999999999999999', 'too large'],
    ['Nozzle (°C)', '210.5', 'whole number'],
    ['Retired', 'perhaps', 'must be yes or no'],
    ['Colour', '', 'is missing'],
    ['Note', 'a\u0007b', 'control characters'],
  ])('is refused with %s %j', (header, cell, words) => {
    const csv =
      header === 'Colour' ? 'Material,Colour\nPLA,\n' : `Material,Colour,${header}\nPLA,Green,${cell}\n`;
    expect(errors('filament', csv)).toEqual([error(2, header, words)]);
  });

  it('takes a decimal comma where it can mean nothing else', () => {
    const price = (csv: string) => commands('filament', csv)[0];
    expect(price('ID,Price\nF1,"19,9"\n')).toMatchObject({ priceCents: 1_990 });
    expect(price('ID;Density\nF1;1,240\n')).toMatchObject({ densityMgPerCm3: 1_240 });
    expect(price('ID,Density\nF1,"1,24"\n')).toMatchObject({ densityMgPerCm3: 1_240 });
    expect(price('ID,Full spool (g)\nF1,"0,500"\n')).toMatchObject({ netMg: 500 });
  });
});
