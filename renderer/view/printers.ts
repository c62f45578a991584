/** What the printers' screen shows, from the tables. */
import type { Job, Printer, Shop, Spool } from '../../shared/domain/model.ts';
import { byId, groupBy, perObject } from './memo.ts';

export type PrinterState = 'printing' | 'free' | 'retired';

export function stateOf(printer: Printer): PrinterState {
  if (printer.retired) return 'retired';
  return printer.print === null ? 'free' : 'printing';
}

/** Printers in the order of their names; retired ones last. */
export const printersInOrder = perObject((printers: Shop['printers']): readonly Printer[] =>
  [...printers.values()].sort((a, b) => Number(a.retired) - Number(b.retired) || byId(a, b)),
);

const none: readonly Job[] = [];

/** Queued jobs by printer, the oldest first: that is the one to start next. */
const queues = perObject((jobs: Shop['jobs']): ReadonlyMap<string, readonly Job[]> => {
  const queued = [...jobs.values()].filter((job) => job.status === 'Queued');
  queued.sort((a, b) => a.createdAt - b.createdAt || byId(a, b));
  return groupBy(queued, (job) => job.printer);
});

/** The jobs that wait for the printer, the next one first. */
export function queueOf(jobs: Shop['jobs'], printer: string): readonly Job[] {
  return queues(jobs).get(printer) ?? none;
}

/** When each printer's last print ended, epoch ms. */
const lastEnds = perObject((prints: Shop['prints']): ReadonlyMap<string, number> => {
  const ends = new Map<string, number>();
  for (const { printer, endedAt } of prints.values()) {
    if (endedAt !== null && endedAt > (ends.get(printer) ?? 0)) ends.set(printer, endedAt);
  }
  return ends;
});

/** Since when a printer that prints nothing has been free: its last print's end, or when it came. */
export function freeSince(prints: Shop['prints'], { id, createdAt }: Printer): number {
  return lastEnds(prints).get(id) ?? createdAt;
}

/** Milligrams that are missing on the spool to start the job now; 0 where there is enough. */
export function missingMg(job: Job, spool: Spool): number {
  return Math.max(0, job.weightMg - (spool.remainingMg - spool.printingMg));
}

/** How many printers could start a job now. */
export const freePrinters = perObject((printers: Shop['printers']): number => {
  let free = 0;
  for (const printer of printers.values()) if (stateOf(printer) === 'free') free += 1;
  return free;
});
