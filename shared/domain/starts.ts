/**
 * Rules of starts: which printer and spool a copy of a job is printed on, whether it fits there, and its grams. At most
 * one print runs on a printer. What is promised to it lies on the spool that it prints from.
 */
import type { Answer, Meta } from './answers.ts';
import type { Draft } from './draft.ts';
import { fit } from './fit.ts';
import { freeOn } from './free-grams.ts';
import { openJob } from './jobs.ts';
import type { Job, Printer, Spool } from './model.ts';
import { asksForColour, insufficient, lacksSpool, promise, waiting } from './promises.ts';
import { accept, isAnswer, notFound, refuse, retired, type Rule } from './rule.ts';
import { mount } from './slots.ts';
import { type Id, sameText } from './text.ts';
import { fresh } from './versions.ts';

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
  const isOnlyMoved =
    filament !== undefined &&
    filament.material === job.material &&
    (job.colour === null ? !asksForColour(draft, filament) : sameText(filament.colour, job.colour));
  if (!isOnlyMoved) return lacksSpool(draft, spool.id, job.weightMg);
  const availableMg = freeOn(spool);
  return job.weightMg <= availableMg ? null : insufficient(spool.id, availableMg, job.weightMg);
}
