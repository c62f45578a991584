/** The spools in use, so that one for a job is found without looking at each: by material, the emptiest first. */
import { freeFor, type Reel, spoolMisfits } from './fit.ts';
import { colourKey, freeOn } from './free-grams.ts';
import type { Job, Printer, Shop } from './model.ts';
import type { Id } from './text.ts';

/** What is tried of a material for one job: the emptiest that hold enough. */
const TRIED = 8;

/** The spools that come into question for a job. */
export type Candidates = Readonly<{
  /** The one to put into this printer for a copy: the emptiest that lasts, so that rests are used up. */
  bestFor: (printer: Printer) => Reel | null;
  /** What comes nearest to what the job asks: the spool that it names, or of its kind the fullest; null if there is none. */
  nearest: Reel | null;
}>;

export class Shelves {
  readonly #reels = new Map<Id, Reel>();
  readonly #groups = new Map<string, Reel[]>();
  readonly #loaded = new Map<Id, readonly Reel[]>();

  constructor({ spools, filaments, printers }: Pick<Shop, 'spools' | 'filaments' | 'printers'>) {
    for (const spool of spools.values()) {
      const filament = filaments.get(spool.filament);
      if (spool.retired || filament === undefined) continue;
      const reel = { spool, filament };
      this.#reels.set(spool.id, reel);
      for (const key of [colourKey(filament.material, null), colourKey(filament.material, filament.colour)]) {
        const group = this.#groups.get(key);
        if (group) group.push(reel);
        else this.#groups.set(key, [reel]);
      }
    }
    for (const group of this.#groups.values())
      group.sort((a, b) => freeOn(a.spool) - freeOn(b.spool) || (a.spool.id < b.spool.id ? -1 : 1));
    for (const { id, loaded } of printers.values())
      this.#loaded.set(
        id,
        loaded.flatMap((spool) => this.#reels.get(spool ?? '') ?? []),
      );
  }

  /** What is in a printer's slots, in their order. */
  loadedIn({ id }: Printer): readonly Reel[] {
    return this.#loaded.get(id) ?? [];
  }

  for(job: Job): Candidates {
    if (job.spool !== null) {
      const own = this.#reels.get(job.spool) ?? null;
      return { nearest: own, bestFor: (printer) => (own !== null && fits(job, printer, own) ? own : null) };
    }
    const group = job.material === null ? [] : (this.#groups.get(colourKey(job.material, job.colour)) ?? []);
    const first = firstWith(group, job.weightMg);
    const enough = group.slice(first, first + TRIED);
    // What is in another printer is taken out there only where nothing else does.
    const inTurn = [...enough.filter(isOnShelf), ...enough.filter((reel) => !isOnShelf(reel))];
    const bestFor = (printer: Printer) => inTurn.find((reel) => fits(job, printer, reel)) ?? null;
    return { nearest: group.at(-1) ?? null, bestFor };
  }
}

const isOnShelf = ({ spool }: Reel) => spool.printer === null;

function fits(job: Job, printer: Printer, reel: Reel): boolean {
  return spoolMisfits(job, printer, reel, freeFor(job, reel.spool)).length === 0;
}

/** Where in a group the spools begin that have so much free. */
function firstWith(group: readonly Reel[], mg: number): number {
  let [low, high] = [0, group.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const reel = group[middle];
    if (reel !== undefined && freeOn(reel.spool) < mg) low = middle + 1;
    else high = middle;
  }
  return low;
}
