/** What a file does to a shop, whatever is in it; of each sheet its own tests tell more. */
import { describe, expect, it } from 'vitest';
import { SHEET_NAMES } from '../contract/files.ts';
import { Tables } from '../domain/tables.ts';
import { parseCsv } from './csv.ts';
import { planSteps } from './plan.ts';
import { SHEETS } from './sheets/index.ts';
import { drain } from './steps.ts';
import { csvOf, planCsv } from './testing/bring-in.ts';
import { commands, error, errors, shop } from './testing/small-shop.ts';

describe('a file as a whole', () => {
  it('is refused with each thing that is wrong, by line, and then does nothing', () => {
    const csv = 'ID,Material,Colour\nF7,PLA,Green\nF8,PLA,green\nF9,,x\n';
    expect(errors('filament', csv)).toEqual([
      error(3, 'Colour', 'the same filament as in line 2'),
      error(4, 'Material', 'is missing'),
    ]);
  });

  it.each<[string, string, ReturnType<typeof error>]>([
    ['an unknown header alone', 'Foo\n1\n', error(1, null, 'ID, or Material and Colour')],
    ['a header twice', 'ID,Note,id\n', error(1, 'id', '“ID” and “id”')],
    ['a column under two names', 'ID,Note,Comment\n', error(1, 'Comment', '“Note” and “Comment”')],
    ['an unknown header twice', 'ID,x,X\n', error(1, 'X', '“x” and “X”')],
    ['too many cells', 'ID,Note\nF1,a,b\n', error(2, null, '3 cells, and the header 2')],
    ['an id twice', 'ID,Note\nF1,a\n\nF1,b\n', error(4, 'ID', 'F1 is in line 2 already')],
    ['nothing in it', '\n\n', error(1, null, 'the file is empty')],
    ['an open quote', 'ID,Note\nF1,"a\n', error(2, '4', 'never closed')],
    ['a NUL', 'ID,Note\nF1,\0\n', error(2, '4', 'NUL')],
  ])('is refused with %s', (_name, csv, expected) => expect(errors('filament', csv)).toEqual([expected]));

  it('of nothing but a header does nothing; blank rows and cells that a row lacks say nothing', () => {
    expect(commands('filament', 'ID,Note')).toEqual([]);
    expect(planCsv('filament', 'ID,Note,Price\n,,\nF1\n', shop()).same).toEqual([{ line: 3, id: 'F1' }]);
  });

  it('can be planned in steps, without touching the shop', () => {
    const here = shop();
    const before = csvOf('filament', here) + String(here.archive.activity.length);
    const rows = Array.from({ length: 1_000 }, (_, i) => `PLA,C${i}\n`).join('');
    const steps = planSteps(SHEETS.filament, parseCsv(`Material,Colour\n${rows}`), here);
    expect(steps.next().done).toBe(false);
    expect(drain(steps).commands).toHaveLength(1_000);
    expect(csvOf('filament', here) + String(here.archive.activity.length)).toBe(before);
  });
});

it('an empty shop writes headers only, and takes them back', () => {
  for (const name of SHEET_NAMES) {
    const csv = csvOf(name, new Tables());
    expect(csv.split('\r\n')).toHaveLength(2);
    expect(planCsv(name, csv, new Tables())).toMatchObject({ errors: [], ignored: [], commands: [] });
  }
});
