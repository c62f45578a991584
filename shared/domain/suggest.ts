/**
 * The queue as people read it: for each job the printers that it would fit, best first, and what is in the way. Jobs
 * come in the order of the queue (priority, due date); a job's printers by what stands in the way now, then by fewest
 * filament changes, then by who has been idle for longest, so that no printer wears out first. A start is checked
 * again by the rules: this only says what is worth trying.
 */
import { type Misfit, printerMisfits, type Reel, freeFor, spoolMisfits } from './fit.ts';
import type { Job, Printer, Shop } from './model.ts';
import { waiting } from './promises.ts';
import { inQueueOrder } from './queue.ts';
import { type Candidates, Shelves } from './shelves.ts';
import type { Id } from './text.ts';

/** A printer that a job would fit. */
export type Place = Readonly<{
  printer: Id;
  /** From which spool; null where there is none that would do. */
  spool: Id | null;
  /** Spools to be put in first. */
  changes: 0 | 1;
  /** What is in the way now; nothing: it can start. */
  obstacles: readonly Misfit[];
}>;

export type Waiting = Readonly<{
  job: Id;
  held: boolean;
  places: readonly Place[];
  /** Why it waits; nothing where it could start on the first of its places. */
  reasons: readonly Misfit[];
}>;

/** What passes by itself; the rest of a printer's misfits stay as long as printer and job are what they are. */
const PASSING: ReadonlySet<Misfit['code']> = new Set(['busy', 'plate', 'maintenance']);

/**
 * Each job of which copies wait, in the order of the queue.
 * @param shop is looked at once, when the first job is asked for: it must not change while this is iterated
 */
export function* waitingJobs(shop: Shop): Generator<Waiting> {
  const matcher = new Matcher(shop);
  const jobs = [...shop.jobs.values()].filter((job) => job.completedAt === null && waiting(job) > 0);
  for (const job of jobs.sort(inQueueOrder)) yield matcher.look(job);
}

/** The same for one job. */
export function waitingJob(shop: Shop, job: Job): Waiting {
  return new Matcher(shop).look(job);
}

/** A printer that suits, with those of its spools that would do if they last. */
type Suited = Readonly<{
  printer: Printer;
  passing: readonly Misfit[];
  weight: number;
  idleSince: number;
  loaded: readonly Reel[];
}>;
type Suiting = Readonly<{ suited: readonly Suited[]; nearest: readonly Misfit[] }>;
type Merit = Readonly<{ place: Place; weight: number; idleSince: number }>;

class Matcher {
  readonly #shelves: Shelves;
  readonly #printers: readonly Printer[];
  readonly #idleSince = new Map<Id, number>();
  /** Many jobs ask for the same of printers and spools, and differ in how much they need. */
  readonly #suiting = new Map<string, Suiting>();

  constructor(shop: Shop) {
    this.#shelves = new Shelves(shop);
    this.#printers = [...shop.printers.values()].filter(({ retired }) => !retired);
    for (const { printer, endedAt } of shop.prints.values())
      this.#idleSince.set(printer, Math.max(this.#idleSince.get(printer) ?? 0, endedAt ?? Infinity));
  }

  look(job: Job): Waiting {
    const { suited, nearest } = this.#suitingFor(job);
    const reels = this.#shelves.for(job);
    const places = suited
      .map((one) => this.#place(job, one, reels))
      .sort(byMerit)
      .map(({ place }) => place);
    const [best] = places;
    const reasons = best === undefined ? (nearest.length > 0 ? nearest : [NO_PRINTER]) : best.obstacles;
    return { job: job.id, held: job.held, places, reasons: job.held ? [] : reasons };
  }

  /** The printers that suit a job, whatever they do now; if none does, why the nearest does not. */
  #suitingFor(job: Job): Suiting {
    const { printer, nozzleUm, plate, widthMm, depthMm, heightMm, tags, spool, material, colour } = job;
    const asked = [printer, nozzleUm, plate, widthMm, depthMm, heightMm, tags, spool, material, colour];
    const key = JSON.stringify(asked);
    const known = this.#suiting.get(key) ?? this.#suit(job);
    this.#suiting.set(key, known);
    return known;
  }

  #suit(job: Job): Suiting {
    const suited: Suited[] = [];
    let nearest: readonly Misfit[] = [];
    for (const printer of this.#printers) {
      const passing = printerMisfits(job, printer);
      const lasting = passing.filter(({ code }) => !PASSING.has(code));
      if (lasting.length > 0) {
        if (nearest.length === 0 || lasting.length < nearest.length) nearest = lasting;
        continue;
      }
      const loaded = this.#shelves.loadedIn(printer).filter((reel) => isOfKind(job, printer, reel));
      const idleSince = this.#idleSince.get(printer.id) ?? 0;
      suited.push({ printer, passing, weight: weightOf(passing), idleSince, loaded });
    }
    return { suited, nearest };
  }

  #place(job: Job, { printer, passing, weight, idleSince, loaded }: Suited, reels: Candidates): Merit {
    const place = (spool: Id | null, changes: 0 | 1, obstacles: readonly Misfit[]): Merit => ({
      place: { printer: printer.id, spool, changes, obstacles },
      weight: obstacles === passing ? weight : weightOf(obstacles),
      idleSince,
    });
    const ready = loaded.find(({ spool }) => job.weightMg <= freeFor(job, spool));
    if (ready) return place(ready.spool.id, 0, passing);
    const other = reels.bestFor(printer);
    if (other !== null) return place(other.spool.id, 1, passing);
    const near = reels.nearest ?? this.#shelves.loadedIn(printer)[0] ?? null;
    const lacks: readonly Misfit[] =
      near === null ? [{ code: 'noSpool' }] : spoolMisfits(job, printer, near, freeFor(job, near.spool));
    return place(null, 1, [...passing, ...lacks]);
  }
}

/** Whether the spool would do for the job, if there is enough on it. */
function isOfKind(job: Job, printer: Printer, reel: Reel): boolean {
  return spoolMisfits(job, printer, reel, Infinity).length === 0;
}

function byMerit(one: Merit, other: Merit): number {
  return (
    one.weight - other.weight ||
    one.place.changes - other.place.changes ||
    // Infinity is the same as Infinity: both print now.
    (one.idleSince === other.idleSince ? 0 : one.idleSince - other.idleSince) ||
    (one.place.printer < other.place.printer ? -1 : 1)
  );
}

const NO_PRINTER: Misfit = { code: 'noPrinter' };

/** A plate is cleared in a minute; whatever else is in the way takes longer. */
function weightOf(obstacles: readonly Misfit[]): number {
  return obstacles.reduce((sum, { code }) => sum + (code === 'plate' ? 1 : 2), 0);
}
