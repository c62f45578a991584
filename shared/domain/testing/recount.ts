/** What the maintained fields of a shop should say, counted anew from its jobs, prints and spools. */
import type { Shop } from '../model.ts';

export type Recount = Readonly<{
  /** Σ weight of open and of running jobs, by spool. */
  reservedMg: ReadonlyMap<string, number>;
  printingMg: ReadonlyMap<string, number>;
  /** Open jobs and running prints, by printer. */
  openJobs: ReadonlyMap<string, number>;
  running: ReadonlyMap<string, readonly string[]>;
  /** Spools that are not retired, by filament. */
  spools: ReadonlyMap<string, number>;
}>;

export function recount(shop: Shop): Recount {
  const reservedMg = new Map<string, number>();
  const printingMg = new Map<string, number>();
  const openJobs = new Map<string, number>();
  const running = new Map<string, string[]>();
  const spools = new Map<string, number>();
  const add = (sums: Map<string, number>, id: string, value: number) =>
    sums.set(id, (sums.get(id) ?? 0) + value);
  for (const job of shop.jobs.values()) {
    if (job.status !== 'Queued' && job.status !== 'Running') continue;
    add(reservedMg, job.spool, job.weightMg);
    add(openJobs, job.printer, 1);
    if (job.status === 'Running') add(printingMg, job.spool, job.weightMg);
  }
  for (const print of shop.prints.values()) {
    if (print.outcome === 'running')
      running.set(print.printer, [...(running.get(print.printer) ?? []), print.id]);
  }
  for (const spool of shop.spools.values()) if (!spool.retired) add(spools, spool.filament, 1);
  return { reservedMg, printingMg, openJobs, running, spools };
}
