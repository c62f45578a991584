/**
 * The records of a snapshot: one line of JSON each, `[kind, value]`, the state's header first. They are
 * checked at the door: the file's checksum says that they are what some node wrote, not that this
 * version understands them.
 */
import { z } from 'zod';
import {
  type Change,
  type Counter,
  type Entities,
  type Filament,
  type Job,
  JOB_STATUSES,
  MATERIALS,
  type Print,
  type Printer,
  type Spool,
  type TableName,
} from '../../shared/domain/model.ts';
import { Roster } from '../membership/roster/types.ts';
import { Founding, type LogAnswer } from './envelope.ts';
import { NewerSnapshotError, StateError } from './errors.ts';
import type { KeyRecord } from './keys.ts';
import type { Outcome, SessionRecord } from './sessions.ts';

/** Rises with every change to what the records below hold: they are strict, so what is unknown is refused. */
export const STATE_VERSION = 2;

const whole = z.int().nonnegative();
const text = z.string();
const entities = {
  filaments: z.strictObject({
    id: text,
    maker: text,
    material: z.enum(MATERIALS),
    colour: text,
    hex: text.nullable(),
    spools: whole,
    retired: z.boolean(),
    createdAt: z.number(),
  }) satisfies z.ZodType<Filament>,
  spools: z.strictObject({
    id: text,
    filament: text,
    totalMg: whole,
    remainingMg: whole,
    reservedMg: whole,
    printingMg: whole,
    note: text,
    retired: z.boolean(),
    createdAt: z.number(),
  }) satisfies z.ZodType<Spool>,
  printers: z.strictObject({
    id: text,
    maker: text,
    model: text,
    note: text,
    print: text.nullable(),
    openJobs: whole,
    retired: z.boolean(),
    createdAt: z.number(),
  }) satisfies z.ZodType<Printer>,
  jobs: z.strictObject({
    id: text,
    printer: text,
    spool: text,
    file: text,
    weightMg: whole,
    note: text,
    status: z.enum(JOB_STATUSES),
    print: text.nullable(),
    createdAt: z.number(),
    completedAt: z.number().nullable(),
  }) satisfies z.ZodType<Job>,
  prints: z.strictObject({
    id: text,
    job: text,
    printer: text,
    spool: text,
    startedAt: z.number(),
    endedAt: z.number().nullable(),
    outcome: z.enum(['running', 'done', 'cancelled']),
    usedMg: whole,
  }) satisfies z.ZodType<Print>,
  counters: z.strictObject({ id: text, next: whole }) satisfies z.ZodType<Counter>,
} satisfies { [T in TableName]: z.ZodType<Entities[T]> };

/** Every refusal is a code with parameters of text and numbers; which there are, is the domain's to know. */
const refusal = z.strictObject({
  code: text,
  params: z.record(text, z.union([text, z.number()])),
});
const answer = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), id: text }),
  z.strictObject({ ok: z.literal(false), refusal }),
]) as unknown as z.ZodType<LogAnswer>;
const outcome: z.ZodType<Outcome> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('answered'), answer }),
  z.strictObject({ kind: z.literal('keyReused') }),
  z.strictObject({ kind: z.literal('unknown') }),
]);

const session: z.ZodType<SessionRecord> = z.strictObject({
  id: text,
  node: text,
  low: whole,
  usedAge: z.number(),
  answers: z.array(z.tuple([whole, outcome])),
});
const key: z.ZodType<KeyRecord> = z.strictObject({ key: text, command: text, age: z.number(), answer });
const header = z.strictObject({
  v: z.literal(STATE_VERSION),
  index: whole,
  term: whole,
  configuration: z.strictObject({
    voters: z.array(text).readonly(),
    /** Absent in what versions before joint configurations wrote. */
    outgoing: z.array(text).readonly().default([]),
    learners: z.array(text).readonly(),
  }),
  age: z.number().nonnegative(),
  digest: text.regex(/^[0-9a-f]{64}$/),
  founding: Founding.nullable(),
  roster: Roster,
});

/** What there is once in a state. */
export type Header = z.output<typeof header>;

export type StateRecord =
  | Readonly<{ kind: 'state'; value: Header }>
  | Readonly<{ kind: 'session'; value: SessionRecord }>
  | Readonly<{ kind: 'key'; value: KeyRecord }>
  | Readonly<{ kind: 'row'; change: Change }>;

/**
 * Reads one line of a snapshot.
 * @throws NewerSnapshotError, StateError
 */
export function parseRecord(line: string): StateRecord {
  const [kind, value] = pair(line);
  if (kind === 'state') {
    if (versionOf(value) > STATE_VERSION) throw new NewerSnapshotError();
    return { kind, value: checked(header, kind, value) };
  }
  if (kind === 'session') return { kind, value: checked(session, kind, value) };
  if (kind === 'key') return { kind, value: checked(key, kind, value) };
  if (!isTable(kind)) throw new StateError(`a snapshot has a record of the unknown kind "${kind}"`);
  const entity = checked<Entities[TableName]>(entities[kind], kind, value);
  // The schema was picked by the table; the compiler cannot see that across a union.
  return { kind: 'row', change: { table: kind, id: entity.id, entity } as Change };
}

/** The lines of a state, made as they are asked for. */
export function* recordLines(
  head: Omit<Header, 'v'>,
  sessions: readonly SessionRecord[],
  keys: readonly KeyRecord[],
  tables: readonly (readonly [TableName, readonly object[]])[],
): Generator<string> {
  yield JSON.stringify(['state', { v: STATE_VERSION, ...head }]);
  for (const one of sessions) yield JSON.stringify(['session', one]);
  for (const one of keys) yield JSON.stringify(['key', one]);
  for (const [table, rows] of tables) for (const row of rows) yield JSON.stringify([table, row]);
}

function pair(line: string): [string, unknown] {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new StateError('a record of a snapshot is not JSON', { cause });
  }
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const [kind, inner] = items;
  if (typeof kind !== 'string') throw new StateError('a record of a snapshot has no kind');
  return [kind, inner];
}

function checked<T>(schema: z.ZodType<T>, kind: string, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new StateError(`a record of the kind "${kind}" is not as it should be`, { cause: parsed.error });
}

function versionOf(value: unknown): number {
  const has = typeof value === 'object' && value !== null && 'v' in value;
  return has && typeof value.v === 'number' ? value.v : 0;
}

function isTable(kind: string): kind is TableName {
  return Object.hasOwn(entities, kind);
}
