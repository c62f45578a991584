import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Tables } from '../domain/tables.ts';
import { exportShop } from './export.ts';
import { shopOf, shops } from './testing/shops.ts';

const whole = (shop: Tables) => JSON.parse([...exportShop(shop)].join('')) as Record<string, unknown>;

it('an empty shop is told as one', () => {
  expect(whole(new Tables())).toEqual({
    ...{ format: 'printraft-export', version: 1 },
    ...{ filaments: [], spools: [], printers: [], jobs: [], prints: [], activity: [] },
  });
});

it('every record is in it, whole', () => {
  fc.assert(
    fc.property(shops, (shop) => {
      const { filaments, spools, printers, jobs, prints, activity } = whole(shop);
      expect(filaments).toEqual([...shop.filaments.values()]);
      expect(spools).toEqual([...shop.spools.values()]);
      expect(printers).toEqual([...shop.printers.values()]);
      expect(jobs).toEqual([...shop.jobs.values()]);
      expect(prints).toEqual([...shop.prints.values()]);
      expect(activity).toHaveLength(shop.archive.activity.length);
    }),
    { numRuns: 50 },
  );
});

it('what is archived comes too, once and as it was edited last, in pieces of limited size', () => {
  const shop = shopOf([
    { type: 'printer.create', id: 'P', maker: 'a', model: 'b' },
    {
      type: 'spool.create',
      id: 'S',
      filament: { product: { material: 'PLA', colour: 'Red' } },
      totalMg: 999,
      remainingMg: 999,
    },
    ...Array.from({ length: 205 }, (_, i) => `J${i}`).flatMap((id) => [
      { type: 'job.create', id, printer: 'P', spool: 'S', file: 'a.gcode', weightMg: 1 } as const,
      { type: 'job.start', id, cleared: true } as const,
      { type: 'job.finish', id } as const,
    ]),
    { type: 'job.edit', id: 'J0', note: 'found again' },
  ]);
  const { jobs, prints, activity } = whole(shop) as Record<string, { id: string; note?: string }[]>;
  expect(new Set(jobs?.map(({ id }) => id)).size).toBe(205);
  expect(jobs).toHaveLength(205);
  expect(prints).toHaveLength(205);
  expect(activity).toHaveLength(3 + 3 * 205);
  expect(jobs?.find(({ id }) => id === 'J0')?.note).toBe('found again');
  const pieces = [...exportShop(shop)];
  expect(pieces.length).toBeGreaterThan(3);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(40_000);
});
