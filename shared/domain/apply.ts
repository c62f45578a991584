/**
 * The one function that decides what a command does. Depends on nothing but its arguments, so every
 * workstation that applies the same log comes to the same records.
 */
import type { Answer, Meta } from './answers.ts';
import type { Batch, Command, CommandType, SingleCommand } from './commands.ts';
import { Draft } from './draft.ts';
import { createFilament, editFilament, restoreFilament, retireFilament } from './filaments.ts';
import { fileActivity, fileFinishedJobs } from './filing.ts';
import { createJob, editJob, holdJob, repeatJob } from './jobs.ts';
import type { Change, Filing, State } from './model.ts';
import {
  clearPrinter,
  createPrinter,
  editPrinter,
  maintainPrinter,
  restorePrinter,
  retirePrinter,
} from './printers.ts';
import { cancelJob, changeSpool, failJob, finishJob } from './prints.ts';
import { startJob } from './starts.ts';
import { moveJob } from './queue.ts';
import { refuse, type Rule } from './rule.ts';
import { createSpool, editSpool, moveSpool, restoreSpool, retireSpool, weighSpool } from './spools.ts';
import type { Id } from './text.ts';
import { undoActivity } from './undo.ts';

/** What a command did: whole new entities, and records for the archives. A refusal changes nothing. */
export type Applied = Readonly<{ answer: Answer; changes: readonly Change[]; filings: readonly Filing[] }>;

/** Carries out a checked command on a shop, by the rules of `meta.version`. `state` is not touched. */
export function apply(state: State, command: Command, meta: Meta): Applied {
  const draft = new Draft(state);
  const answer = command.type === 'batch' ? doAll(draft, command, meta) : doOne(draft, command, meta);
  if (!answer.ok) return { answer, changes: [], filings: [] };
  if (meta.version > 2) fileFinishedJobs(draft);
  return { answer, changes: draft.changes(), filings: draft.filings() };
}

function doOne(draft: Draft, command: SingleCommand, meta: Meta): Answer {
  draft.mark();
  const answer = decide(draft, command, meta);
  if (answer.ok && meta.version > 2) fileActivity(draft, command, meta);
  return answer;
}

/** Up to the first that is refused: then nothing of it is done. */
function doAll(draft: Draft, { commands }: Batch, meta: Meta): Answer {
  const ids: Id[] = [];
  const begin = draft.filedSoFar('activity');
  for (const [position, command] of commands.entries()) {
    const answer = doOne(draft, command, { ...meta, position });
    if (!answer.ok) return refuse({ code: 'inBatch', params: { at: position, refusal: answer.refusal } });
    ids.push(answer.id);
  }
  return { ok: true, id: ids[0] ?? '', ids, filed: [begin, draft.filedSoFar('activity')] };
}

const RULES: { readonly [T in CommandType]: Rule<T> } = {
  'filament.create': createFilament,
  'filament.edit': editFilament,
  'filament.retire': retireFilament,
  'filament.restore': restoreFilament,
  'spool.create': createSpool,
  'spool.edit': editSpool,
  'spool.weigh': weighSpool,
  'spool.move': moveSpool,
  'spool.retire': retireSpool,
  'spool.restore': restoreSpool,
  'printer.create': createPrinter,
  'printer.edit': editPrinter,
  'printer.clear': clearPrinter,
  'printer.maintain': maintainPrinter,
  'printer.retire': retirePrinter,
  'printer.restore': restorePrinter,
  'job.create': createJob,
  'job.repeat': repeatJob,
  'job.edit': editJob,
  'job.move': moveJob,
  'job.hold': holdJob,
  'job.start': startJob,
  'job.changeSpool': changeSpool,
  'job.finish': finishJob,
  'job.fail': failJob,
  'job.cancel': cancelJob,
  'activity.undo': undoActivity,
};

function decide(draft: Draft, { type, ...body }: SingleCommand, meta: Meta): Answer {
  // The table pairs each type with the rule for its own body; the compiler cannot see that across a union.
  return (RULES[type] as Rule<CommandType>)(draft, body, meta);
}
