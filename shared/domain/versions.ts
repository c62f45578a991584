/**
 * What each version of the rules added to the records. A field that came later is written only where it says
 * something (`packed`), and is filled in where it is missing (`unpacked`): so a record that never used it is the
 * same bytes under both versions, in digests, in snapshots and on workstations that do not know it yet.
 *
 * | version | since |
 * |---|---|
 * | 2 | the first that was handed out |
 * | 3 | copies, queue, slots, stock, who did what, and archives |
 */
import { canonical } from './canonical.ts';
import type { Entities, Job, TableName } from './model.ts';
import { SHAPES } from './shapes.ts';

/** The rules that a shop begins with until all its workstations know newer ones. */
export const FIRST_VERSION = 2;
/** The newest rules that this program knows. */
export const RULES_VERSION = 3;

/** What a row is given where it lacks a field. A function sees the fields that were there from the start. */
type Added<E> = { readonly [F in keyof E]?: E[F] | ((row: E) => E[F]) };

const NONE = Object.freeze([]) as readonly never[];

const ADDED = {
  filaments: {
    moreHexes: NONE,
    densityMgPerCm3: null,
    diameterUm: 1_750,
    priceCents: null,
    netMg: null,
    emptyReelMg: null,
    nozzleC: null,
    bedC: null,
    reorderBelowMg: null,
    article: '',
    note: '',
  },
  spools: {
    printer: null,
    slot: null,
    location: '',
    lot: '',
    emptyReelMg: null,
    priceCents: null,
    openedAt: null,
    driedAt: null,
  },
  printers: {
    state: 'ready',
    widthMm: null,
    depthMm: null,
    heightMm: null,
    nozzlesUm: NONE,
    slots: 1,
    plate: '',
    materials: NONE,
    tags: NONE,
    group: '',
    loaded: NONE,
  },
  jobs: {
    copies: 1,
    done: ({ status }: Job) => (status === 'Done' ? 1 : 0),
    failed: 0,
    running: ({ status }: Job) => (status === 'Running' ? 1 : 0),
    held: false,
    priority: 0,
    dueAt: null,
    orderDueAt: null,
    rank: ({ createdAt }: Job) => createdAt,
    material: null,
    colour: null,
    nozzleUm: null,
    plate: null,
    widthMm: null,
    depthMm: null,
    heightMm: null,
    tags: NONE,
    estimateSeconds: null,
    customer: '',
  },
  prints: { plannedMg: null, earlier: NONE, operator: '', workstation: '' },
  counters: {},
  demands: {},
} satisfies { readonly [T in TableName]: Added<Entities[T]> };

/** What has to be given of a new entity; the rest may be. */
export type Given<T extends TableName> = Omit<Entities[T], keyof (typeof ADDED)[T]> & Partial<Entities[T]>;

const LATER = Object.fromEntries(
  Object.entries(ADDED).map(([table, fields]) => [table, new Map<string, unknown>(Object.entries(fields))]),
) as unknown as { readonly [T in TableName]: ReadonlyMap<string, unknown> };

const filled = (value: unknown, row: object): unknown =>
  typeof value === 'function' ? (value as (row: object) => unknown)(row) : value;

const saysNothing = (value: unknown, usual: unknown) =>
  value === usual || (usual === NONE && Array.isArray(value) && value.length === 0);

/** The row without what says nothing: as it is written, sent to other workstations and counted in digests. */
export function packed<T extends TableName>(table: T, row: Entities[T]): object {
  const left: Record<string, unknown> = {};
  const later = LATER[table];
  for (const [name, value] of Object.entries(row)) {
    if (!later.has(name) || !saysNothing(value, filled(later.get(name), row))) left[name] = value;
  }
  return left;
}

/** Every field of a table in the order of canonical JSON. */
const IN_ORDER = Object.fromEntries(
  Object.entries(SHAPES).map(([table, shape]) => [table, Object.keys(shape).sort()]),
) as unknown as { readonly [T in TableName]: readonly string[] };

/** Whether a row may lack that field: it came later, and says nothing there. */
export const mayLack = (table: TableName, field: string) => LATER[table].has(field);

/**
 * `canonical(packed(table, row))`, at a third of its cost: every node does this several times for each change, and the
 * fields of a row are known.
 */
export function packedText<T extends TableName>(table: T, row: Entities[T]): string {
  const later = LATER[table];
  let text = '';
  for (const name of IN_ORDER[table]) {
    const value = (row as Readonly<Record<string, unknown>>)[name];
    if (value === undefined || (later.has(name) && saysNothing(value, filled(later.get(name), row))))
      continue;
    text += `${text === '' ? '{' : ','}"${name}":${canonical(value)}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

/** The whole entity of a row as it was written. @param row of that table, perhaps without fields that came later */
export function unpacked<T extends TableName>(table: T, row: object): Entities[T] {
  const whole: Record<string, unknown> = { ...row };
  for (const [name, value] of LATER[table]) whole[name] ??= filled(value, row);
  return whole as Entities[T];
}

/** A new entity: what is given, and what its later fields usually are. */
export function fresh<T extends TableName>(table: T, given: Given<T>): Entities[T] {
  return unpacked(table, given);
}
