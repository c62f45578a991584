/** Planning a file takes as long as the file is, in steps that are short. */
import { expect, it, vi } from 'vitest';
import type { SheetName } from '../contract/files.ts';
import { Tables } from '../domain/tables.ts';
import { parseCsv } from './csv.ts';
import { planSteps } from './plan.ts';
import { SHEETS } from './sheets/index.ts';
import { spoolmanSteps } from './spoolman.ts';
import { drain } from './steps.ts';
import { shopOf } from './testing/shops.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);
const csv = (header: string, count: number, row: (n: number) => string) =>
  `${header}\n${numbers(count).map(row).join('\n')}\n`;

const table = (name: SheetName, text: string, shop = new Tables()) =>
  planSteps(SHEETS[name], parseCsv(text), shop);

const spoolman = (count: number) =>
  spoolmanSteps(
    {
      filaments: numbers(count).map((id) => ({ id, name: `Colour ${id}`, material: 'PLA', diameter: 1.75 })),
      spools: numbers(count).map((id) => ({ id, filament_id: id, initial_weight: 1_000 })),
    },
    new Tables(),
  );

const stocked = () =>
  shopOf([
    { type: 'filament.create', id: 'F1', material: 'PLA', colour: 'Red' },
    { type: 'spool.create', filament: { id: 'F1' }, totalMg: 90_000_000, remainingMg: 90_000_000 },
  ]);

type Steps = Generator<undefined, Readonly<{ errors: readonly unknown[] }>>;
const FILES: Readonly<Record<string, (count: number) => Steps>> = {
  'new products': (count: number) =>
    table(
      'filament',
      csv('Maker,Material,Colour', count, (n) => `a,PLA,Colour ${n}`),
    ),
  'spools of new products': (count: number) =>
    table(
      'spools',
      csv('Material,Colour,Total', count, (n) => `PLA,Colour ${n},1000`),
    ),
  'equal spools': (count: number) =>
    table(
      'spools',
      csv('Material,Colour,Total', count, () => 'PLA,Red,1000'),
    ),
  jobs: (count: number) => {
    const text = csv('File,Weight,Material,Colour', count, (n) => `${n}.gcode,1,PLA,Red`);
    return table('jobs', text, stocked());
  },
  'Spoolman’s records': spoolman,
};
const files = Object.entries(FILES);

/** Look-ups in tables and indexes: whatever looks at everything for each row does it by these. */
function lookUps(plan: () => void): number {
  const [get, has] = [vi.spyOn(Map.prototype, 'get'), vi.spyOn(Map.prototype, 'has')];
  plan();
  const count = get.mock.calls.length + has.mock.calls.length;
  get.mockRestore();
  has.mockRestore();
  return count;
}

it.each(files)('%s: eight times as many take eight times as much', (_name, steps) => {
  const of = (count: number) => lookUps(() => expect(drain(steps(count)).errors).toEqual([]));
  const few = of(100);
  expect(of(800) / few).toBeLessThan(8.5);
});

/** How long each of a file's steps takes, ms. */
function timesOf(steps: Generator): readonly number[] {
  const times: number[] = [];
  for (;;) {
    const began = performance.now();
    const { done } = steps.next();
    times.push(performance.now() - began);
    if (done === true) return times;
  }
}

it.each(files)(
  '%s: no step holds anybody up',
  (_name, steps) => {
    // What else this machine does comes at another step each time; what a step does itself takes long every time.
    const [first = [], ...others] = numbers(3).map(() => timesOf(steps(2_500)));
    const least = first.map((time, at) => Math.min(time, ...others.map((times) => times[at] ?? 0)));
    expect(Math.max(...least)).toBeLessThan(50);
  },
  60_000,
);
