/** Nothing is lost on the way out and in again. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SHEET_NAMES, type SheetName } from '../contract/files.ts';
import { CommandSchema } from '../domain/commands.ts';
import type { Job, Shop } from '../domain/model.ts';
import { isOver } from '../domain/indexes.ts';
import { Tables } from '../domain/tables.ts';
import { commandLogs } from '../domain/testing/commands.ts';
import { BYTE_ORDER_MARK, DELIMITERS, meant, parseCsv, writeCsv } from './csv.ts';
import { planSteps } from './plan.ts';
import { SHEETS } from './sheets/index.ts';
import { writeSheet } from './sheets/write.ts';
import { drain } from './steps.ts';
import { bringIn, csvOf, planCsv, send } from './testing/bring-in.ts';
import { shopOf, shops } from './testing/shops.ts';

const any = fc.oneof(shops, commandLogs.map(shopOf));
const names = SHEET_NAMES;

const idsOf = ({ archive: { jobs } }: Tables) =>
  Array.from({ length: jobs.length }, (_, at) => jobs.at(at)?.id);

/** What is written, as it was meant. */
const cellsOf = (csv: string) =>
  [...parseCsv(csv)].flatMap((row) => (row.kind === 'row' ? [row.cells.map(meant)] : []));

describe('what came out of a shop says nothing new to it', () => {
  it.each(names)('%s', (name) => {
    // Semicolons go with decimal commas: numbers with points are doubted there.
    const anyDelimiter = fc.constantFrom(...DELIMITERS.filter((delimiter) => delimiter !== ';'));
    fc.assert(
      fc.property(any, anyDelimiter, (shop, delimiter) => {
        const written = [...writeSheet(SHEETS[name], shop, { past: true, mark: true })].join('');
        const csv = [BYTE_ORDER_MARK, ...writeCsv(cellsOf(written), delimiter)].join('');
        const plan = drain(planSteps(SHEETS[name], parseCsv(csv), shop));
        expect(plan).toMatchObject({ creates: [], changes: [], commands: [], errors: [], ignored: [] });
        const archived = name === 'jobs' ? new Set(idsOf(shop)).size : 0;
        expect(plan.same).toHaveLength(shop[SHEETS[name].table].size + archived);
      }),
      { numRuns: 60 },
    );
  });
});

/** The cells of a table's rows by header, without what the shop itself keeps up. */
function userFields(name: SheetName, shop: Tables, leave: readonly string[] = []) {
  const columns = SHEETS[name].columns.filter(({ computed, header }) => !computed && !leave.includes(header));
  return [...SHEETS[name].rows(shop, false)]
    .filter((row) => name !== 'jobs' || !isOver(row as Job))
    .map((row) => columns.map(({ header, write }) => `${header}: ${write(row)}`).join('\n'))
    .sort();
}

/** Of a retired product there may be retired spools, while an equal product is on offer: those cannot come over. */
const cannotCome = (shop: Shop) =>
  [...shop.spools.values()].some(({ filament }) => shop.filaments.get(filament)?.retired === true);

it('what came out of a shop makes an equal one of an empty one', () => {
  fc.assert(
    fc.property(any, (shop) => {
      fc.pre(!cannotCome(shop));
      const other = new Tables();
      for (const name of ['filament', 'printers', 'spools'] as const) {
        expect(bringIn(name, csvOf(name, shop), other)).toMatchObject({ changes: [], same: [], errors: [] });
        expect(userFields(name, other)).toEqual(userFields(name, shop));
      }
    }),
    { numRuns: 100 },
  );
});

it('its open jobs come over as jobs that wait, with the copies that are left', () => {
  fc.assert(
    fc.property(any, (shop) => {
      fc.pre(!cannotCome(shop));
      // A weighing or a new name may have taken what is promised here: there it would not be promised again.
      const plenty = new Tables();
      for (const name of ['filament', 'printers'] as const) bringIn(name, csvOf(name, shop), plenty);
      const full = csvOf('spools', fullReels(shop));
      expect(bringIn('spools', full, plenty).errors).toEqual([]);
      send(stockFor(shop), plenty);
      const [header = '', ...rows] = csvOf('jobs', shop).split('\r\n');
      const open = [
        header,
        ...rows.slice(0, [...shop.jobs.values()].filter((job) => !isOver(job)).length),
      ].join('\r\n');
      expect(bringIn('jobs', open, plenty).errors).toEqual([]);
      const leave = ['Status', 'Copies', 'Copies done'];
      expect(userFields('jobs', plenty, leave)).toEqual(userFields('jobs', shop, leave));
      for (const { id, status, copies, done } of plenty.jobs.values()) {
        const there = shop.jobs.get(id);
        expect({ id, status, copies, done }).toEqual({
          ...{ id, status: 'Queued', done: 0 },
          copies: (there?.copies ?? 0) - (there?.done ?? 0),
        });
      }
    }),
    { numRuns: 100 },
  );
});

/** Spools of whatever open jobs ask for. */
const stockFor = ({ jobs }: Shop) =>
  [...jobs.values()]
    .filter((job) => !isOver(job) && job.material !== null)
    .map(({ material, colour }) =>
      CommandSchema.parse({
        type: 'spool.create',
        filament: { product: { maker: 'plenty', material, colour: colour ?? 'any' } },
        ...{ totalMg: 100_000_000, remainingMg: 100_000_000 },
      }),
    );

/** The same filament and spools, that hold whatever was promised of them. */
function fullReels(shop: Tables): Tables {
  const full = new Tables();
  for (const filament of shop.filaments.values())
    full.commit([{ table: 'filaments', id: filament.id, entity: filament }]);
  for (const spool of shop.spools.values()) {
    const entity = { ...spool, totalMg: 100_000_000, remainingMg: 100_000_000 };
    full.commit([{ table: 'spools', id: spool.id, entity }]);
  }
  return full;
}

it('an archived job that was edited there is written once, as it is now', () => {
  const log = Array.from({ length: 201 }, (_, i) => `J${i}`).flatMap((id) => [
    { type: 'job.create', id, spool: 'S', file: 'a.gcode', weightMg: 1 } as const,
    { type: 'job.cancel', id } as const,
  ]);
  const product = { material: 'PLA', colour: 'Red' };
  const shop = shopOf([
    { type: 'spool.create', id: 'S', filament: { product }, totalMg: 9, remainingMg: 9 },
    ...log,
    { type: 'job.edit', id: 'J0', note: 'found again' },
  ]);
  expect(shop.archive.jobs.length).toBe(2);
  expect(csvOf('jobs', shop, true).match(/^J0,.*$/gm)).toEqual([expect.stringContaining('found again')]);
  expect(planCsv('jobs', csvOf('jobs', shop, true), shop).same).toHaveLength(201);
});
