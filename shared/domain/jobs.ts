/**
 * Rules of jobs: an order for a number of copies. Queued → Running while a copy is being printed → Queued again, or
 * Done with the last copy; Cancelled from either. Copies that wait are promised their grams (`promises.ts`); how a copy
 * is printed is told in `starts.ts` and `prints.ts`.
 */
import type { Answer } from './answers.ts';
import type { CommandBody } from './commands.ts';
import type { Draft } from './draft.ts';
import type { Job, JobStatus } from './model.ts';
import { promise, promisedMg, promiseMore, waiting } from './promises.ts';
import { accept, duplicateId, edit, notFound, refuse, retired, type Rule } from './rule.ts';
import { same } from './activity.ts';
import type { Id } from './text.ts';
import { fresh } from './versions.ts';

/** Ranks of jobs that were made since there is a queue: above any time of day of those before, in the log's order. */
const FIRST_RANK = 2 ** 42;
/** Of several in one entry each has its own, in their order: more than there can be of them (`MAX_BATCH`). */
const RANKS_AN_ENTRY = 1_024;

type Order = Omit<CommandBody<'job.create'>, 'id'>;

export const createJob: Rule<'job.create'> = (draft, { id, ...order }, meta) => {
  if (id !== undefined && draft.isTaken('jobs', id)) return duplicateId('jobs', id);
  return placeOrder(draft, id, order, meta);
};

function placeOrder(
  draft: Draft,
  chosen: Id | undefined,
  order: Order,
  { at, index, version, position = 0 }: Parameters<Rule<'job.create'>>[2],
): Answer {
  const unfit = namesUnfit(draft, order);
  if (unfit !== null) return unfit;
  const job = fresh('jobs', {
    ...order,
    id: '',
    status: 'Queued',
    print: null,
    createdAt: at,
    completedAt: null,
    orderDueAt: order.dueAt,
    ...(version > 2 && { rank: FIRST_RANK + index + position / RANKS_AN_ENTRY }),
  });
  const refusal = promiseMore(draft, job, promisedMg(job));
  if (refusal !== null) return refusal;
  const id = chosen ?? draft.newId('jobs');
  draft.put('jobs', { ...job, id });
  countOn(draft, job.printer, 1);
  return accept(id);
}

/** Why a job cannot name this printer or spool, or null. */
function namesUnfit(draft: Draft, { printer, spool }: Pick<Job, 'printer' | 'spool'>): Answer | null {
  const [onPrinter, fromSpool] = [
    printer && draft.get('printers', printer),
    spool && draft.get('spools', spool),
  ];
  if (onPrinter === undefined) return notFound('printers', printer ?? '');
  if (fromSpool === undefined) return notFound('spools', spool ?? '');
  if (onPrinter && onPrinter.retired) return retired('printers', onPrinter.id);
  if (fromSpool && fromSpool.retired) return retired('spools', fromSpool.id);
  return null;
}

/** One job more or less names a printer. */
export function countOn(draft: Draft, printer: Id | null, by: 1 | -1): void {
  const counted = printer === null ? undefined : draft.get('printers', printer);
  if (counted !== undefined) draft.put('printers', { ...counted, openJobs: counted.openJobs + by });
}

/** An old job's spool may be empty or gone: then one like it will do. */
export const repeatJob: Rule<'job.repeat'> = (draft, { id, job: old, copies }, meta) => {
  if (id !== undefined && draft.isTaken('jobs', id)) return duplicateId('jobs', id);
  const job = draft.get('jobs', old) ?? draft.filed('jobs', old);
  if (job === undefined) return notFound('jobs', old);
  const order = { ...job, copies: copies ?? job.copies, dueAt: null };
  const spool = job.spool === null ? undefined : draft.get('spools', job.spool);
  const filament = spool && draft.get('filaments', spool.filament);
  const lasts =
    spool && !spool.retired && spool.remainingMg - spool.reservedMg >= order.copies * job.weightMg;
  const fromSpool =
    filament === undefined || lasts
      ? {}
      : { spool: null, material: filament.material, colour: filament.colour };
  const printer = job.printer === null ? undefined : draft.get('printers', job.printer);
  return placeOrder(
    draft,
    id,
    { ...orderOf({ ...order, ...fromSpool }), printer: printer && !printer.retired ? printer.id : null },
    meta,
  );
};

/** What was ordered, without what became of it. */
function orderOf(job: Job): Order {
  const { printer, spool, file, weightMg, note, copies, priority, dueAt, estimateSeconds, customer } = job;
  const { material, colour, nozzleUm, plate, widthMm, depthMm, heightMm, tags } = job;
  return {
    ...{ printer, spool, file, weightMg, note, copies, priority, dueAt, estimateSeconds, customer },
    ...{ material, colour, nozzleUm, plate, widthMm, depthMm, heightMm, tags: [...tags] },
  };
}

