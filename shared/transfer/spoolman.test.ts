import { describe, expect, it } from 'vitest';
import { Tables } from '../domain/tables.ts';
import { spoolmanSteps } from './spoolman.ts';
import { drain } from './steps.ts';
import { send } from './testing/bring-in.ts';
import { shopOf } from './testing/shops.ts';

const planSpoolman = (json: unknown, shop: Tables) => drain(spoolmanSteps(json, shop));

const vendor = { id: 1, registered: '2024-01-01T00:00:00Z', name: 'Prusament', extra: {} };
const filament = {
  ...{
    id: 7,
    registered: '2024-01-01T00:00:00Z',
    name: 'Galaxy Black',
    vendor,
    material: 'pla',
    price: 29.99,
  },
  ...{
    density: 1.24,
    diameter: 1.75,
    weight: 1000,
    spool_weight: 186.5,
    article_number: 'PM-1',
    comment: 'two\nlines',
  },
  ...{ settings_extruder_temp: 215, settings_bed_temp: 60, color_hex: '2A2A2EFF', extra: { nozzle: '"x"' } },
};
const spool = {
  ...{
    id: 3,
    registered: '2024-01-01T00:00:00Z',
    first_used: '2024-02-03T04:05:06.789Z',
    filament,
    price: 25,
  },
  ...{
    initial_weight: 1000,
    spool_weight: 190,
    used_weight: 250.4567,
    remaining_weight: 749.5433,
    location: 'Shelf A',
  },
  ...{ lot_nr: 'L-9', comment: null, archived: false, extra: {} },
};
/** The same as `/api/v1/export/spools?fmt=json` writes it: flat, and with times as Python prints them. */
const flat = {
  ...{
    id: 3,
    registered: '2024-01-01 00:00:00',
    first_used: '2024-02-03 04:05:06.789000',
    filament_id: 7,
    price: 25,
  },
  ...{ initial_weight: 1000, spool_weight: 190, used_weight: 250.4567, location: 'Shelf A', lot_nr: 'L-9' },
  ...{ comment: null, archived: false, tags: '' },
  ...Object.fromEntries(
    Object.entries(filament)
      .filter(([name]) => name !== 'vendor' && name !== 'extra')
      .map(([name, value]) => [`filament.${name}`, value]),
  ),
  ...{
    'filament.vendor_id': 1,
    'filament.vendor.id': 1,
    'filament.vendor.name': 'Prusament',
    'filament.extra.nozzle': '"x"',
  },
};

function broughtIn(json: unknown, shop = new Tables()) {
  const plan = planSpoolman(json, shop);
  expect(plan.errors).toEqual([]);
  send(plan.commands, shop);
  return { plan, shop };
}

describe('a spool with its filament and that one’s vendor', () => {
  it.each([
    ['as its API gives it', [spool]],
    ['as its export writes it', [flat]],
    [
      'in parts that name each other',
      {
        vendors: [vendor],
        filaments: [{ ...filament, vendor: null, vendor_id: 1 }],
        spools: [{ ...spool, filament: undefined, filament_id: 7 }],
      },
    ],
  ])('is a product and a spool of it, %s', (_name, json) => {
    const { plan, shop } = broughtIn(json);
    expect(plan.creates.map(({ id }) => id)).toEqual(['F-SM-7', 'S-SM-3']);
    expect(shop.filaments.get('F-SM-7')).toMatchObject({
      ...{ maker: 'Prusament', material: 'PLA', colour: 'Galaxy Black', hex: '#2a2a2e', moreHexes: [] },
      ...{
        densityMgPerCm3: 1_240,
        diameterUm: 1_750,
        priceCents: 2_999,
        netMg: 1_000_000,
        emptyReelMg: 186_500,
      },
      ...{ nozzleC: 215, bedC: 60, article: 'PM-1', note: 'two lines', spools: 1 },
    });
    expect(shop.spools.get('S-SM-3')).toMatchObject({
      ...{
        filament: 'F-SM-7',
        totalMg: 1_000_000,
        remainingMg: 749_543,
        location: 'Shelf A',
        lot: 'L-9',
        note: '',
      },
      ...{
        emptyReelMg: 190_000,
        priceCents: 2_500,
        openedAt: Date.UTC(2024, 1, 3, 4, 5, 6, 789),
        retired: false,
      },
    });
  });

  it('comes once: what is known is left as it is', () => {
    const { shop } = broughtIn([spool]);
    const again = planSpoolman([{ ...spool, used_weight: 900 }], shop);
    expect(again).toMatchObject({ creates: [], commands: [], errors: [] });
    expect(again.same.map(({ id }) => id)).toEqual(['F-SM-7', 'S-SM-3']);
  });
});

