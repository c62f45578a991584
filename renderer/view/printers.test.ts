import { describe, expect, it } from 'vitest';
import { aPrint, aPrinter, table } from '../testing/records.ts';
import { freePrinters, freeSince, printersInOrder, slotsOf, stateOf, wallWords } from './printers.ts';

it('a printer prints, is free, waits for a hand, or is out of use', () => {
  expect(stateOf(aPrinter())).toBe('free');
  expect(stateOf(aPrinter({ print: 'P-0001' }))).toBe('printing');
  expect(stateOf(aPrinter({ state: 'plate' }))).toBe('plate');
  expect(stateOf(aPrinter({ state: 'maintenance' }))).toBe('maintenance');
  expect(stateOf(aPrinter({ state: 'maintenance', print: 'P-0001' }))).toBe('printing');
  expect(stateOf(aPrinter({ retired: true, state: 'plate' }))).toBe('retired');
});

it('printers stand in the order that people count in, those out of use last', () => {
  const printers = table(
    aPrinter({ id: 'P-10' }),
    aPrinter({ id: 'P-1', retired: true }),
    aPrinter({ id: 'P-2', print: 'P-0001' }),
  );
  expect(printersInOrder(printers).map(({ id }) => id)).toEqual(['P-2', 'P-10', 'P-1']);
  expect(freePrinters(printers)).toBe(1);
});

describe('a free printer', () => {
  const printer = aPrinter({ createdAt: 100 });

  it('is free since its last print ended, whichever began last', () => {
    const prints = table(
      aPrint({ id: '1', endedAt: 500 }),
      aPrint({ id: '2', endedAt: 300, startedAt: 400 }),
      aPrint({ id: '3', endedAt: 900, printer: 'XL-1' }),
    );
    expect(freeSince(prints, printer)).toBe(500);
  });

  it('that never printed is free since it came', () => {
    expect(freeSince(table(aPrint({ endedAt: null })), printer)).toBe(100);
  });
});

it('a wall in words counts what waits for hands', () => {
  expect(wallWords([aPrinter()])).toBe('0 printing, 1 free');
  const printers = [
    aPrinter({ print: 'P-0001' }),
    aPrinter({ state: 'plate' }),
    aPrinter({ state: 'maintenance' }),
  ];
  expect(wallWords(printers)).toBe('1 printing, 0 free, 1 to be cleared, 1 in maintenance');
});

it('every slot is shown, whether something is in it or not', () => {
  expect(slotsOf(aPrinter({ slots: 2, loaded: [null, 'S-1'] }))).toEqual([
    { slot: 1, spool: null },
    { slot: 2, spool: 'S-1' },
  ]);
  expect(slotsOf(aPrinter({ slots: 1 }))).toEqual([{ slot: 1, spool: null }]);
});
