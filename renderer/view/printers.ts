/** What the printers' screen shows, from the tables. */
import type { Job, Printer, Shop } from '../../shared/domain/model.ts';
import { byId, perObject } from './memo.ts';

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
  return Map.groupBy(queued, (job) => job.printer);
});

/** The jobs that wait for the printer, the next one first. */
export function queueOf(jobs: Shop['jobs'], printer: string): readonly Job[] {
  return queues(jobs).get(printer) ?? none;
}
