/**
 * The records as `/api/v2` answers them: each exactly as it is in the domain's `model.ts`. Amounts are whole numbers of
 * the unit in the field's name; times are epoch milliseconds.
 */
import { z } from 'zod';
import type * as model from '../domain/model.ts';
import { SHAPES } from '../domain/shapes.ts';

const text = z.string();
const whole = z.int();
const time = z.number().meta({ description: 'Epoch milliseconds.' });

export const Filament = z.object(SHAPES.filaments).meta({ id: 'Filament' });
export const Spool = z.object(SHAPES.spools).meta({ id: 'Spool' });
export const Printer = z.object(SHAPES.printers).meta({ id: 'Printer' });
export const Job = z.object(SHAPES.jobs).meta({ id: 'Job' });
export const Print = z.object(SHAPES.prints).meta({ id: 'Print' });

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
