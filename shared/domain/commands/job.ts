import { z } from 'zod';
import { Copies, Length, Mg, Moment, Nozzle, PositiveMg, Priority, Seconds } from '../quantities.ts';
import { Id, line, requiredLine } from '../text.ts';
import { MaterialName } from './filament.ts';
import { Tags } from './printer.ts';

const note = line(500);

/** What a job asks for; null or none for anything. */
const asks = {
  material: MaterialName.nullable(),
  colour: requiredLine(80).nullable(),
  nozzleUm: Nozzle.nullable(),
  plate: requiredLine(40).nullable(),
  widthMm: Length.nullable(),
  depthMm: Length.nullable(),
  heightMm: Length.nullable(),
  tags: Tags,
} as const;

const order = {
  copies: Copies,
  priority: Priority,
  dueAt: Moment.nullable(),
  estimateSeconds: Seconds.nullable(),
  customer: line(80),
} as const;

const file = requiredLine(1024);

export const job = {
  create: z.object({
    id: Id.optional(),
    /** Exactly this printer, exactly this spool; null for whichever fits. */
    printer: Id.nullable().default(null),
    spool: Id.nullable().default(null),
    file,
    weightMg: PositiveMg,
    note: note.default(''),
    copies: order.copies.default(1),
    priority: order.priority.default(0),
    dueAt: order.dueAt.default(null),
    estimateSeconds: order.estimateSeconds.default(null),
    customer: order.customer.default(''),
    material: asks.material.default(null),
    colour: asks.colour.default(null),
    nozzleUm: asks.nozzleUm.default(null),
    plate: asks.plate.default(null),
    widthMm: asks.widthMm.default(null),
    depthMm: asks.depthMm.default(null),
    heightMm: asks.heightMm.default(null),
    tags: asks.tags.default([]),
  }),
  /** A new job like an old one. */
  repeat: z.object({ id: Id.optional(), job: Id, copies: Copies.optional() }),
  /** What it is made of may change while no copy of it is being printed; words, dates and order always. */
  edit: z
    .object({
      id: Id,
      file,
      note,
      printer: Id.nullable(),
      spool: Id.nullable(),
      weightMg: PositiveMg,
      ...order,
      ...asks,
    })
    .partial()
    .required({ id: true }),
  /** To the place in front of another queued job, or (`before: null`) behind all of its priority. */
  move: z.object({ id: Id, before: Id.nullable() }),
  hold: z.object({ id: Id, held: z.boolean() }),
  start: z.object({
    id: Id,
    /** Where the job leaves it open. */
    printer: Id.optional(),
    spool: Id.optional(),
    /** The printer's plate is clear: whoever starts has looked. */
    cleared: z.boolean().default(false),
    /** Start although it does not fit; grams and what else prints there are checked all the same. */
    anyway: z.boolean().default(false),
  }),
  /** In the middle of a print: what is still missing comes from another spool. `usedMg`: from the old one. */
  changeSpool: z.object({ id: Id, print: Id.optional(), spool: Id, usedMg: Mg.optional() }),
  /** A copy is printed. `usedMg`: what it really took. `print` has to be named where several run. */
  finish: z.object({ id: Id, print: Id.optional(), usedMg: Mg.optional() }),
  /** A copy failed, after so much; `retry` keeps it in the queue. */
  fail: z.object({ id: Id, print: Id.optional(), usedMg: Mg.default(0), retry: z.boolean().default(true) }),
  /** Ends the job, with whatever of it runs; `used` says what the running prints took. */
  cancel: z.object({
    id: Id,
    used: z
      .array(z.object({ print: Id, usedMg: Mg }))
      .max(200, 'must be at most 200')
      .default([]),
  }),
} as const;
