/** What the printers' screen shows, from the tables. */
import type { Printer, Shop } from '../../shared/domain/model.ts';
import { byId, perObject } from './memo.ts';

/** `plate`: something has to be taken off before anything can start. */
export type PrinterState = 'printing' | 'free' | 'plate' | 'maintenance' | 'retired';

export function stateOf(printer: Printer): PrinterState {
  if (printer.retired) return 'retired';
  if (printer.print !== null) return 'printing';
  return printer.state === 'ready' ? 'free' : printer.state;
}

/** Printers in the order of their names; retired ones last. */
export const printersInOrder = perObject((printers: Shop['printers']): readonly Printer[] =>
  [...printers.values()].sort((a, b) => Number(a.retired) - Number(b.retired) || byId(a, b)),
);

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

/** How many printers could start a job now. */
export const freePrinters = perObject((printers: Shop['printers']): number => {
  let free = 0;
  for (const printer of printers.values()) if (stateOf(printer) === 'free') free += 1;
  return free;
});

/** `3 printing, 2 free, 1 to be cleared`. */
export function wallWords(printers: readonly Printer[]): string {
  const count = (state: PrinterState) => printers.filter((printer) => stateOf(printer) === state).length;
  const [plates, maintained] = [count('plate'), count('maintenance')];
  return [
    `${count('printing')} printing`,
    `${count('free')} free`,
    ...(plates > 0 ? [`${plates} to be cleared`] : []),
    ...(maintained > 0 ? [`${maintained} in maintenance`] : []),
  ].join(', ');
}

/** The numbers of a printer's slots with what is in each; also a slot that it should no longer have. */
export function slotsOf({
  slots,
  loaded,
}: Printer): readonly Readonly<{ slot: number; spool: string | null }>[] {
  return Array.from({ length: Math.max(slots, loaded.length) }, (_, at) => ({
    slot: at + 1,
    spool: loaded[at] ?? null,
  }));
}
