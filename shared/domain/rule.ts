import { field, same } from './activity.ts';
import type { Answer, Meta, Refusal } from './answers.ts';
import type { CommandBody, CommandType } from './commands.ts';
import type { Draft } from './draft.ts';
import type { Entities } from './model.ts';
import type { Id } from './text.ts';

/** What a command does: puts into the draft and answers, or refuses and puts nothing. */
export type Rule<T extends CommandType> = (draft: Draft, body: CommandBody<T>, meta: Meta) => Answer;

export const accept = (id: Id): Answer => ({ ok: true, id });
/** Tells an answer from what would be answered with. */
export const isAnswer = (value: object): value is Answer => 'ok' in value;
export const NOTHING = Object.freeze({});
export const refuse = (refusal: Refusal): Answer => ({ ok: false, refusal });

export const KINDS = {
  filaments: 'filament',
  spools: 'spool',
  printers: 'printer',
  jobs: 'job',
  prints: 'print',
} as const;
type Kept = keyof typeof KINDS;

export const duplicateId = (table: Kept, id: Id) =>
  refuse({ code: 'duplicateId', params: { kind: KINDS[table], id } });
export const notFound = (table: Kept, id: Id) =>
  refuse({ code: 'notFound', params: { kind: KINDS[table], id } });
export const retired = (table: Kept, id: Id) =>
  refuse({ code: 'retired', params: { kind: KINDS[table], id } });
export const notRetired = (table: Kept, id: Id) =>
  refuse({ code: 'notRetired', params: { kind: KINDS[table], id } });
export const inUse = (table: Kept, id: Id, by: 'jobs' | 'spools') =>
  refuse({ code: 'inUse', params: { kind: KINDS[table], id, by } });

/** Replaces the named fields of an entity; an edit that says nothing new changes nothing. */
export function edit<T extends Kept>(draft: Draft, table: T, id: Id, fields: Partial<Entities[T]>): Answer {
  const entity = draft.get(table, id);
  if (entity === undefined) return notFound(table, id);
  const news = Object.entries(fields).filter(
    ([name, value]) => value !== undefined && !same(field(entity, name), value),
  );
  if (news.length > 0) draft.put(table, { ...entity, ...Object.fromEntries(news) });
  return accept(id);
}
