/** The shapes of `/api/v1` as its clients send them. Weights are grams outside, milligrams inside. */
import { z } from 'zod';
import { MAX_MG } from '../../shared/domain/commands.ts';
import { JOB_STATUSES, MATERIALS } from '../../shared/domain/model.ts';
import { Id, requiredLine } from '../../shared/domain/text.ts';

const MAX_GRAMS = MAX_MG / 1000;

/** Grams as a JSON number; comes out as whole milligrams. */
const Grams = z
  .number()
  .min(0.001, 'must be more than 0, at least 0.001 g')
  .max(MAX_GRAMS, `must be at most ${MAX_GRAMS} g`)
  .transform((grams) => Math.round(grams * 1000))
  .meta({ description: 'Grams, rounded to whole milligrams.' });

/** A status in any letter case; comes out as it is kept. */
const Status = z
  .string()
  .transform((text) => JOB_STATUSES.find((status) => status.toLowerCase() === text.trim().toLowerCase()))
  .refine((status) => status !== undefined, `must be one of ${JOB_STATUSES.join(', ')}`)
  .meta({ description: `One of ${JOB_STATUSES.join(', ')}, in any letter case.` });

const Type = z
  .string()
  .transform((text) => text.trim().toUpperCase())
  .pipe(z.enum(MATERIALS))
  .meta({ description: `One of ${MATERIALS.join(', ')}, in any letter case.` });

export const PrinterBody = z.object({ id: Id, company: requiredLine(80), model: requiredLine(80) });

export const FilamentBody = z.object({
  id: Id,
  type: Type,
  color: requiredLine(80),
  total_weight_in_grams: Grams,
  /** Above the total it is clamped to the total. */
  remaining_weight_in_grams: Grams,
});

export const JobBody = z.object({
  id: Id,
  printer_id: Id,
  filament_id: Id,
  filepath: requiredLine(1024),
  print_weight_in_grams: Grams,
});

export const StatusBody = z.object({ status: Status });

/** `local` answers from this workstation at once; otherwise the answer holds every acknowledged write. */
export const ReadQuery = z.object({ consistency: z.enum(['linearizable', 'local']).optional() });
export const JobsQuery = ReadQuery.extend({ status: Status.optional() });
export const JobParams = z.object({ id: Id });
export const Nothing = z.object({});

/** The header `Idempotency-Key`: the same key again gets the first answer. */
export const IdempotencyKey = z
  .string()
  .regex(/^[\x20-\x7e]{1,64}$/, 'must be 1 to 64 printable ASCII characters');
