import { describe, expect, it } from 'vitest';
import { aJob, aPrint, aPrinter, aSpool, table } from '../testing/records.ts';
import { freePrinters, freeSince, missingMg, printersInOrder, queueOf, stateOf } from './printers.ts';

it('a printer prints, is free, or is out of use', () => {
  expect(stateOf(aPrinter())).toBe('free');
  expect(stateOf(aPrinter({ print: 'P-0001' }))).toBe('printing');
  expect(stateOf(aPrinter({ retired: true }))).toBe('retired');
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

it('the next job of a printer is the one that has waited longest', () => {
  const jobs = table(
    aJob({ id: 'J-3', createdAt: 3 }),
    aJob({ id: 'J-10', createdAt: 2 }),
    aJob({ id: 'J-9', createdAt: 2 }),
    aJob({ id: 'J-1', createdAt: 1, status: 'Running' }),
    aJob({ id: 'J-0', createdAt: 0, printer: 'XL-1' }),
  );
  expect(queueOf(jobs, 'MK4S-1').map(({ id }) => id)).toEqual(['J-9', 'J-10', 'J-3']);
  expect(queueOf(jobs, 'unknown')).toEqual([]);
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

it('a job lacks what is missing on its spool beside what prints from it now', () => {
  const spool = aSpool({ remainingMg: 100_000, printingMg: 30_000 });
  expect(missingMg(aJob({ weightMg: 70_000 }), spool)).toBe(0);
  expect(missingMg(aJob({ weightMg: 70_001 }), spool)).toBe(1);
});
