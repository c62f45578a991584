/** A small shop, and what a file does to it: for tests. */
import { expect } from 'vitest';
import type { SheetName } from '../../contract/files.ts';
import { planCsv } from './bring-in.ts';
import { shopOf } from './shops.ts';

/** Two printers, three spools, a job that waits and one that is over. */
export const shop = () =>
  shopOf([
    { type: 'printer.create', id: 'P1', maker: 'Prusa', model: 'XL', slots: 2, nozzlesUm: [400] },
    { type: 'printer.create', id: 'P2', maker: 'Voron', model: '2.4' },
    { type: 'filament.create', id: 'F1', maker: 'eSun', material: 'PLA', colour: 'Red', hex: '#ff0000' },
    { type: 'filament.create', id: 'F2', material: 'PETG', colour: 'Blue' },
    ...(['S1', 'S2', 'S3'] as const).map((id) => ({
      ...{ type: 'spool.create' as const, id, filament: { id: 'F1' } },
      ...{ totalMg: 1_000_000, remainingMg: 500_000, location: 'Shelf' },
    })),
    { type: 'spool.move', id: 'S1', printer: 'P1', slot: 1 },
    { type: 'spool.move', id: 'S2', printer: 'P1', slot: 2 },
    { type: 'job.create', id: 'J1', spool: 'S1', file: 'a.gcode', weightMg: 100_000, copies: 2 },
    { type: 'job.create', id: 'J2', spool: 'S1', file: 'b.gcode', weightMg: 1_000 },
    { type: 'job.cancel', id: 'J2' },
  ]);

/** What a file would have done to it, as nothing is wrong with it. */
export const commands = (name: SheetName, csv: string) => {
  const { commands, errors } = planCsv(name, csv, shop());
  expect(errors).toEqual([]);
  return commands;
};
/** What is wrong with a file, which then does nothing. */
export const errors = (name: SheetName, csv: string) => {
  const plan = planCsv(name, csv, shop());
  expect(plan.commands).toEqual([]);
  return plan.errors;
};
export const error = (line: number, column: string | null, words: string | RegExp) => ({
  ...{ line, column },
  character: expect.any(Number) as number,
  message: expect.stringMatching(words) as string,
});
