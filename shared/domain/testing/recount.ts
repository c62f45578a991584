/** What the maintained fields of a shop should say, counted anew from its jobs, prints and spools. */
import type { Shop } from '../model.ts';

export type Recount = Readonly<{
  /** Σ of what waiting copies and running prints are promised, and of the latter alone, by spool. */
  reservedMg: ReadonlyMap<string, number>;
  printingMg: ReadonlyMap<string, number>;
  /** Σ weight of waiting copies of jobs that name no spool, by what they ask for. */
  demandedMg: ReadonlyMap<string, number>;
  /** Open jobs and running prints, by printer. */
  openJobs: ReadonlyMap<string, number>;
  running: ReadonlyMap<string, readonly string[]>;
  /** Spools that are not retired, by filament. */
  spools: ReadonlyMap<string, number>;
}>;

export function recount(shop: Shop): Recount {
  const reservedMg = new Map<string, number>();
  const printingMg = new Map<string, number>();
  const demandedMg = new Map<string, number>();
  const openJobs = new Map<string, number>();
  const running = new Map<string, string[]>();
  const spools = new Map<string, number>();
  const add = (sums: Map<string, number>, id: string, value: number) =>
    sums.set(id, (sums.get(id) ?? 0) + value);
  for (const job of shop.jobs.values()) {
    if (job.status !== 'Queued' && job.status !== 'Running') continue;
    const waitingMg = (job.copies - job.done - job.running) * job.weightMg;
    if (job.spool !== null) add(reservedMg, job.spool, waitingMg);
    else add(demandedMg, JSON.stringify([job.material, job.colour?.toLowerCase() ?? null]), waitingMg);
    if (job.printer !== null) add(openJobs, job.printer, 1);
  }
  for (const print of shop.prints.values()) {
    if (print.outcome !== 'running') continue;
    running.set(print.printer, [...(running.get(print.printer) ?? []), print.id]);
    const plannedMg = print.plannedMg ?? shop.jobs.get(print.job)?.weightMg ?? 0;
    add(reservedMg, print.spool, plannedMg);
    add(printingMg, print.spool, plannedMg);
  }
  for (const spool of shop.spools.values()) if (!spool.retired) add(spools, spool.filament, 1);
  return { reservedMg, printingMg, demandedMg, openJobs, running, spools };
}

/** What a promise of this counts towards: the colour, whatever its letter case, and the material in any. */
function keys(material: string, colour: string | null): readonly string[] {
  const any = JSON.stringify([material, null]);
  return colour === null ? [any] : [any, JSON.stringify([material, colour.toLowerCase()])];
}

/** Milligrams on spools in use that nobody was promised, by `[material, colour]` and `[material, null]` as JSON. */
export function freeByColour(shop: Shop): ReadonlyMap<string, number> {
  const free = new Map<string, number>();
  for (const spool of shop.spools.values()) {
    const filament = shop.filaments.get(spool.filament);
    if (spool.retired || filament === undefined) continue;
    for (const key of keys(filament.material, filament.colour))
      free.set(key, (free.get(key) ?? 0) + Math.max(0, spool.remainingMg - spool.reservedMg));
  }
  return free;
}

/**
 * Milligrams that are promised beyond what there is, by spool, material, and material and colour: for each of these
 * there has to be as much as is asked of it.
 */
export function overdraft(shop: Shop): ReadonlyMap<string, number> {
  const over = new Map<string, number>();
  for (const spool of shop.spools.values())
    over.set(spool.id, Math.max(0, spool.reservedMg - spool.remainingMg));
  const free = freeByColour(shop);
  const asked = new Map<string, number>();
  for (const { material, colour, reservedMg } of shop.demands.values())
    for (const key of keys(material, colour)) asked.set(key, (asked.get(key) ?? 0) + reservedMg);
  for (const [key, mg] of asked) over.set(key, Math.max(0, mg - (free.get(key) ?? 0)));
  return over;
}
