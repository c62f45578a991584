/**
 * Takes back an edit, a move or a weighing: every field that it changed has to be as it left it, and goes back to what
 * it was by the rule that a user would meet who changed it by hand. Starts and finishes happened, and stay.
 */
import { type ActivityChange, field, same } from './activity.ts';
import type { Answer, Meta } from './answers.ts';
import { Commands, type CommandType } from './commands.ts';
import type { Draft } from './draft.ts';
import { editFilament } from './filaments.ts';
import { editJob } from './jobs.ts';
import type { Job, Printer } from './model.ts';
import { editPrinter } from './printers.ts';
import { accept, edit, KINDS, refuse, type Rule } from './rule.ts';
import { editSpool, moveSpool, weighSpool } from './spools.ts';

const UNDOABLE: ReadonlySet<string> = new Set<CommandType>([
  'filament.edit',
  'spool.edit',
  'spool.weigh',
  'spool.move',
  'printer.edit',
  'printer.maintain',
  'job.edit',
  'job.move',
  'job.hold',
  'activity.undo',
]);

/** Whether such an activity can be taken back at all. */
export const isUndoable = (action: string) => UNDOABLE.has(action);

export const undoActivity: Rule<'activity.undo'> = (draft, { id }, meta) => {
  const activity = draft.filed('activity', id);
  if (activity === undefined) return refuse({ code: 'notFound', params: { kind: 'activity', id } });
  if (!isUndoable(activity.action)) return refuse({ code: 'notUndoable', params: { activity: id } });
  for (const change of activity.changes) {
    const refusal = takeBack(draft, change, meta) ?? null;
    if (refusal !== null) return refusal;
  }
  return accept(id);
};

function takeBack(draft: Draft, change: ActivityChange, meta: Meta): Answer | null {
  const { table, id, before, after } = change;
  if (before === null || after === null) return null;
  const now = draft.get(table, id) ?? (table === 'jobs' ? draft.filed(table, id) : undefined);
  const changedSince =
    now === undefined || Object.entries(after).some(([name, value]) => !same(field(now, name), value));
  if (changedSince) return refuse({ code: 'changedSince', params: { kind: KINDS[table], id } });
  const answer = inverse(draft, change, before, meta);
  return answer.ok ? null : answer;
}

type Fields = Readonly<Record<string, unknown>>;

/** The fields among `before` that a command of this type takes. */
function bodyFor(type: CommandType, id: string, before: Fields) {
  // What was in a record is what the schema of its command lets in.
  return Commands[type].parse({ ...before, id });
}

function inverse(draft: Draft, { table, id }: ActivityChange, before: Fields, meta: Meta): Answer {
  switch (table) {
    case 'filaments':
      return editFilament(draft, bodyFor('filament.edit', id, before) as never, meta);
    case 'printers': {
      const { state } = before as Partial<Printer>;
      if (state !== undefined) return edit(draft, 'printers', id, { state });
      return editPrinter(draft, bodyFor('printer.edit', id, before) as never, meta);
    }
    case 'spools':
      if ('remainingMg' in before)
        return weighSpool(draft, bodyFor('spool.weigh', id, before) as never, meta);
      if ('slot' in before || 'location' in before || 'printer' in before) {
        const spool = draft.get('spools', id);
        const { printer = null, slot = null, location = '' } = { ...spool, ...before };
        return moveSpool(draft, { id, printer, slot, location }, meta);
      }
      return editSpool(draft, bodyFor('spool.edit', id, before) as never, meta);
    case 'jobs': {
      const { held, rank, orderDueAt, priority } = before as Partial<Job>;
      const answer = editJob(draft, bodyFor('job.edit', id, before) as never, meta);
      const now = draft.get('jobs', id);
      if (!answer.ok || now === undefined) return answer;
      const places = held !== undefined || rank !== undefined || orderDueAt !== undefined;
      if (now.completedAt !== null && places) return refuse({ code: 'over', params: { job: id } });
      return edit(draft, 'jobs', id, { held, rank, orderDueAt, priority });
    }
    case 'prints':
      return accept(id);
  }
}
