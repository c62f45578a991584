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
const colour = fc.constantFrom('Red', 'red', 'Blue', 'ẞ');
const maker = fc.constantFrom('', 'eSun');
const note = fc.constantFrom('', 'urgent', '×2 🧵');
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const product = fc.record({
  maker,
  material: fc.constantFrom('PLA' as const, 'PLA' as const, 'PETG' as const),
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

const step: fc.Arbitrary<CommandInput> = fc.oneof(
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
);

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

/** A day in a shop that has two printers and two spools to begin with, as checked commands. */
export const commandLogs: fc.Arbitrary<readonly Command[]> = fc
  .array(step, { maxLength: 80, size: 'max' })
  .map((steps) => [...opening, ...steps].map((input) => CommandSchema.parse(input)));
