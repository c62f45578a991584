/** What a command changed, told so that people can read it and take it back: fields before and after. */
import type { Draft } from './draft.ts';
import type { TableName } from './model.ts';
import type { Id } from './text.ts';
import { packed } from './versions.ts';

export type Told = Exclude<TableName, 'counters' | 'demands'>;
type Fields = Readonly<Record<string, unknown>>;

/** One record's part: `before` is null where it was made, `after` where it left the tables. */
export type ActivityChange = Readonly<{
  table: Told;
  id: Id;
  before: Fields | null;
  after: Fields | null;
}>;

/** Kept up from other records: to tell them would tell the same thing twice. */
export const DERIVED: { readonly [T in Told]: ReadonlySet<string> } = {
  filaments: new Set(['spools']),
  spools: new Set(['reservedMg', 'printingMg']),
  printers: new Set(['loaded', 'openJobs', 'print']),
  jobs: new Set(['print', 'running']),
  prints: new Set(['plannedMg']),
};

/** What the command under way changed. */
export function told(draft: Draft): readonly ActivityChange[] {
  const changes: ActivityChange[] = [];
  for (const { table, id, before } of draft.touched()) {
    if (table === 'counters' || table === 'demands') continue;
    const after = draft.get(table, id) ?? (table === 'jobs' ? draft.filed(table, id) : undefined);
    if (after === undefined) continue;
    if (before === undefined)
      changes.push({ table, id, before: null, after: without(packed(table, after), DERIVED[table]) });
    else changes.push(...difference(table, id, before, after));
  }
  return changes;
}

/** What differs between two states of a record; nothing where nothing that is told does. */
export function difference(table: Told, id: Id, before: object, after: object): readonly ActivityChange[] {
  const names = Object.keys(after).filter(
    (name) => !DERIVED[table].has(name) && !same(field(before, name), field(after, name)),
  );
  return names.length === 0 ? [] : [{ table, id, before: only(before, names), after: only(after, names) }];
}

/** Whether two fields say the same: values, or lists of them. */
export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  return Array.isArray(one) && Array.isArray(other) && JSON.stringify(one) === JSON.stringify(other);
}

export const field = (entity: object, name: string): unknown => (entity as Fields)[name];
const only = (entity: object, names: readonly string[]): Fields =>
  Object.fromEntries(names.map((name) => [name, field(entity, name)]));
const without = (row: object, names: ReadonlySet<string>): Fields =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.has(name)));
