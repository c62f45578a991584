/** A shop to look at: what a small print farm would have on a busy day. */
import { type Command, type CommandInput, CommandSchema } from './commands.ts';
import type { Material } from './model.ts';
import { JOBS, SPOOLS } from './sample-records.ts';
import type { SampleJob, SampleSpool } from './sample-records.ts';

type Row = readonly [id: string, maker: string, model: string, note: string];

const PRINTERS: readonly Row[] = [
  ['MK4S-1', 'Prusa', 'MK4S', 'By the window'],
  ['MK4S-2', 'Prusa', 'MK4S', ''],
  ['XL-1', 'Prusa', 'XL 5-tool', 'Tool 3 drips, purge twice'],
  ['X1C-1', 'Bambu Lab', 'X1 Carbon', 'Hardened nozzle, AMS'],
  ['X1C-2', 'Bambu Lab', 'X1 Carbon', 'AMS'],
  ['P1S-1', 'Bambu Lab', 'P1S', ''],
  ['Voron-24', 'Voron', '2.4 350', 'Enclosed, for ABS and ASA'],
  ['K1-Max', 'Creality', 'K1 Max', '0.6 mm nozzle'],
];

type FilamentRow = readonly [id: string, maker: string, material: Material, colour: string, hex: string];

const FILAMENTS: readonly FilamentRow[] = [
  ['F-0001', 'Prusament', 'PLA', 'Galaxy Black', '#2a2a2e'],
  ['F-0002', 'Prusament', 'PETG', 'Prusa Orange', '#ff6f1e'],
  ['F-0003', 'Prusament', 'PETG', 'Jet Black', '#1c1c1c'],
  ['F-0004', 'Prusament', 'ASA', 'Signal White', '#f2f2ee'],
  ['F-0005', 'Polymaker', 'PLA', 'Cotton White', '#f5f1e6'],
  ['F-0006', 'Polymaker', 'PLA', 'Army Blue', '#3f5b7b'],
  ['F-0007', 'Polymaker', 'PC', 'Clear', '#dfe8ea'],
  ['F-0008', 'eSun', 'ABS', 'Fire Engine Red', '#c1121f'],
  ['F-0009', 'eSun', 'TPU', 'Black', '#151515'],
  ['F-0010', 'Bambu Lab', 'PLA', 'Jade White', '#fdfdfd'],
  ['F-0011', 'Bambu Lab', 'PETG', 'Translucent Teal', '#77c4c9'],
  ['F-0012', 'Fillamentum', 'PA', 'Natural', '#e9e3d0'],
];

/**
 * Commands that, applied in their order to an empty shop, give 8 printers, 12 filaments, 40 spools and
 * 60 jobs in every state; all are answered ok. Always the same, with ids of their own: applied to a
 * shop that has them already, nothing appears twice.
 */
export function sampleShop(): readonly Command[] {
  return inputs().map((input) => CommandSchema.parse(input));
}

function inputs(): readonly CommandInput[] {
  return [
    ...PRINTERS.map(([id, maker, model, note]): CommandInput => ({
      type: 'printer.create',
      id,
      maker,
      model,
      note,
    })),
    ...FILAMENTS.map(([id, maker, material, colour, hex]): CommandInput => ({
      type: 'filament.create',
      id,
      maker,
      material,
      colour,
      hex,
    })),
    ...SPOOLS.map((row, index) => spool(row, index + 1)),
    ...JOBS.flatMap((row, index) => job(row, index + 1)),
  ];
}

function numbered(prefix: string, number: number): string {
  return `${prefix}-${String(number).padStart(4, '0')}`;
}

function spool([filament, totalGrams, remainingGrams, note = '']: SampleSpool, number: number): CommandInput {
  return {
    type: 'spool.create',
    id: numbered('S', number),
    filament: { id: numbered('F', filament) },
    totalMg: totalGrams * 1000,
    remainingMg: Math.round(remainingGrams * 1000),
    note,
  };
}

/** A job from its creation to the state that it is in. */
function job(
  [state, printer, spool, grams, file, note = '']: SampleJob,
  number: number,
): readonly CommandInput[] {
  const id = numbered('J', number);
  const create: CommandInput = {
    type: 'job.create',
    id,
    printer,
    spool: numbered('S', spool),
    file,
    weightMg: Math.round(grams * 1000),
    note,
  };
  const start: CommandInput = { type: 'job.start', id, cleared: true };
  switch (state) {
    case 'Queued':
      return [create];
    case 'Running':
      return [create, start];
    case 'Done':
      return [create, start, { type: 'job.finish', id }];
    case 'Stopped':
      return [create, start, { type: 'job.cancel', id }];
    case 'Withdrawn':
      return [create, { type: 'job.cancel', id }];
  }
}
