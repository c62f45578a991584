import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Tables } from '../domain/tables.ts';
import { seedSteps } from './seed.ts';
import { drain } from './steps.ts';
import { send } from './testing/bring-in.ts';

const planSeed = (json: unknown, shop: Tables) => drain(seedSteps(json, shop));

/** As a node of the original writes it. */
const state = {
  ...{ term: 4, voted_for: 'node_5001', commit_index: 12, log: [{ op: 'add_printer' }] },
  printers: {
    P1: { company: 'Creality', model: 'Ender 3' },
    P2: { id: 'P2', company: 'Prusa', model: 'MK4' },
  },
  filaments: {
    F1: { type: 'PLA', color: 'Red', total_weight: 1000, remaining_weight: 700 },
    F2: { type: 'PETG', color: 'Blue', total_weight_in_grams: '750.5', remaining_weight_in_grams: 750.5 },
  },
  jobs: {
    J1: {
      id: 'J1',
      printer_id: 'P1',
      filament_id: 'F1',
      filepath: '/a.gcode',
      print_weight_in_grams: 300,
      status: 'Done',
      created_at: 1.5,
    },
    J2: {
      id: 'J2',
      printer_id: 'P1',
      filament_id: 'F1',
      filepath: '/b.gcode',
      print_weight_in_grams: 50,
      status: 'Running',
    },
    J3: {
      id: 'J3',
      printer_id: 'P1',
      filament_id: 'F1',
      filepath: '/c.gcode',
      print_weight_in_grams: 20,
      status: 'Queued',
    },
    J4: {
      id: 'J4',
      printer_id: 'P2',
      filament_id: 'F2',
      filepath: '/d.gcode',
      print_weight_in_grams: 10,
      status: 'Canceled',
    },
  },
};

function broughtIn(json: unknown, shop = new Tables()) {
  const plan = planSeed(json, shop);
  expect(plan.errors).toEqual([]);
  send(plan.commands, shop);
  return { plan, shop };
}

const asList = (records: Readonly<Record<string, object>>) =>
  Object.entries(records).map(([id, record]) => ({ id, ...record }));

describe('the state of a node', () => {
  it.each([
    ['keyed by id', state],
    [
      'as lists',
      { printers: asList(state.printers), filaments: asList(state.filaments), jobs: asList(state.jobs) },
    ],
  ])('comes over whole, %s', (_name, json) => {
    const { shop } = broughtIn(json);
    expect(shop.printers.get('P1')).toMatchObject({ maker: 'Creality', model: 'Ender 3' });
    expect(shop.spools.get('F1')).toMatchObject({
      totalMg: 1_000_000,
      remainingMg: 700_000,
      reservedMg: 70_000,
    });
    expect(shop.spools.get('F2')).toMatchObject({ totalMg: 750_500, remainingMg: 750_500, reservedMg: 0 });
    const statuses = [...shop.jobs.values()].map(({ id, status }) => `${id} ${status}`).sort();
    expect(statuses).toEqual(['J1 Done', 'J2 Running', 'J3 Queued', 'J4 Cancelled']);
    expect([...shop.prints.values()].map(({ usedMg }) => usedMg)).toEqual([300_000, 0]);
    expect([...shop.filaments.values()].map(({ material, colour }) => `${material} ${colour}`)).toEqual([
      'PLA Red',
      'PETG Blue',
    ]);
  });

  it('comes once', () => {
    const { shop } = broughtIn(state);
    const again = planSeed(state, shop);
    expect(again).toMatchObject({ creates: [], commands: [], errors: [] });
    expect(again.same).toHaveLength(8);
  });

  it('may have more taken from a spool than it held', () => {
    const job = (status: string, print_weight_in_grams: number) => ({
      printer_id: 'P1',
      filament_id: 'F1',
      filepath: 'x',
      print_weight_in_grams,
      status,
    });
    const { shop } = broughtIn({
      printers: state.printers,
      filaments: { F1: { type: 'PLA', color: 'Red', total_weight: 1000, remaining_weight: 0 } },
      jobs: { A: job('done', 800), B: job('DONE', 900), C: job('Queued', 500), D: job('Cancelled', 999) },
    });
    expect(shop.spools.get('F1')).toMatchObject({ remainingMg: 0, reservedMg: 500_000 });
    expect(shop.jobs.get('B')).toMatchObject({ status: 'Done' });
  });

  it('may say that more is left than there was: it is full then', () => {
    const { shop } = broughtIn({
      filaments: { F1: { type: 'PLA', color: 'Red', total_weight: 10, remaining_weight: 20 } },
    });
    expect(shop.spools.get('F1')?.remainingMg).toBe(10_000);
  });
});