/** What a running copy was started for: it stays as it is until that is over. */
const SUBSTANCE = [
  ...(['printer', 'spool', 'weightMg', 'material', 'colour', 'nozzleUm', 'plate'] as const),
  ...(['widthMm', 'depthMm', 'heightMm', 'tags'] as const),
];

export const editJob: Rule<'job.edit'> = (draft, { id, ...fields }, { at }) => {
  const job = draft.get('jobs', id);
  if (job === undefined) return editFiled(draft, id, fields);
  const changed = (name: keyof typeof fields) => fields[name] !== undefined && !same(fields[name], job[name]);
  const substance = SUBSTANCE.find(changed) ?? (changed('copies') ? 'copies' : undefined);
  if (substance === undefined) return edit(draft, 'jobs', id, withOrder(job, fields));
  if (job.completedAt !== null) return refuse({ code: 'over', params: { job: id } });
  if (substance !== 'copies' && job.running > 0)
    return refuse({ code: 'running', params: { job: id, field: substance } });
  return remake(draft, job, { ...job, ...given(withOrder(job, fields)) }, at);
};

/** A new due date puts a job where that belongs. */
function withOrder(job: Job, fields: Partial<Job>): Partial<Job> {
  const { dueAt } = fields;
  return dueAt === undefined || dueAt === job.dueAt ? fields : { ...fields, orderDueAt: dueAt };
}

const given = (fields: Partial<Job>): Partial<Job> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]: [string, unknown]) => value !== undefined));

/** Puts the job that is wanted in place of the one before, with its promises. */
function remake(draft: Draft, job: Job, wanted: Job, at: number): Answer {
  if (wanted.copies < Math.max(1, wanted.done + wanted.running))
    return refuse({ code: 'tooFewCopies', params: { job: job.id, copies: wanted.done + wanted.running } });
  const renamed = wanted.printer !== job.printer || wanted.spool !== job.spool;
  const unfit = renamed ? namesUnfit(draft, wanted) : null;
  if (unfit !== null) return unfit;
  promise(draft, job, -promisedMg(job));
  const sameSource =
    job.spool === wanted.spool &&
    (job.spool !== null || (job.material === wanted.material && same(job.colour, wanted.colour)));
  // To ask for less of what is promised already needs nobody's leave, even where a weighing found too little.
  if (sameSource && promisedMg(wanted) <= promisedMg(job)) promise(draft, wanted, promisedMg(wanted));
  else {
    const refusal = promiseMore(draft, wanted, promisedMg(wanted));
    if (refusal !== null) return refusal;
  }
  countOn(draft, job.printer, -1);
  countOn(draft, wanted.printer, 1);
  draft.put('jobs', wanted);
  if (waiting(wanted) === 0 && wanted.running === 0) close(draft, wanted, 'Done', at);
  return accept(job.id);
}

/** Descriptions can always be edited, also of what is in the archive. */
function editFiled(draft: Draft, id: Id, fields: Partial<Job>): Answer {
  const job = draft.filed('jobs', id);
  if (job === undefined) return notFound('jobs', id);
  const { file = job.file, note = job.note, customer = job.customer, ...others } = fields;
  const changes = Object.entries(given(others)).some(([name, value]) => !same(value, job[name as keyof Job]));
  if (changes) return refuse({ code: 'over', params: { job: id } });
  const entity = { ...job, file, note, customer };
  if (file !== job.file || note !== job.note || customer !== job.customer) draft.refile(job, entity);
  return accept(id);
}

export const holdJob: Rule<'job.hold'> = (draft, { id, held }) => {
  const job = draft.get('jobs', id) ?? draft.filed('jobs', id);
  if (job === undefined) return notFound('jobs', id);
  if (job.completedAt !== null) return refuse({ code: 'over', params: { job: id } });
  return edit(draft, 'jobs', id, { held });
};

/** The job, or why it cannot become `to` from where it is. */
export function openJob(draft: Draft, id: Id, from: readonly JobStatus[], to: JobStatus): Job | Answer {
  const job = draft.get('jobs', id) ?? draft.filed('jobs', id);
  if (job === undefined) return notFound('jobs', id);
  if (from.includes(job.status)) return job;
  return refuse({ code: 'invalidTransition', params: { job: id, from: job.status, to } });
}

/** Ends a job of which nothing runs or waits any more. */
export function close(draft: Draft, job: Job, status: 'Done' | 'Cancelled', at: number): void {
  draft.put('jobs', { ...job, status, held: false, completedAt: at });
  countOn(draft, job.printer, -1);
}
