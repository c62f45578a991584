/** The fields of every record as schemas: what snapshots are checked against, and what `/api/v2` describes. */
import { z } from 'zod';
import { type Entities, JOB_STATUSES, PRINTER_STATES, type TableName } from './model.ts';

const text = z.string();
const texts = z.array(text).readonly();
const whole = z.int().nonnegative();
const some = whole.nullable();
const time = z.number().meta({ description: 'Epoch milliseconds.' });
const maybeTime = z.number().nullable().meta({ description: 'Epoch milliseconds.' });
const flag = z.boolean();

export const SHAPES = {
  filaments: {
    ...{ id: text, maker: text, material: text, colour: text, hex: text.nullable(), moreHexes: texts },
    ...{ densityMgPerCm3: some, diameterUm: whole, priceCents: some, netMg: some, emptyReelMg: some },
    ...{ nozzleC: some, bedC: some, reorderBelowMg: some, article: text, note: text },
    spools: whole.meta({ description: 'How many of its spools are not retired.' }),
    ...{ retired: flag, createdAt: time },
  },
  spools: {
    ...{ id: text, filament: text, totalMg: whole, remainingMg: whole },
    reservedMg: whole.meta({ description: 'Promised to jobs.' }),
    printingMg: whole.meta({ description: 'The part of reservedMg that is being printed.' }),
    ...{ printer: text.nullable(), slot: some, location: text, lot: text, emptyReelMg: some },
    ...{ priceCents: some, openedAt: maybeTime, driedAt: maybeTime, note: text, retired: flag },
    createdAt: time,
  },
  printers: {
    ...{ id: text, maker: text, model: text, note: text, state: z.enum(PRINTER_STATES) },
    ...{ widthMm: some, depthMm: some, heightMm: some, nozzlesUm: z.array(whole).readonly() },
    ...{ slots: whole, plate: text, materials: texts, tags: texts, group: text },
    loaded: z.array(text.nullable()).readonly().meta({ description: 'The spools in its slots.' }),
    print: text.nullable().meta({ description: 'The print that runs on it.' }),
    ...{ openJobs: whole, retired: flag, createdAt: time },
  },
  jobs: {
    ...{ id: text, printer: text.nullable(), spool: text.nullable(), file: text },
    weightMg: whole.meta({ description: 'What one copy takes.' }),
    ...{ note: text, status: z.enum(JOB_STATUSES), print: text.nullable() },
    ...{ copies: whole, done: whole, failed: whole, running: whole },
    ...{ held: flag, priority: z.int(), dueAt: maybeTime, orderDueAt: maybeTime, rank: z.number() },
    ...{ material: text.nullable(), colour: text.nullable(), nozzleUm: some, plate: text.nullable() },
    ...{ widthMm: some, depthMm: some, heightMm: some, tags: texts, estimateSeconds: some },
    ...{ customer: text, createdAt: time, completedAt: maybeTime },
  },
  prints: {
    ...{ id: text, job: text, printer: text, spool: text, plannedMg: some },
    earlier: z.array(z.strictObject({ spool: text, usedMg: whole })).readonly(),
    ...{ startedAt: time, endedAt: maybeTime },
    outcome: z.enum(['running', 'done', 'failed', 'cancelled']),
    ...{ usedMg: whole, operator: text, workstation: text },
  },
  counters: { id: text, next: whole },
  demands: { id: text, material: text, colour: text.nullable(), reservedMg: whole },
} as const satisfies {
  readonly [T in TableName]: { readonly [F in keyof Entities[T]]: z.ZodType<Entities[T][F]> };
};
