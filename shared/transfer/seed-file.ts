/**
 * The file in which a node of the original Python system keeps its state (`state_node_5001.json`). Its collections are
 * objects keyed by id, in which a record need not say its own, or lists; weights go by either of two names; what else
 * is in it (term, vote, log) is of no interest here.
 */
import { MAX_WRONG } from './wrong.ts';
import { z } from 'zod';
import { pathText, type PathNote } from './source.ts';

const id = z.union([z.string(), z.number()], 'must be an id').transform(String);
/** Its client sent some numbers as texts. */
const grams = z
  .union(
    [
      z.number(),
      z
        .string()
        .regex(/^\s*-?\d+(\.\d+)?\s*$/)
        .transform(Number),
    ],
    'must be a weight in grams',
  )
  .transform((weight) => Math.round(weight * 1_000));
const text = z.union([z.string(), z.number()], 'must be a text').transform(String);
const status = z
  .string('must be a status')
  .transform((word) => word.trim().toLowerCase().replace('canceled', 'cancelled'))
  .pipe(z.enum(['queued', 'running', 'done', 'cancelled'], 'must be Queued, Running, Done or Cancelled'));

const printer = z.object({ id, company: text, model: text });
const filament = z.object({ id, type: text, color: text, totalMg: grams, remainingMg: grams });
const job = z.object({
  id,
  printer_id: id,
  filament_id: id,
  filepath: text,
  print_weight_in_grams: grams,
  status: status.default('queued'),
});

export type At<T> = Readonly<{ path: string; value: T }>;
export type SeedJob = z.output<typeof job>;
export type SeedFile = Readonly<{
  printers: readonly At<z.output<typeof printer>>[];
  filaments: readonly At<z.output<typeof filament>>[];
  jobs: readonly At<SeedJob>[];
}>;

/** What the fields of a schema are called in the file, where that is another name. */
const spelled = (field: PropertyKey) =>
  field === 'totalMg'
    ? 'total_weight_in_grams'
    : field === 'remainingMg'
      ? 'remaining_weight_in_grams'
      : field;

/** A record with its id, and with the one name for weights. */
function normal(key: string | number, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const totalMg = fields['total_weight_in_grams'] ?? fields['total_weight'];
  const remainingMg = fields['remaining_weight_in_grams'] ?? fields['remaining_weight'] ?? totalMg;
  return { ...fields, id: fields['id'] ?? (typeof key === 'string' ? key : undefined), totalMg, remainingMg };
}

/** @param json what was parsed of a file. Gives, step by step, what is in it, or everything that is wrong with it. */
export function* readSeed(
  json: unknown,
): Generator<undefined, SeedFile | Readonly<{ errors: readonly PathNote[] }>> {
  const errors: PathNote[] = [];
  const whole: Readonly<Record<string, unknown>> = { ...(json as object | null) };
  function* each<T>(schema: z.ZodType<T>, name: string): Generator<undefined, At<T>[]> {
    const values = whole[name] ?? [];
    if (typeof values !== 'object') {
      errors.push({ path: name, message: 'must be a list or an object' });
      return [];
    }
    const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(values)
      ? values.map((value: unknown, i) => [i, value] as const)
      : Object.entries(values);
    const read: At<T>[] = [];
    for (const [key, value] of entries) {
      const parsed = schema.safeParse(normal(key, value));
      if (parsed.success) read.push({ path: pathText([name, key]), value: parsed.data });
      else
        for (const { path, message } of parsed.error.issues)
          errors.push({ path: pathText([name, key, ...path.map(spelled)]), message });
      yield;
      if (errors.length >= MAX_WRONG) break;
    }
    return read;
  }
  if (!['printers', 'filaments', 'jobs'].some((name) => name in whole))
    return {
      errors: [{ path: '', message: 'this is no state file: it has no printers, filaments or jobs' }],
    };
  const file = {
    printers: yield* each(printer, 'printers'),
    filaments: yield* each(filament, 'filaments'),
    jobs: yield* each(job, 'jobs'),
  };
  return errors.length > 0 ? { errors } : file;
}
