/**
 * The records as `/api/v2` answers them: each exactly as it is in the domain's `model.ts`. Amounts are whole numbers of
 * the unit in the field's name; times are epoch milliseconds.
 */
import { z } from 'zod';
import { JOB_STATUSES, PRINTER_STATES } from '../domain/model.ts';
import type * as model from '../domain/model.ts';

const text = z.string();
const texts = z.array(text).readonly();
const whole = z.int();
const some = whole.nullable();
const time = z.number().meta({ description: 'Epoch milliseconds.' });
const maybeTime = z.number().nullable().meta({ description: 'Epoch milliseconds.' });

export const Filament = z
  .object({
    id: text,
    maker: text,
    material: text,
    colour: text,
    hex: text.nullable(),
    moreHexes: texts,
    densityMgPerCm3: some,
    diameterUm: whole,
    priceCents: some,
    netMg: some,
    emptyReelMg: some,
    nozzleC: some,
    bedC: some,
    reorderBelowMg: some,
    article: text,
    note: text,
    spools: whole.meta({ description: 'How many of its spools are not retired.' }),
    retired: z.boolean(),
    createdAt: time,
  })
  .meta({ id: 'Filament' }) satisfies z.ZodType<model.Filament>;

export const Spool = z
  .object({
    id: text,
    filament: text,
    totalMg: whole,
    remainingMg: whole,
    reservedMg: whole.meta({ description: 'Promised to jobs.' }),
    printingMg: whole.meta({ description: 'The part of reservedMg that is being printed.' }),
    printer: text.nullable(),
    slot: some,
    location: text,
    lot: text,
    emptyReelMg: some,
    priceCents: some,
    openedAt: maybeTime,
    driedAt: maybeTime,
    note: text,
    retired: z.boolean(),
    createdAt: time,
  })
  .meta({ id: 'Spool' }) satisfies z.ZodType<model.Spool>;

export const Printer = z
  .object({
    id: text,
    maker: text,
    model: text,
    note: text,
    state: z.enum(PRINTER_STATES),
    widthMm: some,
    depthMm: some,
    heightMm: some,
    nozzlesUm: z.array(whole).readonly(),
    slots: whole,
    plate: text,
    materials: texts,
    tags: texts,
    group: text,
    loaded: z.array(text.nullable()).readonly().meta({ description: 'The spools in its slots.' }),
    print: text.nullable().meta({ description: 'The print that runs on it.' }),
    openJobs: whole,
    retired: z.boolean(),
    createdAt: time,
  })
  .meta({ id: 'Printer' }) satisfies z.ZodType<model.Printer>;

export const Job = z
  .object({
    ...{ id: text, printer: text.nullable(), spool: text.nullable(), file: text },
    weightMg: whole.meta({ description: 'What one copy takes.' }),
    ...{ note: text, status: z.enum(JOB_STATUSES), print: text.nullable() },
    ...{ copies: whole, done: whole, failed: whole, running: whole },
    ...{ held: z.boolean(), priority: whole, dueAt: maybeTime, orderDueAt: maybeTime, rank: z.number() },
    ...{ material: text.nullable(), colour: text.nullable(), nozzleUm: some, plate: text.nullable() },
    ...{ widthMm: some, depthMm: some, heightMm: some, tags: texts, estimateSeconds: some },
    ...{ customer: text, createdAt: time, completedAt: maybeTime },
  })
  .meta({ id: 'Job' }) satisfies z.ZodType<model.Job>;

export const Print = z
  .object({
    ...{ id: text, job: text, printer: text, spool: text, plannedMg: some },
    earlier: z.array(z.object({ spool: text, usedMg: whole })).readonly(),
    startedAt: time,
    endedAt: maybeTime,
    outcome: z.enum(['running', 'done', 'failed', 'cancelled']),
    usedMg: whole,
    operator: text,
    workstation: text,
  })
  .meta({ id: 'Print' }) satisfies z.ZodType<model.Print>;

export const TOLD_TABLES = ['filaments', 'spools', 'printers', 'jobs', 'prints'] as const;
const fields = z.record(text, z.unknown()).nullable();
export const Activity = z
  .object({
    ...{ id: text, at: time, operator: text, workstation: text, action: text, note: text },
    undoes: text.nullable(),
    changes: z
      .array(z.object({ table: z.enum(TOLD_TABLES), id: text, before: fields, after: fields }))
      .readonly(),
  })
  .meta({ id: 'Activity' }) satisfies z.ZodType<model.Activity>;

/** Every kind by its name in paths. */
export const RECORDS = {
  filaments: Filament,
  spools: Spool,
  printers: Printer,
  jobs: Job,
  prints: Print,
  activity: Activity,
} as const;
export type KindName = keyof typeof RECORDS;

/** A page of a list. `next`: the cursor of what follows, or null at the end. */
export const pageOf = (record: z.ZodType) =>
  z.object({ items: z.array(record), next: text.nullable(), index: whole });

/** What a write did: the record's id (`ids`: all of them, where there are several) and how it is now. */
export const writtenOf = (record: z.ZodType) =>
  z.object({ id: text, ids: z.array(text).optional(), entity: record.nullable() });
