/**
 * Rules of prints: a copy of a job on a printer, from its start to its end. At most one runs on a printer. What is
 * promised to it lies on the spool that it prints from; what it took is booked when it ends, or leaves a spool.
 */
import type { Answer, Meta } from './answers.ts';
import type { CommandBody } from './commands.ts';
import type { Draft } from './draft.ts';
import { fit } from './fit.ts';
import { close } from './jobs.ts';
import type { Job, JobStatus, Print, Printer, Spool } from './model.ts';
import { asksForColour, freeOn, insufficient, lacksSpool, promise, promisedMg, waiting } from './promises.ts';
import { accept, notFound, refuse, retired, type Rule } from './rule.ts';
import { load, mount, unload } from './slots.ts';
import { type Id, sameText } from './text.ts';
import { fresh } from './versions.ts';

/** The job, or why it cannot become `to` from where it is. */
function openJob(draft: Draft, id: Id, from: readonly JobStatus[], to: JobStatus): Job | Answer {
  const job = draft.get('jobs', id) ?? draft.filed('jobs', id);
  if (job === undefined) return notFound('jobs', id);
  if (from.includes(job.status)) return job;
  return refuse({ code: 'invalidTransition', params: { job: id, from: job.status, to } });
}

const isAnswer = (value: object): value is Answer => 'ok' in value;

export const startJob: Rule<'job.start'> = (draft, body, meta) => {
  const job = openJob(draft, body.id, ['Queued', 'Running'], 'Running');
  if (isAnswer(job)) return job;
  if (waiting(job) === 0)
    return refuse({ code: 'invalidTransition', params: { job: job.id, from: job.status, to: 'Running' } });
  if (job.held) return refuse({ code: 'held', params: { job: job.id } });
  const printer = chosenPrinter(draft, job, body.printer);
  if (isAnswer(printer)) return printer;
  if (printer.print !== null) {
    const running = draft.get('prints', printer.print);
    return refuse({ code: 'printerBusy', params: { printer: printer.id, job: running?.job ?? '' } });
  }
  const ready = body.cleared && printer.state === 'plate' ? { ...printer, state: 'ready' as const } : printer;
  const spool = chosenSpool(draft, job, ready, body.spool);
  if (isAnswer(spool)) return spool;
  const unfit = body.anyway ? null : misfits(draft, job, ready, spool);
  return unfit ?? begin(draft, job, printer, spool, meta);
};

function chosenPrinter(draft: Draft, job: Job, asked: Id | undefined): Printer | Answer {
  if (job.printer !== null && asked !== undefined && asked !== job.printer)
    return refuse({ code: 'notOfJob', params: { job: job.id, kind: 'printer', id: asked } });
  const id = job.printer ?? asked;
  if (id === undefined) return refuse({ code: 'unchosen', params: { job: job.id, what: 'printer' } });
  const printer = draft.get('printers', id);
  if (printer === undefined) return notFound('printers', id);
  return printer.retired ? retired('printers', id) : printer;
}

/** The spool that the job or whoever starts it names; else the first in the printer that fits. */
function chosenSpool(draft: Draft, job: Job, printer: Printer, asked: Id | undefined): Spool | Answer {
  if (job.spool !== null && asked !== undefined && asked !== job.spool)
    return refuse({ code: 'notOfJob', params: { job: job.id, kind: 'spool', id: asked } });
  const id: Id | null | undefined =
    job.spool ?? asked ?? printer.loaded.find((one) => one !== null && fitsFrom(draft, job, printer, one));
  if (id === undefined || id === null)
    return refuse({ code: 'unchosen', params: { job: job.id, what: 'spool' } });
  const spool = draft.get('spools', id);
  if (spool === undefined) return notFound('spools', id);
  return spool.retired ? retired('spools', id) : spool;
}

function fitsFrom(draft: Draft, job: Job, printer: Printer, id: Id): boolean {
  const spool = draft.get('spools', id);
  const filament = spool && draft.get('filaments', spool.filament);
  return !!spool && !!filament && fit(job, printer, { spool, filament }).length === 0;
}

/** The reasons that somebody may overrule. What runs and how much is left are rules of their own. */
function misfits(draft: Draft, job: Job, printer: Printer, spool: Spool): Answer | null {
  const filament = draft.get('filaments', spool.filament);
  if (filament === undefined) return notFound('filaments', spool.filament);
  const reasons = fit(job, printer, { spool, filament }).filter(({ code }) => code !== 'grams');
  if (reasons.length === 0) return null;
  return refuse({ code: 'doesNotFit', params: { job: job.id, printer: printer.id, reasons } });
}

function begin(draft: Draft, job: Job, printer: Printer, spool: Spool, meta: Meta): Answer {
  const lacks = takeGrams(draft, job, spool);
  if (lacks !== null) return lacks;
  const { operator, workstation } = meta.actor;
  const id = draft.newId('prints');
  draft.put(
    'prints',
    fresh('prints', {
      id,
      job: job.id,
      printer: printer.id,
      spool: spool.id,
      startedAt: meta.at,
      endedAt: null,
      outcome: 'running',
      usedMg: 0,
      ...(meta.version > 2 && { plannedMg: job.weightMg, operator, workstation }),
    }),
  );
  draft.put('jobs', { ...job, status: 'Running', print: id, running: job.running + 1 });
  draft.put('printers', { ...printer, print: id, state: 'ready' });
  if (meta.version > 2) {
    const [reel, holder] = [draft.get('spools', spool.id), draft.get('printers', printer.id)];
    if (reel && holder) mount(draft, reel, holder);
  }
  return accept(job.id);
}

/** Moves a copy's promise onto the spool that it will be printed from, or says what is missing there. */
function takeGrams(draft: Draft, job: Job, spool: Spool): Answer | null {
  if (job.spool !== null) {
    // After a weighing less may be left than was promised; what runs already comes first.
    const availableMg = spool.remainingMg - spool.printingMg;
    if (job.weightMg > availableMg) return insufficient(spool.id, availableMg, job.weightMg);
    draft.put('spools', { ...spool, printingMg: spool.printingMg + job.weightMg });
    return null;
  }
  promise(draft, job, -job.weightMg);
  const lacks = lacksForCopy(draft, job, spool);
  if (lacks !== null) return lacks;
  draft.put('spools', {
    ...spool,
    reservedMg: spool.reservedMg + job.weightMg,
    printingMg: spool.printingMg + job.weightMg,
  });
  return null;
}

/**
 * Why a copy cannot take its grams from this spool. What it was promised of the spool's own kind only moves: others are
 * promised no less by that, even where a weighing found too little for all.
 */
function lacksForCopy(draft: Draft, job: Job, spool: Spool): Answer | null {
  const filament = draft.get('filaments', spool.filament);
  const isOfKind =
    filament !== undefined &&
    filament.material === job.material &&
    job.colour !== null &&
    sameText(filament.colour, job.colour);
  const isOnlyMoved = isOfKind || (filament?.material === job.material && !asksForColour(draft, filament));
  if (!isOnlyMoved) return lacksSpool(draft, spool.id, job.weightMg);
  const availableMg = freeOn(spool);
  return job.weightMg <= availableMg ? null : insufficient(spool.id, availableMg, job.weightMg);
}

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
