/** What goes into the archives with a command: what it changed, and jobs that have been over for long. */
import { told } from './activity.ts';
import type { Meta } from './answers.ts';
import type { SingleCommand } from './commands.ts';
import type { Draft } from './draft.ts';
import { isOver } from './indexes.ts';

/** Finished jobs that stay in the tables, where every screen has them. */
export const RECENT_JOBS = 200;
/** Moved with one command at most, so that none takes long: a shop that comes with many has them moved bit by bit. */
const AT_ONCE = 4;

/** Files what an accepted command did, if it changed anything. */
export function fileActivity(draft: Draft, command: SingleCommand, { at, actor }: Meta): void {
  const changes = told(draft);
  if (changes.length === 0) return;
  draft.file({
    archive: 'activity',
    entity: {
      id: String(draft.filedSoFar('activity') + 1),
      at,
      ...actor,
      action: command.type,
      note: command.type === 'spool.weigh' ? command.note : '',
      undoes: command.type === 'activity.undo' ? command.id : null,
      changes,
    },
  });
}

/** Moves the jobs that were over first out of the tables, with their prints. */
export function fileFinishedJobs(draft: Draft): void {
  let tooMany = draft.finished() - RECENT_JOBS;
  for (const change of draft.changes()) {
    if (change.table !== 'jobs' || change.entity === null || !isOver(change.entity)) continue;
    const before = draft.original('jobs', change.id);
    if (before === undefined || !isOver(before)) tooMany += 1;
  }
  if (tooMany <= 0) return;
  for (const id of draft.oldestFinished(Math.min(tooMany, AT_ONCE))) {
    for (const print of [...draft.printsOf(id)]) draft.archive('prints', print.id);
    draft.archive('jobs', id);
  }
}
