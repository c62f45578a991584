/**
 * Rules of jobs and their prints: Queued → Running → Done, or Cancelled from either. A queued job
 * reserves its grams; nobody is promised a gram twice.
 */
import type { Answer } from './answers.ts';
import type { Draft } from './draft.ts';
import type { Job, JobStatus, Printer, Spool } from './model.ts';
import { accept, duplicateId, edit, notFound, refuse, retired, type Rule } from './rule.ts';
import type { Id } from './text.ts';

function insufficient(spool: Id, availableMg: number, requiredMg: number): Answer {
  return refuse({ code: 'insufficientFilament', params: { spool, availableMg, requiredMg } });
}

export const createJob: Rule<'job.create'> = (draft, body, { at }) => {
  if (body.id !== undefined && draft.get('jobs', body.id)) return duplicateId('jobs', body.id);
  const printer = draft.get('printers', body.printer);
  if (printer === undefined) return notFound('printers', body.printer);
  const spool = draft.get('spools', body.spool);
  if (spool === undefined) return notFound('spools', body.spool);
  if (printer.retired) return retired('printers', printer.id);
  if (spool.retired) return retired('spools', spool.id);
  const { file, weightMg, note } = body;
  const availableMg = spool.remainingMg - spool.reservedMg;
  if (weightMg > availableMg) return insufficient(spool.id, availableMg, weightMg);

  const id = body.id ?? draft.newId('jobs');
  draft.put('jobs', {
    id,
    printer: printer.id,
    spool: spool.id,
    file,
    weightMg,
    note,
    status: 'Queued',
    print: null,
    createdAt: at,
    completedAt: null,
  });
  draft.put('spools', { ...spool, reservedMg: spool.reservedMg + weightMg });
  draft.put('printers', { ...printer, openJobs: printer.openJobs + 1 });
  return accept(id);
};

export const editJob: Rule<'job.edit'> = (draft, { id, file, note }) =>
  edit(draft, 'jobs', id, { file, note });

type Parts = Readonly<{ job: Job; printer: Printer; spool: Spool }>;

/** A job with the printer and spool that it names (records never vanish), or the refusal. */
function partsFor(draft: Draft, id: Id, from: readonly JobStatus[], to: JobStatus): Parts | Answer {
  const job = draft.get('jobs', id);
  if (job === undefined) return notFound('jobs', id);
  if (!from.includes(job.status)) {
    return refuse({ code: 'invalidTransition', params: { job: id, from: job.status, to } });
  }
  const printer = draft.get('printers', job.printer);
  if (printer === undefined) return notFound('printers', job.printer);
  const spool = draft.get('spools', job.spool);
  if (spool === undefined) return notFound('spools', job.spool);
  return { job, printer, spool };
}

export const startJob: Rule<'job.start'> = (draft, { id }, { at }) => {
  const parts = partsFor(draft, id, ['Queued'], 'Running');
  if ('ok' in parts) return parts;
  const { job, printer, spool } = parts;
  if (printer.print !== null) {
    const running = draft.get('prints', printer.print);
    return refuse({ code: 'printerBusy', params: { printer: printer.id, job: running?.job ?? '' } });
  }
  // After a weighing less may be left than was promised; what runs already comes first.
  const availableMg = spool.remainingMg - spool.printingMg;
  if (job.weightMg > availableMg) return insufficient(spool.id, availableMg, job.weightMg);

  const print = draft.newId('prints');
  draft.put('prints', {
    id: print,
    job: id,
    printer: printer.id,
    spool: spool.id,
    startedAt: at,
    endedAt: null,
    outcome: 'running',
    usedMg: 0,
  });
  draft.put('jobs', { ...job, status: 'Running', print });
  draft.put('printers', { ...printer, print });
  draft.put('spools', { ...spool, printingMg: spool.printingMg + job.weightMg });
  return accept(id);
};

/** Ends a job: books `usedMg`, gives back what was reserved, frees the printer. */
function end(
  draft: Draft,
  { job, printer, spool }: Parts,
  status: 'Done' | 'Cancelled',
  usedMg: number,
  at: number,
): Answer {
  const running = job.status === 'Running';
  const print = job.print === null ? undefined : draft.get('prints', job.print);
  if (print !== undefined) {
    draft.put('prints', { ...print, endedAt: at, outcome: status === 'Done' ? 'done' : 'cancelled', usedMg });
  }
  draft.put('jobs', { ...job, status, completedAt: at });
  draft.put('printers', {
    ...printer,
    openJobs: printer.openJobs - 1,
    print: running ? null : printer.print,
  });
  draft.put('spools', {
    ...spool,
    remainingMg: spool.remainingMg - usedMg,
    reservedMg: spool.reservedMg - job.weightMg,
    printingMg: spool.printingMg - (running ? job.weightMg : 0),
  });
  return accept(job.id);
}

export const finishJob: Rule<'job.finish'> = (draft, { id }, { at }) => {
  const parts = partsFor(draft, id, ['Running'], 'Done');
  if ('ok' in parts) return parts;
  return end(draft, parts, 'Done', Math.min(parts.job.weightMg, parts.spool.remainingMg), at);
};

export const cancelJob: Rule<'job.cancel'> = (draft, { id }, { at }) => {
  const parts = partsFor(draft, id, ['Queued', 'Running'], 'Cancelled');
  return 'ok' in parts ? parts : end(draft, parts, 'Cancelled', 0, at);
};
