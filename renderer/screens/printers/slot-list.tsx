import { ArrowUpFromLine, Plus } from 'lucide-react';
import type { Printer } from '../../../shared/domain/model.ts';
import { Swatch } from '../../parts/swatch.tsx';
import { useAct } from '../../store/commander-context.ts';
import { openDialog } from '../../store/desk.ts';
import { useReplica } from '../../store/replica.ts';
import { roughly } from '../../view/format.ts';
import { slotsOf } from '../../view/printers.ts';

/** What is loaded, slot by slot, and how spools come in and out. */
export function SlotList({ printer }: Readonly<{ printer: Printer }>) {
  const slots = slotsOf(printer);
  return (
    <ul className="slots" aria-label={`Loaded in ${printer.id}`}>
      {slots.map(({ slot, spool }) => (
        <li key={slot} className="slot">
          {slots.length > 1 && (
            <span className="slot-number">
              <span className="sr-only">Slot </span>
              {slot}
            </span>
          )}
          {spool === null ? (
            <EmptySlot printer={printer.id} slot={slot} />
          ) : (
            <LoadedSpool printer={printer} spool={spool} />
          )}
        </li>
      ))}
    </ul>
  );
}

function EmptySlot({ printer, slot }: Readonly<{ printer: string; slot: number }>) {
  return (
    <>
      <span className="muted slot-what">Empty</span>
      <button
        type="button"
        className="button quiet small"
        aria-label={`Load slot ${slot}`}
        title={`Put a spool into slot ${slot}`}
        onClick={() => openDialog({ form: 'spool.load', printer, slot })}
      >
        <Plus aria-hidden size={13} />
        Load…
      </button>
    </>
  );
}

function LoadedSpool({ printer, spool: id }: Readonly<{ printer: Printer; spool: string }>) {
  const spool = useReplica(({ tables }) => tables.spools.get(id));
  const filament = useReplica(({ tables }) => tables.filaments.get(spool?.filament ?? ''));
  const act = useAct();
  const isPrinting = useReplica(({ tables }) => tables.prints.get(printer.print ?? '')?.spool === id);
  return (
    <>
      <Swatch hex={filament?.hex ?? null} more={filament?.moreHexes} />
      <span className="truncate slot-what" title={`${id}: ${filament?.maker ?? ''}`}>
        {filament?.material ?? id} <span className="muted">{filament?.colour}</span>
      </span>
      <span className="amount">{spool && roughly(spool.remainingMg)}</span>
      {isPrinting ? (
        <span className="slot-busy" title={`${id} is printing`} />
      ) : (
        <button
          type="button"
          className="button icon quiet small"
          aria-label={`Take out ${id}`}
          title={`Take out ${id}`}
          onClick={() => act({ type: 'spool.move', id, printer: null }, `printer:${printer.id}`)}
        >
          <ArrowUpFromLine aria-hidden size={13} />
        </button>
      )}
    </>
  );
}