it('whatever the original came to, what is left and how each job stands are as in its file', () => {
  const jobs = fc.array(
    fc.record({
      weight: fc.integer({ min: 1, max: 400 }),
      status: fc.constantFrom('Queued', 'Running', 'Done', 'Cancelled'),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(jobs, fc.integer({ min: 0, max: 1_000 }), (wanted, remaining) => {
      // As the original checked: a printer runs one job, and what is open was there when it was ordered.
      let [running, openGrams] = [0, 0];
      const kept = wanted.filter(({ status, weight }) => {
        const open = status === 'Queued' || status === 'Running';
        if (open && openGrams + weight > 600) return false;
        if (open) openGrams += weight;
        return status !== 'Running' || ++running === 1;
      });
      const { shop } = broughtIn({
        printers: state.printers,
        filaments: { F1: { type: 'PLA', color: 'Red', total_weight: 1000, remaining_weight: remaining } },
        jobs: Object.fromEntries(
          kept.map(({ status, weight }, i) => [
            `J${i}`,
            { printer_id: 'P1', filament_id: 'F1', filepath: 'x', print_weight_in_grams: weight, status },
          ]),
        ),
      });
      expect(shop.spools.get('F1')?.remainingMg).toBe(remaining * 1_000);
      for (const [i, { status }] of kept.entries()) expect(shop.jobs.get(`J${i}`)?.status).toBe(status);
    }),
  );
});

const job = state.jobs.J3;
it.each([
  ['no state', [], ''],
  ['a collection that is none', { printers: 3 }, 'printers'],
  ['no model', { printers: { P1: { company: 'x' } } }, 'printers.P1.model'],
  ['an empty maker', { printers: { P1: { company: '', model: 'x' } } }, 'printers.P1.company'],
  ['no id in a list', { printers: [{ company: 'x', model: 'y' }] }, 'printers[0].id'],
  [
    'no weight',
    { filaments: { F1: { type: 'PLA', color: 'Red', remaining_weight: 'much' } } },
    'filaments.F1.total_weight_in_grams',
  ],
  [
    'a negative weight',
    { filaments: { F1: { type: 'PLA', color: 'Red', total_weight: 5, remaining_weight: -1 } } },
    'filaments.F1.remaining_weight_in_grams',
  ],
  [
    'a job of less than nothing',
    { ...state, jobs: { J: { ...job, id: 'J', print_weight_in_grams: -500 } } },
    'jobs.J.print_weight_in_grams',
  ],
  ['a status that is none', { ...state, jobs: { J: { ...job, status: 'Lost' } } }, 'jobs.J.status'],
  ['a printer that is none', { ...state, jobs: { J: { ...job, id: 'J', printer_id: 'P9' } } }, 'jobs.J'],
  [
    'two jobs running on one printer',
    {
      ...state,
      jobs: { A: { ...job, id: 'A', status: 'Running' }, B: { ...job, id: 'B', status: 'Running' } },
    },
    'jobs.B',
  ],
])('is refused with %s, by path', (_name, json, path) => {
  const plan = planSeed(json, new Tables());
  expect([...new Set(plan.errors.map((error) => error.path))]).toContain(path);
  expect(plan.commands).toEqual([]);
});
