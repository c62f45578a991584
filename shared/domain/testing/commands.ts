/** Commands that collide: few ids, few products, few grams, so that every rule is reached. */
import fc from 'fast-check';
import { CommandSchema } from '../commands.ts';
import type { Command, CommandInput } from '../commands.ts';

// Some look generated, some are hard on string handling: a ligature, a letter that grows when lowered, an inherited name.
const printer = fc.constantFrom('PR-0001', 'PR-0002', 'ﬁ İ');
const spool = fc.constantFrom('S-0001', 'S-0002', '🧵e\u0301');
const job = fc.constantFrom('J-0001', 'J-0002', 'J-0003', 'toString');
const filament = fc.constantFrom('F-0001', 'F-0002', 'F-0003');
const chosen = (id: fc.Arbitrary<string>) => fc.option(id, { nil: undefined });
/** All that commands name. */
export const COLOURS = ['Red', 'red', 'Blue', 'ẞ'] as const;
export const MATERIALS = ['PLA', 'PETG'] as const;
const colour = fc.constantFrom(...COLOURS);
const maker = fc.constantFrom('', 'eSun');
const note = fc.constantFrom('', 'urgent', '×2 🧵');
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const orNone = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value);
const material = fc.constantFrom('PLA', ...MATERIALS);
const product = fc.record({
  maker,
  material,
  colour,
});
// Often little, so that what is promised falls short.
const mg = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 60 }));
const type = <T extends Command['type']>(...types: T[]) => fc.constantFrom(...types);

const addPrinter = fc.record({
  type: type('printer.create'),
  id: chosen(printer),
  maker: colour,
  model: colour,
  note,
});
const addSpool = fc.record({
  type: type('spool.create'),
  id: chosen(spool),
  filament: fc.record({ product }),
  totalMg: fc.integer({ min: 150, max: 300 }),
  remainingMg: mg,
});
const addJob = fc.record({
  type: type('job.create'),
  id: chosen(job),
  printer,
  spool,
  file: fc.constantFrom('a.gcode', 'b.gcode'),
  weightMg: fc.integer({ min: 1, max: 80 }),
  note,
});

/** By its id, a filament may be retired or not there; by its product, one is found or made. */
const addSpoolById = addSpool.chain((body) => filament.map((id) => ({ ...body, filament: { id } })));

/** Without a printer or a spool of its own, one that fits is looked for. */
const addOpenJob = fc.record({
  type: type('job.create'),
  id: chosen(job),
  printer: fc.option(printer),
  spool: fc.option(spool),
  file: fc.constantFrom('a.gcode', 'b.gcode'),
  weightMg: fc.integer({ min: 1, max: 80 }),
  copies: fc.integer({ min: 1, max: 4 }),
  priority: fc.integer({ min: -1, max: 1 }),
  dueAt: fc.option(fc.constantFrom(5_000, 9_000)),
  material: fc.option(material, { freq: 5 }),
  colour: fc.option(colour),
  nozzleUm: fc.option(fc.constantFrom(400, 600), { freq: 1 }),
  tags: fc.constantFrom<string[][]>([], [], ['dry']),
});

const basics: readonly fc.WeightedArbitrary<CommandInput>[] = [
  { weight: 1, arbitrary: addPrinter },
  { weight: 2, arbitrary: addSpool },
  { weight: 2, arbitrary: addSpoolById },
  { weight: 6, arbitrary: addJob },
  { weight: 6, arbitrary: fc.record({ type: type('job.start'), id: job }) },
  { weight: 4, arbitrary: fc.record({ type: type('job.finish'), id: job }) },
  { weight: 2, arbitrary: fc.record({ type: type('job.cancel'), id: job }) },
  { weight: 2, arbitrary: fc.record({ type: type('spool.weigh'), id: spool, remainingMg: mg }) },
  {
    weight: 1,
    arbitrary: product.chain((one) =>
      fc.record({ id: chosen(filament) }).map(({ id }) => ({ type: 'filament.create' as const, id, ...one })),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: type('filament.edit'),
      id: filament,
      maker: maybe(maker),
      colour: maybe(colour),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: type('printer.edit'),
      id: printer,
      model: maybe(colour),
      note: maybe(note),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: type('spool.edit'), id: spool, note: maybe(note) }) },
  { weight: 1, arbitrary: fc.record({ type: type('job.edit'), id: job, note: maybe(note) }) },
  { weight: 3, arbitrary: fc.record({ type: type('filament.retire'), id: filament }) },
  { weight: 1, arbitrary: fc.record({ type: type('spool.retire'), id: spool }) },
  { weight: 1, arbitrary: fc.record({ type: type('printer.retire'), id: printer }) },
];

