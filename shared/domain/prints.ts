/** Rules of prints that run: how one ends, what it took, and what becomes of its job. How one begins: `starts.ts`. */
import type { Answer, Meta } from './answers.ts';
import type { CommandBody } from './commands.ts';
import type { Draft } from './draft.ts';
import { close, openJob } from './jobs.ts';
import type { Job, Print, Printer, Spool } from './model.ts';
import { lacksSpool, promise, promisedMg, waiting } from './promises.ts';
import { accept, isAnswer, notFound, refuse, retired, type Rule } from './rule.ts';
import { load, unload } from './slots.ts';
import type { Id } from './text.ts';

/** What a print is still promised from its spool. */
const plannedMg = (print: Print, job: Job) => print.plannedMg ?? job.weightMg;

/** The running print that is meant, or why none is. */
function runningPrint(draft: Draft, job: Job, asked: Id | undefined): Print | Answer {
  const running = [...draft.printsOf(job.id)].filter(({ outcome }) => outcome === 'running');
  if (asked !== undefined) {
    const print = running.find(({ id }) => id === asked);
    return print ?? refuse({ code: 'notOfJob', params: { job: job.id, kind: 'print', id: asked } });
  }
  const [only, another] = running;
  if (only === undefined || another !== undefined)
    return refuse({ code: 'unchosen', params: { job: job.id, what: 'print' } });
  return only;
}

/** Ends a print: books what it took, gives back what it was promised, frees the printer. */
function end(
  draft: Draft,
  job: Job,
  print: Print,
  { outcome, usedMg }: Readonly<{ outcome: Exclude<Print['outcome'], 'running'>; usedMg: number }>,
  { at, version }: Meta,
): void {
  const spool = draft.get('spools', print.spool);
  const bookedMg = Math.min(usedMg, spool?.remainingMg ?? 0);
  if (spool !== undefined) release(draft, spool, bookedMg, plannedMg(print, job));
  const printer = draft.get('printers', print.printer);
  if (printer !== undefined) {
    // Something is on its plate now, unless it went to be mended with it.
    const state = version > 2 && printer.state === 'ready' ? 'plate' : printer.state;
    draft.put('printers', { ...printer, print: null, state });
  }
  const planned = print.plannedMg === null ? {} : { plannedMg: 0 };
  draft.put('prints', { ...print, ...planned, endedAt: at, outcome, usedMg: print.usedMg + bookedMg });
}

/** Takes grams off a spool, and what was promised of it to the print that took them. */
function release(draft: Draft, spool: Spool, bookedMg: number, plannedMg: number): void {
  draft.put('spools', {
    ...spool,
    remainingMg: spool.remainingMg - bookedMg,
    reservedMg: spool.reservedMg - plannedMg,
    printingMg: spool.printingMg - plannedMg,
  });
}

/** A job of which a copy ended: over, or back in the queue with what is left. */
function settle(draft: Draft, job: Job, at: number): void {
  if (job.running === 0 && waiting(job) === 0) close(draft, job, 'Done', at);
  else draft.put('jobs', { ...job, status: job.running > 0 ? 'Running' : 'Queued' });
}

export const finishJob: Rule<'job.finish'> = (draft, body, meta) => {
  const job = openJob(draft, body.id, ['Running'], 'Done');
  if (isAnswer(job)) return job;
  const print = runningPrint(draft, job, body.print);
  if (isAnswer(print)) return print;
  end(draft, job, print, { outcome: 'done', usedMg: body.usedMg ?? plannedMg(print, job) }, meta);
  settle(draft, { ...job, done: job.done + 1, running: job.running - 1 }, meta.at);
  return accept(job.id);
};

