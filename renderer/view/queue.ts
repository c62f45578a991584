/** The queue as rows and cards show it: where each job could start, what a printer could print next, and why not. */
import { misfitWords } from '../../shared/contract/words.ts';
import type { Misfit } from '../../shared/domain/fit.ts';
import type { Job, Printer, Shop } from '../../shared/domain/model.ts';
import { type Place, type Waiting, waitingJobs } from '../../shared/domain/suggest.ts';
import { perObject } from './memo.ts';

/** How a job would be started at a place. Flat, so that two of them are easily compared. */
export type Start = Readonly<{
  job: string;
  printer: string | null;
  spool: string | null;
  /** Whether that spool has to be put in first. */
  load: boolean;
  /** Whether nothing but what is on the plate is in the way. */
  clear: boolean;
  /** What else is in the way, in words; empty: nothing. */
  blocked: string;
}>;

type Queue = Readonly<{
  /** Each job of which copies wait, in the order of the queue. */
  waiting: ReadonlyMap<string, Waiting>;
  order: readonly string[];
  next: ReadonlyMap<string, Next>;
}>;
type Next = Readonly<{ start: Start; count: number }>;

/** What passes by itself or with a hand: a job that waits for no more than this is next. */
const PASSING: ReadonlySet<Misfit['code']> = new Set(['busy', 'plate', 'maintenance']);

const queueOf = perObject((shop: Shop): Queue => {
  const waiting = new Map([...waitingJobs(shop)].map((each) => [each.job, each] as const));
  return { waiting, order: [...waiting.keys()], next: nextJobs(shop, waiting) };
});

type Offer = Readonly<{ job: string; place: Place | null; printer: string; reasons: readonly Misfit[] }>;

/** For each printer the first job that could start there, else the first that names it, and how many wait for it. */
function nextJobs({ jobs }: Shop, waiting: ReadonlyMap<string, Waiting>): ReadonlyMap<string, Next> {
  const found = new Map<string, { offer: Offer; sure: boolean; count: number }>();
  for (const { job, held, places, reasons } of waiting.values()) {
    if (held) continue;
    const named = jobs.get(job)?.printer ?? null;
    const offer = (printer: string, place: Place | null, sure: boolean) => {
      const known = found.get(printer);
      if (known === undefined)
        found.set(printer, { offer: { job, place, printer, reasons }, sure, count: 1 });
      else {
        known.count += 1;
        if (known.sure || !sure) return;
        known.offer = { job, place, printer, reasons };
        known.sure = true;
      }
    };
    for (const place of places) {
      const sure = place.obstacles.every(({ code }) => PASSING.has(code));
      if (sure || named !== null) offer(place.printer, place, sure);
    }
    if (named !== null && places.length === 0) offer(named, null, false);
  }
  // Words are made for what is shown alone: a thousand jobs have two hundred thousand places.
  return new Map(
    [...found].map(([printer, { offer, count }]) => [printer, { start: startOf(offer), count }]),
  );
}

function startOf({ job, place, printer, reasons }: Offer): Start {
  return place === null ? startNowhere(job, printer, reasons) : startAt(job, place);
}

function startAt(job: string, { printer, spool, changes, obstacles }: Place): Start {
  const others = obstacles.filter(({ code }) => code !== 'plate');
  const clear = others.length < obstacles.length;
  return { job, printer, spool, load: changes > 0, clear, blocked: others.map(misfitWords).join(' · ') };
}

function startNowhere(job: string, printer: string | null, reasons: readonly Misfit[]): Start {
  const blocked = reasons.map(misfitWords).join(' · ');
  return { job, printer, spool: null, load: false, clear: false, blocked };
}

/** What a printer could print next; null where nothing waits for it. */
export function nextOn(shop: Shop, printer: string): Start | null {
  return queueOf(shop).next.get(printer)?.start ?? null;
}

/** How many jobs wait that could be printed there, or name it. */
export function countFor(shop: Shop, printer: string): number {
  return queueOf(shop).next.get(printer)?.count ?? 0;
}

/** Where a job would best be started; null where none of its copies wait, or it is on hold. */
export function bestStart(shop: Shop, job: string): Start | null {
  const found = queueOf(shop).waiting.get(job);
  if (found === undefined || found.held) return null;
  const [best] = found.places;
  return best === undefined
    ? startNowhere(job, shop.jobs.get(job)?.printer ?? null, found.reasons)
    : startAt(job, best);
}

/** Everywhere that a job would fit, the best first. */
export function startsOf(shop: Shop, job: string): readonly Start[] {
  const found = queueOf(shop).waiting.get(job);
  if (found === undefined || found.held) return [];
  return found.places.map((place) => startAt(job, place));
}

/** The command that starts a job there. */
export function startCommand({ job, printer, spool, clear, blocked }: Start) {
  return {
    type: 'job.start',
    id: job,
    ...(printer !== null && { printer }),
    ...(spool !== null && { spool }),
    // Whoever presses a button that says so has looked.
    ...(clear && blocked === '' && { cleared: true }),
  } as const;
}

/** What the button that starts it says. */
export function startLabel({ clear, blocked }: Start): string {
  return clear && blocked === '' ? 'Plate is clear, start' : 'Start';
}

/** Why it waits, with the printer that it waits for: `MK4S-1: printing`. */
export function whyWaits({ printer, clear, blocked }: Start): string {
  const said = [clear ? misfitWords({ code: 'plate' }) : '', blocked].filter((words) => words !== '');
  if (said.length === 0) return '';
  return printer === null ? said.join(' · ') : `${printer}: ${said.join(' · ')}`;
}

/** Where it can start at once, as far as the job itself leaves that open; empty where it does not, or it cannot. */
export function whereFits({ printer, spool, clear, blocked }: Start, job: Job): string {
  if (clear || blocked !== '' || printer === null) return '';
  const open = [job.printer === null ? printer : '', job.spool === null ? (spool ?? '') : ''];
  return open.filter((id) => id !== '').join(' · ');
}

/** In front of which job (null: behind all) a job goes that is moved; a move that there is none of is left out. */
export type Moves = Readonly<{ top?: string; up?: string; down?: string | null }>;

/** Where a job can be moved in the queue. */
export function movesOf(shop: Shop, id: string): Moves {
  const { order } = queueOf(shop);
  const at = order.indexOf(id);
  if (at < 0) return {};
  const [first, previous, next, afterNext] = [order[0], order[at - 1], order[at + 1], order[at + 2]];
  const priority = (job: string | undefined) => shop.jobs.get(job ?? '')?.priority;
  const canEnd = next !== undefined && priority(next) === priority(id);
  return {
    ...(first !== undefined && previous !== undefined && { top: first, up: previous }),
    ...(afterNext !== undefined ? { down: afterNext } : canEnd && { down: null }),
  };
}

/** The prints of a job that run now. */
export function runningPrints({ prints, printers }: Pick<Shop, 'prints' | 'printers'>, job: Job) {
  if (job.running === 0) return [];
  return [...printers.values()].flatMap(({ print }: Printer) => {
    const running = prints.get(print ?? '');
    return running?.job === job.id ? [running] : [];
  });
}
