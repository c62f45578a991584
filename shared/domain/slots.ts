/** Which spool is in which slot of which printer: told by both, and changed for both at once. */
import type { Draft } from './draft.ts';
import type { Printer, Spool } from './model.ts';
import type { Id } from './text.ts';

/** Puts a spool into a slot (from 1) that is empty, out of wherever it was. */
export function load(draft: Draft, id: Id, printer: Id, slot: number): void {
  unload(draft, id, '');
  const spool = draft.get('spools', id);
  const at = draft.get('printers', printer);
  if (spool === undefined || at === undefined) return;
  draft.put('spools', { ...spool, printer, slot, location: '' });
  draft.put('printers', { ...at, loaded: withSlot(at, slot, id) });
}

/** Takes a spool out of its slot, if it is in one, to a place. */
export function unload(draft: Draft, id: Id, location: string): void {
  const spool = draft.get('spools', id);
  if (spool === undefined) return;
  if (spool.printer !== null && spool.slot !== null) {
    const printer = draft.get('printers', spool.printer);
    if (printer !== undefined)
      draft.put('printers', { ...printer, loaded: withSlot(printer, spool.slot, null) });
  }
  if (spool.printer !== null || spool.location !== location)
    draft.put('spools', { ...spool, printer: null, slot: null, location });
}

function withSlot({ loaded }: Printer, slot: number, spool: Id | null): readonly (Id | null)[] {
  const slots = Array.from({ length: Math.max(loaded.length, slot) }, (_, i) => loaded[i] ?? null);
  slots[slot - 1] = spool;
  while (slots.length > 0 && slots.at(-1) === null) slots.pop();
  return slots;
}

/**
 * Whoever starts a print from a spool has it in the printer: in a free slot, else in place of the last one's, which
 * goes to the shelf. One that is printing elsewhere stays there.
 */
export function mount(draft: Draft, spool: Spool, printer: Printer): void {
  if (spool.printer === printer.id || (spool.printer !== null && spool.printingMg > 0)) return;
  const free = Array.from({ length: printer.slots }, (_, i) => i + 1).find(
    (slot) => (printer.loaded[slot - 1] ?? null) === null,
  );
  const slot = free ?? printer.slots;
  const there = printer.loaded[slot - 1] ?? null;
  if (there !== null) unload(draft, there, '');
  load(draft, spool.id, printer.id, slot);
}
