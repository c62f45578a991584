/**
 * Jobs as a sheet. Everything is written; bringing a file in only makes jobs that wait, and edits jobs that are open.
 * Jobs that are over and not known here are left out: what they took was booked where they ended. Of a job that is half
 * done and new here, the copies that are left are ordered. Finishing and cancelling is no matter of files either.
 */
import { JOB_STATUSES, type Job, type State } from '../../domain/model.ts';
import { isOver } from '../../domain/indexes.ts';
import { inQueueOrder } from '../../domain/queue.ts';
import { filed } from '../filed.ts';
import {
  decimal,
  list,
  oneOf,
  optionalDecimal,
  moment,
  optionalMoment,
  optionalWord,
  text,
  word,
  yesNo,
} from './codecs.ts';
import { edited } from './edited.ts';
import { type Ask, columnsOf, type Flaw, type RowPlan, type Sheet } from './sheet.ts';

const { column, computed } = columnsOf<Job>();

const columns = [
  column('id', 'ID', word, 'job', 'job id', 'job_id'),
  column('file', 'File', word, 'filepath', 'path', 'file name'),
  column('weightMg', 'Weight (g)', decimal(3), 'weight', 'weight_g', 'print_weight_in_grams'),
  column('copies', 'Copies', decimal(0), 'quantity'),
  column('priority', 'Priority', decimal(0)),
  column('dueAt', 'Due (UTC)', optionalMoment, 'due', 'due date', 'due_at'),
  column('printer', 'Printer', optionalWord, 'printer id', 'printer_id'),
  column('spool', 'Spool', optionalWord, 'spool id', 'spool_id', 'filament_id'),
  column('material', 'Material', optionalWord),
  column('colour', 'Colour', optionalWord, 'color'),
  column('nozzleUm', 'Nozzle (mm)', optionalDecimal(3), 'nozzle', 'nozzle_mm'),
  column('plate', 'Plate', optionalWord),
  column('widthMm', 'Width (mm)', optionalDecimal(0), 'width', 'width_mm'),
  column('depthMm', 'Depth (mm)', optionalDecimal(0), 'depth', 'depth_mm'),
  column('heightMm', 'Height (mm)', optionalDecimal(0), 'height', 'height_mm'),
  column('tags', 'Tags', list(text)),
  column('estimateSeconds', 'Estimate (s)', optionalDecimal(0), 'estimate', 'estimate_s', 'estimate_seconds'),
  column('customer', 'Customer', text),
  column('note', 'Note', text, 'comment', 'notes'),
  column('held', 'On hold', yesNo, 'held', 'hold'),
  column('status', 'Status', oneOf(JOB_STATUSES)),
  column('done', 'Copies done', decimal(0), 'done'),
  computed('running', 'Copies printing', decimal(0)),
  computed('failed', 'Failed prints', decimal(0)),
  computed('createdAt', 'Created (UTC)', moment, 'created', 'created_at'),
  computed('completedAt', 'Completed (UTC)', optionalMoment, 'completed', 'completed_at'),
];

function* rows(shop: State, past: boolean): Generator<Job> {
  const jobs = [...shop.jobs.values()].sort(inQueueOrder);
  yield* jobs.filter((job) => !isOver(job));
  yield* jobs.filter(isOver);
  if (past) yield* filed(shop.archive.jobs);
}

function planNew(given: Partial<Job>): RowPlan {
  const { copies = 1, done = 0, status = 'Queued', held } = given;
  const flaws: Flaw[] = [];
  if (isOver({ status })) {
    const leave = { field: 'status', message: `left out: the job is over (${status}), and not known here` };
    return { flaws, leave, create: null, after: () => [] };
  }
  if (done < 0 || (done > 0 && done >= copies))
    flaws.push({ field: 'done', message: `${done} of ${copies} copies: none is left to be printed` });
  const after = (id: string): Ask[] => (held === true ? [{ type: 'job.hold', id, held }] : []);
  const left = done === 0 ? given.copies : copies - done;
  return { flaws, create: { ...given, type: 'job.create', copies: left }, after };
}

/** ID, File, Weight, what it asks for, …; Copies printing, Failed prints, Created and Completed are not read. */
export const jobSheet: Sheet = {
  table: 'jobs',
  columns,
  needs: [['id'], ['file', 'weightMg']],
  rows,
  plan(given, shop): RowPlan {
    const row = given as Partial<Job>;
    const job = row.id === undefined ? undefined : (shop.jobs.get(row.id) ?? shop.archive.jobs.get(row.id));
    if (job === undefined) return planNew(row);
    const edit = edited('job.edit', given, job);
    const flaws: Flaw[] = [...edit.flaws];
    if (row.status !== undefined && isOver({ status: row.status }) && !isOver(job))
      flaws.push({ field: 'status', message: 'a job cannot be finished or cancelled by CSV' });
    const { held } = row;
    const hold = (id: string): Ask[] =>
      held === undefined || held === job.held ? [] : [{ type: 'job.hold', id, held }];
    return { flaws, create: null, after: (id) => [...edit.asks, ...hold(id)] };
  },
};
