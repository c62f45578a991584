import { describe, expect, it } from 'vitest';
import type { Job, Printer, Shop, Spool } from '../../shared/domain/model.ts';
import { ShopTables } from '../../shared/domain/tables.ts';
import { aFilament, aJob, aPrint, aPrinter, aSpool, table } from '../testing/records.ts';
import * as queue from './queue.ts';

/** A shop of these; whatever is not said is as it usually is. */
function shopOf(
  jobs: readonly Job[],
  printers: readonly Printer[],
  spools: readonly Spool[] = [aSpool()],
): Shop {
  return Object.assign(new ShopTables(), {
    jobs: table(...jobs),
    printers: table(...printers),
    spools: table(...spools),
    filaments: table(aFilament()),
  });
}
const loaded = { loaded: ['S-0001'] };
const any = { printer: null, spool: null, material: 'PLA' };

describe('what a printer prints next', () => {
  it('is the first in the queue that could start there, named or not', () => {
    const jobs = [aJob({ id: 'J-1', ...any, rank: 1 }), aJob({ id: 'J-2', rank: 2 })];
    const shop = shopOf(jobs, [aPrinter(loaded), aPrinter({ id: 'XL-1' })]);
    expect(queue.nextOn(shop, 'MK4S-1')).toEqual({
      job: 'J-1',
      printer: 'MK4S-1',
      spool: 'S-0001',
      load: false,
      clear: false,
      blocked: '',
    });
    expect(queue.nextOn(shop, 'XL-1')).toMatchObject({ job: 'J-1', load: true });
    expect([queue.countFor(shop, 'MK4S-1'), queue.countFor(shop, 'XL-1')]).toEqual([2, 1]);
    expect(queue.nextOn(shop, 'other')).toBeNull();
  });

  it('is one that names it and cannot start, where no other can: with the reason', () => {
    const heavy = aJob({ id: 'J-1', weightMg: 900_000, rank: 1 });
    const light = aJob({ id: 'J-2', weightMg: 1_000, rank: 2 });
    const printers = [aPrinter(loaded)];
    expect(queue.nextOn(shopOf([heavy], printers), 'MK4S-1')).toMatchObject({
      job: 'J-1',
      blocked: 'needs 900 g, 800 g left after reservations',
    });
    expect(queue.nextOn(shopOf([heavy, light], printers), 'MK4S-1')).toMatchObject({ job: 'J-2' });
    const strange = aJob({ nozzleUm: 600 });
    const narrow = aPrinter({ ...loaded, nozzlesUm: [400] });
    expect(queue.nextOn(shopOf([strange], [narrow]), 'MK4S-1')?.blocked).toContain('0.6 mm nozzle wanted');
  });

  it('is none that is on hold', () => {
    const shop = shopOf([aJob({ held: true })], [aPrinter(loaded)]);
    expect(queue.nextOn(shop, 'MK4S-1')).toBeNull();
    expect(queue.bestStart(shop, 'J-0001')).toBeNull();
  });
});

describe('a start', () => {
  it('says that the plate is clear where nothing else is in the way', () => {
    const start = queue.bestStart(shopOf([aJob()], [aPrinter({ ...loaded, state: 'plate' })]), 'J-0001')!;
    expect(queue.startLabel(start)).toBe('Plate is clear, start');
    expect(queue.startCommand(start)).toEqual({
      type: 'job.start',
      id: 'J-0001',
      printer: 'MK4S-1',
      spool: 'S-0001',
      cleared: true,
    });
    expect(queue.whyWaits(start)).toBe('MK4S-1: plate not cleared');
  });

  it('is at the best of all places, and may be at any other', () => {
    const printers = [aPrinter(loaded), aPrinter({ id: 'A-1', print: 'P-1' }), aPrinter({ id: 'B-1' })];
    const shop = shopOf([aJob(any)], printers);
    expect(queue.startsOf(shop, 'J-0001').map(({ printer, blocked }) => [printer, blocked])).toEqual([
      ['MK4S-1', ''],
      ['B-1', ''],
      ['A-1', 'printing'],
    ]);
    expect(queue.whyWaits(queue.bestStart(shop, 'J-0001')!)).toBe('');
  });

  it('is nowhere without a printer', () => {
    const start = queue.bestStart(shopOf([aJob(any)], []), 'J-0001')!;
    expect(start).toMatchObject({ printer: null, blocked: 'there is no printer' });
    expect(queue.startCommand(start)).toEqual({ type: 'job.start', id: 'J-0001' });
    expect(queue.whyWaits(start)).toBe('there is no printer');
  });
});

it('a job is moved in front of another, or behind all of its priority', () => {
  const jobs = ['J-1', 'J-2', 'J-3'].map((id, rank) => aJob({ id, rank }));
  const shop = shopOf([...jobs, aJob({ id: 'J-4', priority: -1 })], []);
  expect(queue.movesOf(shop, 'J-1')).toEqual({ down: 'J-3' });
  expect(queue.movesOf(shop, 'J-2')).toEqual({ top: 'J-1', up: 'J-1', down: 'J-4' });
  // Behind one of a lower priority there is no place for it.
  expect(queue.movesOf(shop, 'J-3')).toEqual({ top: 'J-1', up: 'J-2' });
  expect(queue.movesOf(shop, 'J-4')).toEqual({ top: 'J-1', up: 'J-3' });
  expect(queue.movesOf(shop, 'gone')).toEqual({});
  expect(queue.movesOf(shopOf(jobs.slice(0, 2), []), 'J-1')).toEqual({ down: null });
});

it('the prints of a job that run are those on printers', () => {
  const job = aJob({ status: 'Running', running: 1 });
  const prints = table(aPrint(), aPrint({ id: 'P-0002', outcome: 'failed', endedAt: 5 }));
  const printers = table(aPrinter({ print: 'P-0001' }), aPrinter({ id: 'XL-1' }));
  expect(queue.runningPrints({ prints, printers }, job).map(({ id }) => id)).toEqual(['P-0001']);
  expect(queue.runningPrints({ prints, printers }, aJob())).toEqual([]);
});
