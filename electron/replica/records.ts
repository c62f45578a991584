/**
 * The records of a snapshot: one line of JSON each, `[kind, value]`, the state's header first. They are
 * checked at the door: the file's checksum says that they are what some node wrote, not that this
 * version understands them.
 */
import { z } from 'zod';
import {
  type ArchiveName,
  ARCHIVES,
  type Change,
  type Entities,
  TABLES,
  type TableName,
} from '../../shared/domain/model.ts';
import { SHAPES } from '../../shared/domain/shapes.ts';
import { FIRST_VERSION, mayLack, packed, RULES_VERSION, unpacked } from '../../shared/domain/versions.ts';
import { Roster } from '../membership/roster/types.ts';
import type { FrozenArchive, Segment } from './archives.ts';
import { Founding, type LogAnswer } from './envelope.ts';
import { NewerSnapshotError, StateError } from './errors.ts';
import type { KeyRecord } from './keys.ts';
import type { Outcome, SessionRecord } from './sessions.ts';

const whole = z.int().nonnegative();
const text = z.string();
const texts = z.array(text).readonly();

/** Rows as they are written: what came after the first version may be missing, and is where it says nothing. */
const rows = Object.fromEntries(
  TABLES.map((table) => [
    table,
    z.strictObject(
      Object.fromEntries(
        Object.entries<z.ZodType>(SHAPES[table]).map(([field, schema]) => [
          field,
          mayLack(table, field) ? z.exactOptional(schema) : schema,
        ]),
      ),
    ),
  ]),
) as unknown as Record<TableName, z.ZodType<object>>;

/** Every refusal is a code with parameters; which there are, is the domain's to know. */
const refusal = z.strictObject({
  code: text,
  params: z.record(text, z.unknown()),
});
const answer = z.discriminatedUnion('ok', [
  z.strictObject({
    ok: z.literal(true),
    id: text,
    ids: z.exactOptional(texts),
    filed: z.exactOptional(z.tuple([whole, whole]).readonly()),
  }),
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
  /** Of the rules that the shop goes by, and so of the records below: they are strict, and what is unknown is refused. */
  v: z.int().min(FIRST_VERSION).max(RULES_VERSION),
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

const segment = z.strictObject({
  archive: z.enum(ARCHIVES),
  first: whole,
  count: whole,
  ids: texts,
  sha256: text.regex(/^[0-9a-f]{64}$/),
  /** Deflated, in base64. */
  bytes: text,
});
const archived = z.strictObject({ archive: z.enum(ARCHIVES), line: text });

/** What there is once in a state. */
export type Header = z.output<typeof header>;

export type StateRecord =
  | Readonly<{ kind: 'state'; value: Header }>
  | Readonly<{ kind: 'session'; value: SessionRecord }>
  | Readonly<{ kind: 'key'; value: KeyRecord }>
  | Readonly<{ kind: 'row'; change: Change }>
  | Readonly<{ kind: 'segment'; archive: ArchiveName; segment: Segment }>
  | Readonly<{ kind: 'archived'; archive: ArchiveName; line: string }>;

/**
 * Reads one line of a snapshot.
 * @throws NewerSnapshotError, StateError
 */
export function parseRecord(line: string): StateRecord {
  const [kind, value] = pair(line);
  if (kind === 'state') {
    if (versionOf(value) > RULES_VERSION) throw new NewerSnapshotError();
    return { kind, value: checked(header, kind, value) };
  }
  if (kind === 'session') return { kind, value: checked(session, kind, value) };
  if (kind === 'key') return { kind, value: checked(key, kind, value) };
  if (kind === 'segment') {
    const { archive, bytes, ...rest } = checked(segment, kind, value);
    return { kind, archive, segment: { ...rest, bytes: Buffer.from(bytes, 'base64') } };
  }
  if (kind === 'archived') return { kind, ...checked(archived, kind, value) };
  if (!isTable(kind)) throw new StateError(`a snapshot has a record of the unknown kind "${kind}"`);
  const row = checked(rows[kind], kind, value);
  const entity: Entities[TableName] = unpacked(kind, row);
  // The schema was picked by the table; the compiler cannot see that across a union.
  return { kind: 'row', change: { table: kind, id: entity.id, entity } as Change };
}

/** All that a state holds beside its header. */
export type Contents = Readonly<{
  sessions: readonly SessionRecord[];
  keys: readonly KeyRecord[];
  tables: readonly (readonly [TableName, readonly Entities[TableName][]])[];
  archives: readonly (readonly [ArchiveName, FrozenArchive])[];
}>;

/** The lines of a state, made as they are asked for. */
export function* recordLines(
  head: Header,
  { sessions, keys, tables, archives }: Contents,
): Generator<string> {
  yield JSON.stringify(['state', head]);
  for (const one of sessions) yield JSON.stringify(['session', one]);
  for (const one of keys) yield JSON.stringify(['key', one]);
  for (const [table, entities] of tables)
    for (const entity of entities) yield JSON.stringify([table, packed(table, entity)]);
  for (const [archive, { segments, open }] of archives) {
    for (const { bytes, ...rest } of segments)
      yield JSON.stringify(['segment', { archive, ...rest, bytes: bytes.toString('base64') }]);
    for (const line of open) yield JSON.stringify(['archived', { archive, line }]);
  }
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
  return Object.hasOwn(rows, kind);
}