export const failJob: Rule<'job.fail'> = (draft, body, meta) => {
  const job = openJob(draft, body.id, ['Running'], 'Queued');
  if (isAnswer(job)) return job;
  const print = runningPrint(draft, job, body.print);
  if (isAnswer(print)) return print;
  end(draft, job, print, { outcome: 'failed', usedMg: body.usedMg }, meta);
  const after = { ...job, failed: job.failed + 1, running: job.running - 1 };
  if (!body.retry && job.copies === 1) {
    close(draft, after, 'Cancelled', meta.at);
    return accept(job.id);
  }
  const named = job.spool === null ? undefined : draft.get('spools', job.spool);
  const kind = named && draft.get('filaments', named.filament);
  if (body.retry && named?.retired === true && kind !== undefined) {
    // Its spool was thrown away meanwhile: one like it will do.
    const freed = { ...after, spool: null, material: kind.material, colour: kind.colour };
    promise(draft, freed, job.weightMg);
    settle(draft, freed, meta.at);
    return accept(job.id);
  }
  // The copy that failed is promised its grams again, whatever is left: it was promised them before.
  if (body.retry) promise(draft, job, job.weightMg);
  settle(draft, body.retry ? after : { ...after, copies: job.copies - 1 }, meta.at);
  return accept(job.id);
};

export const cancelJob: Rule<'job.cancel'> = (draft, body, meta) => {
  const job = openJob(draft, body.id, ['Queued', 'Running'], 'Cancelled');
  if (isAnswer(job)) return job;
  const running = [...draft.printsOf(job.id)].filter(({ outcome }) => outcome === 'running');
  const stranger = body.used.find(({ print }) => !running.some(({ id }) => id === print));
  if (stranger !== undefined)
    return refuse({ code: 'notOfJob', params: { job: job.id, kind: 'print', id: stranger.print } });
  for (const print of running)
    end(draft, job, print, { outcome: 'cancelled', usedMg: usedBy(print, body) }, meta);
  promise(draft, job, -promisedMg(job));
  close(draft, { ...job, running: 0 }, 'Cancelled', meta.at);
  return accept(job.id);
};

function usedBy({ id }: Print, { used }: CommandBody<'job.cancel'>): number {
  return used.find(({ print }) => print === id)?.usedMg ?? 0;
}

/** The spool ran out, or was the wrong one: the rest comes from another, which has to have it to spare. */
export const changeSpool: Rule<'job.changeSpool'> = (draft, body, meta) => {
  const job = openJob(draft, body.id, ['Running'], 'Running');
  if (isAnswer(job)) return job;
  const print = runningPrint(draft, job, body.print);
  if (isAnswer(print)) return print;
  const [from, to] = [draft.get('spools', print.spool), draft.get('spools', body.spool)];
  if (from === undefined) return notFound('spools', print.spool);
  if (to === undefined) return notFound('spools', body.spool);
  if (to.retired) return retired('spools', to.id);
  if (to.id === from.id)
    return refuse({ code: 'notOfJob', params: { job: job.id, kind: 'spool', id: to.id } });
  const planned = plannedMg(print, job);
  const bookedMg = Math.min(body.usedMg ?? planned, from.remainingMg);
  release(draft, from, bookedMg, planned);
  const restMg = Math.max(0, planned - bookedMg);
  const lacks = lacksSpool(draft, to.id, restMg);
  if (lacks !== null) return lacks;
  draft.put('spools', { ...to, reservedMg: to.reservedMg + restMg, printingMg: to.printingMg + restMg });
  draft.put('prints', {
    ...print,
    spool: to.id,
    plannedMg: restMg,
    earlier: [...print.earlier, { spool: from.id, usedMg: bookedMg }],
    usedMg: print.usedMg + bookedMg,
  });
  const [reel, printer] = [draft.get('spools', to.id), draft.get('printers', print.printer)];
  if (reel && printer && meta.version > 2) replace(draft, from.id, reel, printer);
  return accept(job.id);
};

/** The new spool takes the old one's slot, where that was in this printer. */
function replace(draft: Draft, old: Id, spool: Spool, printer: Printer): void {
  const slot = printer.loaded.indexOf(old) + 1;
  if (slot === 0 || (spool.printer !== null && spool.printer !== printer.id && spool.printingMg > 0)) return;
  if (spool.printer === printer.id) return;
  unload(draft, old, '');
  load(draft, spool.id, printer.id, slot);
}
