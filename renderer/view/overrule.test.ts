import { expect, it } from 'vitest';
import { aFilament, aJob, aPrinter, aSpool, table } from '../testing/records.ts';
import { inTheWay } from './overrule.ts';

const CHOSEN = { job: 'J-0001', printer: 'MK4S-1', spool: 'S-0001' };
const shop = (job = {}, printer = {}, spool = {}) => ({
  jobs: table(aJob({ spool: null, printer: null, material: 'PLA', ...job })),
  printers: table(aPrinter(printer)),
  spools: table(aSpool(spool)),
  filaments: table(aFilament()),
});

it('nothing is in the way where all fits', () => {
  expect(inTheWay(shop(), CHOSEN)).toEqual({ overruled: [], plate: false, final: [] });
});

it('nozzle, material, plate and the like can be overruled', () => {
  const found = inTheWay(
    shop({ material: 'PETG', nozzleUm: 600 }, { nozzlesUm: [400], state: 'plate' }),
    CHOSEN,
  );
  expect(found).toEqual({
    overruled: ['plate not cleared', '0.6 mm nozzle wanted, has 0.4 mm', 'needs PETG, has PLA'],
    plate: true,
    final: [],
  });
});

it('grams, a printer that prints, what is retired and what the job is for cannot', () => {
  const found = inTheWay(
    shop({ weightMg: 900_000, spool: 'S-0002' }, { print: 'P-1', retired: true }, { remainingMg: 1_000 }),
    CHOSEN,
  );
  expect(found?.overruled).toEqual([]);
  expect(found?.final).toEqual([
    'retired',
    'printing',
    'for spool S-0002 only',
    'needs 900 g, 1 g left after reservations',
  ]);
});

it('of what is not chosen yet nothing is known', () => {
  expect(inTheWay(shop(), { ...CHOSEN, spool: '' })).toBeNull();
});
