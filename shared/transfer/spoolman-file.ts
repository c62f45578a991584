/**
 * What Spoolman writes, read tolerantly: what is needed has to be there and be of its kind, anything else may be there.
 * Its API nests a spool's filament and that one's vendor; its export (`/api/v1/export/spools?fmt=json`) writes the same
 * as flat fields with dots in their names (`"filament.vendor.name"`), and times as Python prints them. Both are read.
 */
import { MAX_WRONG } from './wrong.ts';
import { z } from 'zod';
import { readMoment } from './moments.ts';
import { pathText, type PathNote } from './source.ts';

const number = z.number('must be a number').nullish();
const text = z.string('must be a text').nullish();
const id = z.union([z.int().min(0), z.string().min(1)], 'must be a number').transform(String);
const moment = z
  .string('must be a time')
  .transform((said, context) => {
    const at = readMoment(said.replace(/^(\S+ \S+?)([+-]\d\d:\d\d)$/, '$1$2'));
    if (at === null) context.addIssue('must be a time');
    return at;
  })
  .nullish();

const vendor = z.object({ id: id.nullish(), name: text });
const filament = z.object({
  id,
  name: text,
  vendor: vendor.nullish(),
  vendor_id: id.nullish(),
  material: text,
  price: number,
  density: number,
  diameter: z.number('must be a number'),
  weight: number,
  spool_weight: number,
  article_number: text,
  comment: text,
  settings_extruder_temp: number,
  settings_bed_temp: number,
  color_hex: text,
  multi_color_hexes: text,
});
const spool = z.object({
  id,
  filament: filament.nullish(),
  filament_id: id.nullish(),
  initial_weight: number,
  used_weight: number,
  remaining_weight: number,
  spool_weight: number,
  price: number,
  location: text,
  lot_nr: text,
  comment: text,
  first_used: moment,
  archived: z.boolean().nullish(),
});

export type SpoolmanFilament = z.output<typeof filament>;
export type SpoolmanSpool = z.output<typeof spool>;
export type At<T> = Readonly<{ path: string; value: T }>;
export type SpoolmanFile = Readonly<{
  /** By their own ids. */
  vendors: ReadonlyMap<string, string>;
  filaments: readonly At<SpoolmanFilament>[];
  byId: ReadonlyMap<string, SpoolmanFilament>;
  spools: readonly At<SpoolmanSpool>[];
}>;

/** `{"filament.vendor.name": 1}` → `{filament: {vendor: {name: 1}}}`, at any depth. */
function nested(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const whole = new Map<string, unknown>();
  for (const [name, field] of Object.entries(value as Readonly<Record<string, unknown>>)) {
    const [head = '', ...rest] = name.split('.');
    const inner = whole.get(head);
    if (rest.length === 0) whole.set(head, inner ?? nested(field));
    else whole.set(head, { ...(inner ?? {}), [rest.join('.')]: field });
  }
  return Object.fromEntries([...whole].map(([name, field]) => [name, nested(field)]));
}

const isSpool = (value: unknown) =>
  typeof value === 'object' && value !== null && ('filament' in value || 'filament_id' in value);

/** @param json what was parsed of a file. Gives, step by step, what is in it, or everything that is wrong with it. */
export function* readSpoolman(
  json: unknown,
): Generator<undefined, SpoolmanFile | Readonly<{ errors: readonly PathNote[] }>> {
  const errors: PathNote[] = [];
  function* each<T>(
    schema: z.ZodType<T>,
    values: unknown,
    from: readonly PropertyKey[],
  ): Generator<undefined, At<T>[]> {
    if (values === undefined || values === null) return [];
    if (!Array.isArray(values)) {
      errors.push({ path: pathText(from), message: 'must be a list' });
      return [];
    }
    const read: At<T>[] = [];
    for (const [i, one] of values.entries() as Iterable<[number, unknown]>) {
      const parsed = schema.safeParse(nested(one));
      if (parsed.success) read.push({ path: pathText([...from, i]), value: parsed.data });
      else
        for (const { path, message } of parsed.error.issues)
          errors.push({ path: pathText([...from, i, ...path]), message });
      yield;
      if (errors.length >= MAX_WRONG) break;
    }
    return read;
  }
  const whole: Readonly<Record<string, unknown>> = Array.isArray(json)
    ? { [json.some((one: unknown) => isSpool(nested(one))) ? 'spools' : 'filaments']: json }
    : { ...(json as object | null) };
  const from = (name: string) => (Array.isArray(json) ? [] : [name]);
  if (!['vendors', 'filaments', 'spools'].some((name) => name in whole))
    return {
      errors: [{ path: '', message: 'this is no export of Spoolman: it has no spools and no filaments' }],
    };
  const vendors = yield* each(vendor, whole['vendors'], from('vendors'));
  const filaments = yield* each(filament, whole['filaments'], from('filaments'));
  const spools = yield* each(spool, whole['spools'], from('spools'));
  if (errors.length > 0) return { errors };
  const names = vendors.map(({ value }) => [value.id ?? '', value.name ?? ''] as const);
  const byId = new Map(filaments.map(({ value }) => [value.id, value] as const));
  return { vendors: new Map(names), filaments, byId, spools };
}
