/** Shops with everything in them that a file has to carry: for tests. */
import fc from 'fast-check';
import { apply } from '../../domain/apply.ts';
import { type CommandInput, CommandSchema } from '../../domain/commands.ts';
import { Tables } from '../../domain/tables.ts';
import { metaOf } from '../../domain/testing/meta.ts';
import { details, material, maybe, mg, named, nasty, ofJob, ofPrinter, ofSpool } from './fields.ts';

/** Plays commands on an empty shop; those that are refused change nothing. */
export function shopOf(inputs: readonly CommandInput[]): Tables {
  const shop = new Tables();
  for (const [n, input] of inputs.entries()) {
    const { changes, filings } = apply(shop, CommandSchema.parse(input), metaOf(n + 1));
    shop.commit(changes, filings);
  }
  return shop;
}

const type = <T extends CommandInput['type']>(name: T) => fc.constant(name);
const filament = fc.constantFrom('F-0001', 'F-0002', '=F', 'a;b');
const printer = fc.constantFrom('PR-0001', 'PR-0002', "'=P");
const spool = fc.constantFrom('S-0001', 'S-0002', '-1', 'ﬁ İ');
const job = fc.constantFrom('J-0001', 'J-0002', 'toString', '+J');

const addPrinter = fc.record({ type: type('printer.create'), id: printer, ...ofPrinter });
const addFilament = fc.record({
  type: type('filament.create'),
  id: filament,
  ...named,
  material,
  ...details,
});
const addSpool = fc.record({
  type: type('spool.create'),
  id: spool,
  filament: filament.map((id) => ({ id })),
  totalMg: fc.integer({ min: 500_000, max: 1_000_000 }),
  remainingMg: mg,
  location: nasty,
  ...ofSpool,
});
const addJob = fc.record({
  type: type('job.create'),
  id: job,
  printer: maybe(printer),
  spool: maybe(spool),
  material: maybe(material),
  colour: maybe(named.colour),
  ...ofJob,
});

const step: fc.Arbitrary<CommandInput> = fc.oneof(
  { weight: 2, arbitrary: addPrinter },
  { weight: 3, arbitrary: addFilament },
  { weight: 5, arbitrary: addSpool },
  { weight: 6, arbitrary: addJob },
  fc.record({ type: type('filament.edit'), id: filament, ...named }),
  fc.record({ type: type('filament.retire'), id: filament }),
  fc.record({ type: type('printer.maintain'), id: printer, on: fc.boolean() }),
  fc.record({ type: type('printer.retire'), id: printer }),
  fc.record({ type: type('spool.weigh'), id: spool, remainingMg: mg }),
  fc.record({ type: type('spool.retire'), id: spool }),
  {
    weight: 2,
    arbitrary: fc.record({
      type: type('spool.move'),
      id: spool,
      printer: maybe(printer),
      slot: fc.integer({ min: 1, max: 4 }),
      location: nasty,
    }),
  },
  fc.record({ type: type('job.hold'), id: job, held: fc.boolean() }),
  {
    weight: 3,
    arbitrary: fc.record({ type: type('job.start'), id: job, printer, spool, anyway: fc.constant(true) }),
  },
  { weight: 2, arbitrary: fc.record({ type: type('job.finish'), id: job }) },
  fc.record({ type: type('job.cancel'), id: job }),
);

/** A job of several copies, some of which are printed or being printed. */
const halfDone: fc.Arbitrary<readonly CommandInput[]> = fc
  .tuple(job, fc.constantFrom('S-0001', 'S-0002'), fc.record(ofJob), fc.subarray([1, 2, 3, 4]))
  .map(([id, spool, order, events]) => {
    const steps: readonly CommandInput[] = [
      { type: 'job.start', id, printer: 'PR-0001', anyway: true },
      { type: 'job.finish', id },
      { type: 'job.start', id, printer: 'PR-0002', anyway: true },
      { type: 'job.hold', id, held: true },
    ];
    return [
      { ...order, type: 'job.create', id, spool, weightMg: 1_000, copies: 3 },
      ...steps.filter((_, i) => events.includes(i + 1)),
    ];
  });

/** A shop after a day on which much was refused. */
export const shops: fc.Arbitrary<Tables> = fc
  .tuple(
    fc.tuple(addPrinter, addFilament, addFilament, addSpool, addSpool),
    fc.array(
      fc.oneof({ weight: 9, arbitrary: step.map((one) => [one]) }, { weight: 1, arbitrary: halfDone }),
      { maxLength: 40, size: 'max' },
    ),
  )
  .map(([opening, steps]) => shopOf([...opening, ...steps.flat()]));
