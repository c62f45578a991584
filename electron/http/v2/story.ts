/** A morning in a shop: calls in their order, one at least for each command. They are the description's examples. */
import type { CommandInput, CommandType } from '../../../shared/domain/commands.ts';

/** A call. @param id of its path, where it has one */
export type Step = Readonly<{ summary: string; type: CommandType; id?: string; body: object }>;
/** A step that goes through `POST /commands`. */
export type Whole = Readonly<{ summary: string; command: CommandInput }>;
/** A look at what is to be bought. */
export type Look = Readonly<{ summary: string; stock: Readonly<Record<string, string>> }>;

const F = 'F-0001';
const [FIRST, SECOND] = ['S-0001', 'S-0002'];
const [JOB, LIKE_IT] = ['J-0001', 'J-0002'];
const MACHINE = 'MK4S-1';

const step = (type: CommandType, id: string, body: object, summary: string): Step => ({
  summary,
  type,
  id,
  body,
});
const create = (type: CommandType, body: object, summary: string): Step => ({ summary, type, body });

const product = {
  ...{ maker: 'Prusament', material: 'PETG', colour: 'Orange', hex: '#ff6f1e' },
  ...{ netMg: 1_000_000, emptyReelMg: 201_000, priceCents: 2_999 },
};

export const STORY: readonly (Step | Whole | Look)[] = [
  create('filament.create', product, 'A filament, with an id that is made for it.'),
  step('filament.edit', F, { reorderBelowMg: 500_000 }, 'To be bought again below 500 g.'),
  { summary: 'Nothing is there of it yet: it is to be bought.', stock: { reorder: 'true' } },
  create(
    'spool.create',
    { filament: { id: F }, totalMg: 1_000_000, remainingMg: 1_000_000, location: 'Shelf A', count: 2 },
    'Two full spools of it.',
  ),
  step('spool.edit', FIRST, { lot: '2026-17' }, 'The lot of one.'),
  create(
    'printer.create',
    { id: MACHINE, maker: 'Prusa', model: 'MK4S', nozzlesUm: [400], group: 'Window' },
    'A printer with a 0.4 mm nozzle.',
  ),
  step('printer.edit', MACHINE, { plate: 'Textured', tags: ['enclosed'] }, 'Its plate and a tag.'),
  step('spool.move', FIRST, { printer: MACHINE, slot: 1 }, 'A spool into its slot.'),
  step(
    'spool.weigh',
    FIRST,
    { grossMg: 1_101_000, note: 'opened' },
    'Weighed with its reel: 900 g are left.',
  ),
  create(
    'job.create',
    { file: 'bracket.gcode', weightMg: 120_000, material: 'PETG', copies: 3, customer: 'Ada Lovelace' },
    'Three copies from any spool of PETG, on whichever printer fits.',
  ),
  { summary: 'What is promised to it is free no more.', stock: { material: 'PETG' } },
  step('job.repeat', JOB, { copies: 1 }, 'One copy more, as a job of its own.'),
  step('job.edit', LIKE_IT, { note: 'without supports' }, 'A note.'),
  step('job.move', LIKE_IT, { before: JOB }, 'In front of the other.'),
  step('job.hold', LIKE_IT, { held: true }, 'But not yet.'),
  step('job.start', JOB, { printer: MACHINE }, 'The first copy, from the spool that fits.'),
  step('job.changeSpool', JOB, { spool: SECOND, usedMg: 40_000 }, 'The rest of it from the other spool.'),
  step('job.finish', JOB, {}, 'It is printed; what it took is as planned.'),
  {
    summary: 'Refused: nobody said that the plate is clear.',
    command: { type: 'job.start', id: JOB, printer: MACHINE },
  },
  step('printer.clear', MACHINE, {}, 'It is clear.'),
  { summary: 'The second copy.', command: { type: 'job.start', id: JOB, printer: MACHINE } },
  step('job.fail', JOB, { usedMg: 15_000 }, 'It failed after 15 g and will be printed again.'),
  step('job.cancel', LIKE_IT, {}, 'The other job is not wanted any more.'),
  step('printer.maintain', MACHINE, { on: true }, 'The printer needs care.'),
  step('activity.undo', '2', {}, 'The second change of all was a mistake: it is taken back.'),
  step('spool.retire', SECOND, {}, 'Thrown away.'),
  step('spool.restore', SECOND, {}, 'And found again.'),
  step('printer.retire', MACHINE, {}, 'Sold.'),
  step('printer.restore', MACHINE, {}, 'And bought back.'),
  {
    summary: 'Another filament, with an id of its own.',
    command: { type: 'filament.create', id: 'clear-pc', maker: 'Polymaker', material: 'PC', colour: 'Clear' },
  },
  step('filament.retire', 'clear-pc', {}, 'Never bought again.'),
  step('filament.restore', 'clear-pc', {}, 'Bought again.'),
  {
    summary: 'Two at once, or neither.',
    command: {
      type: 'batch',
      commands: [
        { type: 'job.create', id: 'lid', file: 'lid.gcode', weightMg: 30_000, material: 'PETG' },
        { type: 'job.hold', id: 'lid', held: true },
      ],
    },
  },
  {
    summary: 'Refused, and so nothing of it is done: there is no such printer.',
    command: {
      type: 'batch',
      commands: [
        { type: 'job.hold', id: 'lid', held: false },
        { type: 'printer.clear', id: 'MK3' },
      ],
    },
  },
  step('filament.retire', F, {}, 'Refused: there still are spools of it.'),
];