const print = fc.integer({ min: 1, max: 9 }).map((n) => `P-000${n}`);
const slot = fc.integer({ min: 1, max: 3 });
const used = fc.integer({ min: 0, max: 90 });
const activity = fc.integer({ min: 1, max: 40 }).map(String);

/** What came with version 3. */
const more: readonly fc.WeightedArbitrary<CommandInput>[] = [
  { weight: 12, arbitrary: addOpenJob },
  {
    weight: 14,
    arbitrary: fc.record({
      type: type('job.start'),
      id: job,
      printer: maybe(printer),
      spool: maybe(spool),
      cleared: fc.boolean(),
      anyway: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ type: type('job.finish'), id: job, print: maybe(print), usedMg: maybe(used) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: type('job.fail'),
      id: job,
      print: maybe(print),
      usedMg: used,
      retry: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: type('job.cancel'),
      id: job,
      used: fc.array(fc.record({ print, usedMg: used }), { maxLength: 2 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ type: type('job.changeSpool'), id: job, spool, usedMg: maybe(used) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      type: type('job.edit'),
      id: job,
      note: maybe(note),
      weightMg: maybe(fc.integer({ min: 1, max: 80 })),
      copies: maybe(fc.integer({ min: 1, max: 4 })),
      spool: maybe(orNone(spool)),
      printer: maybe(orNone(printer)),
      material: maybe(orNone(material)),
      dueAt: maybe(orNone(fc.constantFrom(5_000, 9_000))),
      priority: maybe(fc.integer({ min: -1, max: 1 })),
    }),
  },
  { weight: 4, arbitrary: fc.record({ type: type('job.move'), id: job, before: orNone(job) }) },
  { weight: 2, arbitrary: fc.record({ type: type('job.hold'), id: job, held: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({ type: type('job.repeat'), id: chosen(job), job }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ type: type('spool.move'), id: spool, printer: orNone(printer), slot }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: type('spool.weigh'), id: spool, grossMg: fc.integer({ min: 0, max: 400 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: type('spool.edit'), id: spool, emptyReelMg: fc.constantFrom(null, 100) }),
  },
  {
    weight: 2,
    arbitrary: addSpool.chain((body) => fc.integer({ min: 2, max: 3 }).map((count) => ({ ...body, count }))),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: type('printer.edit'),
      id: printer,
      slots: maybe(slot),
      nozzlesUm: maybe(fc.constantFrom<number[]>([], [400], [600, 800])),
      tags: maybe(fc.constantFrom<string[]>([], ['dry'])),
    }),
  },
  { weight: 5, arbitrary: fc.record({ type: type('printer.clear'), id: printer }) },
  { weight: 2, arbitrary: fc.record({ type: type('printer.maintain'), id: printer, on: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ type: type('printer.restore'), id: printer }) },
  { weight: 2, arbitrary: fc.record({ type: type('spool.restore'), id: spool }) },
  { weight: 2, arbitrary: fc.record({ type: type('filament.restore'), id: filament }) },
  { weight: 8, arbitrary: fc.record({ type: type('activity.undo'), id: activity }) },
];

const opening: readonly CommandInput[] = [
  { type: 'printer.create', maker: 'Prusa', model: 'MK4S' },
  { type: 'printer.create', id: 'ﬁ İ', maker: 'Voron', model: '2.4' },
  ...['S-0001', '🧵e\u0301'].map((id): CommandInput => ({
    type: 'spool.create',
    id,
    filament: { product: { material: 'PLA', colour: 'Red' } },
    totalMg: 300,
    remainingMg: 300,
  })),
];

const logs = (steps: readonly fc.WeightedArbitrary<CommandInput>[], maxLength: number) =>
  fc
    .array(fc.oneof(...steps), { maxLength, size: 'max' })
    .map((inputs) => [...opening, ...inputs].map((input) => CommandSchema.parse(input)));

/** A day in a shop that has two printers and two spools to begin with, as checked commands. */
export const commandLogs: fc.Arbitrary<readonly Command[]> = logs([...basics, ...more], 120);

/** One in which everybody still works by the first rules. */
export const oldCommandLogs: fc.Arbitrary<readonly Command[]> = logs(basics, 80);