describe('a file of another version', () => {
  const plain = { id: 7, name: 'Galaxy Black', material: 'PLA', diameter: 1.75 };
  it.each<[string, unknown, object]>([
    [
      'before spools had weights of their own',
      [{ id: 3, filament: { ...plain, weight: 750 }, used_weight: 50, remaining_weight: 700 }],
      { totalMg: 750_000, remainingMg: 700_000 },
    ],
    [
      'before that, from what is left and what was used',
      [{ id: 3, filament: plain, used_weight: 300, remaining_weight: 700 }],
      { totalMg: 1_000_000, remainingMg: 700_000 },
    ],
    [
      'with fields that nobody knows yet',
      [
        {
          ...spool,
          ...{ remaining_length: 1, used_length: 2, external_id: 'x', extra: { dried: '"2026"' } },
          filament: { ...filament, multi_color_direction: 'coaxial', finish: { gloss: 1 } },
        },
      ],
      { totalMg: 1_000_000, lot: 'L-9' },
    ],
    [
      'with ids that are texts',
      [{ ...spool, id: '3', filament: { ...filament, id: 'esun_pla' } }],
      { filament: 'F-SM-esun_pla' },
    ],
    ['with what was not said left out', [{ id: 3, filament: plain, initial_weight: 500 }], { location: '' }],
  ])('%s, comes over', (_name, json, expected) => {
    expect(broughtIn(json).shop.spools.get('S-SM-3')).toMatchObject(expected);
  });
});

it('filaments alone are products', () => {
  expect(broughtIn([filament]).shop.filaments.size).toBe(1);
});

it('an archived spool is retired, an overdrawn one is empty, one without a weight is as full as its filament says', () => {
  const { shop } = broughtIn([
    { ...spool, id: 1, archived: true },
    { ...spool, id: 2, used_weight: 1_200 },
    { ...spool, id: 3, initial_weight: null, used_weight: 0 },
  ]);
  expect(shop.spools.get('S-SM-1')?.retired).toBe(true);
  expect(shop.spools.get('S-SM-2')?.remainingMg).toBe(0);
  expect(shop.spools.get('S-SM-3')?.remainingMg).toBe(1_000_000);
});

it('several colours are several hexes, and a colour without a name is called as its hex', () => {
  const { shop } = broughtIn([
    { ...filament, name: null, color_hex: null, multi_color_hexes: 'FF0000,00ff00,0000FF' },
  ]);
  expect(shop.filaments.get('F-SM-7')).toMatchObject({
    ...{ colour: '#ff0000', hex: '#ff0000', moreHexes: ['#00ff00', '#0000ff'] },
  });
});

describe('a product that is here already', () => {
  const here = () =>
    shopOf([
      { type: 'filament.create', id: 'F1', maker: 'prusament', material: 'PLA', colour: 'galaxy black' },
    ]);

  it('is that one, with a warning', () => {
    const { plan, shop } = broughtIn([spool], here());
    expect(shop.spools.get('S-SM-3')?.filament).toBe('F1');
    expect(plan.same).toEqual([{ path: '[0].filament', id: 'F1' }]);
    expect(plan.warnings).toEqual([
      { path: '[0].filament', message: expect.stringContaining('as F1') as string },
    ]);
  });

  it('is another one if it is of another thickness', () => {
    const { shop } = broughtIn([{ ...filament, diameter: 2.85 }], here());
    expect(shop.filaments.get('F-SM-7')?.colour).toBe('Galaxy Black (2.85 mm)');
  });
});

it('texts that are too long are cut, with a warning', () => {
  const { plan, shop } = broughtIn([{ ...filament, comment: `${'x'.repeat(499)}🧵` }]);
  expect(shop.filaments.get('F-SM-7')?.note).toBe('x'.repeat(499));
  expect(plan.warnings).toMatchObject([{ path: '[0].comment' }]);
});

it.each([
  ['no export', 'spools', ''],
  ['nothing', null, ''],
  ['another object', { printers: [] }, ''],
  ['no list', { spools: {} }, 'spools'],
  ['no id', [{ ...spool, id: undefined }], '[0].id'],
  ['a number that is a text', [{ ...spool, used_weight: 'much' }], '[0].used_weight'],
  ['a weight below nothing', [{ ...spool, spool_weight: -5 }], '[0].spool_weight'],
  ['a price beyond all', [{ ...spool, price: 1e12 }], '[0].price'],
  ['a time beyond all', [{ ...spool, first_used: '9999-12-31T00:00:00Z' }], '[0].first_used'],
  ['a list within a list', [[spool]], '[0]'],
  ['no diameter', [spool, { ...spool, filament: { ...filament, diameter: null } }], '[1].filament.diameter'],
  ['no diameter, flat', [{ ...flat, 'filament.diameter': null }], '[0].filament.diameter'],
  ['a time that is none', [{ ...spool, first_used: 'yesterday' }], '[0].first_used'],
  [
    'a filament that is missing',
    { spools: [{ ...spool, filament: undefined, filament_id: 9 }] },
    'spools[0].filament_id',
  ],
  ['no material', [{ ...spool, filament: { ...filament, material: null } }], '[0].filament.material'],
  ['no colour at all', [{ ...filament, name: '', color_hex: null }], '[0].name'],
  ['an absurd density', [{ ...filament, density: 1_240 }], '[0].density'],
  ['a hex that is none', [{ ...filament, color_hex: 'GGGGGG' }], '[0].color_hex'],
  [
    'no weight at all',
    [
      {
        ...spool,
        initial_weight: 0,
        used_weight: 0,
        remaining_weight: null,
        filament: { ...filament, weight: null },
      },
    ],
    '[0].initial_weight',
  ],
])('is refused with %s, by path', (_name, json, path) => {
  const plan = planSpoolman(json, new Tables());
  expect(plan.errors.map((error) => error.path)).toEqual([path]);
  expect(plan.commands).toEqual([]);
});
