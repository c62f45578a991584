import { Plus, Printer } from 'lucide-react';
import { CheckBox } from '../../parts/check-box.tsx';
import { Empty } from '../../parts/empty.tsx';
import { SavingNew } from '../../parts/saving.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { openDialog } from '../../store/desk.ts';
import { setFilter, useFilters } from '../../store/filters.ts';
import { useReplica } from '../../store/replica.ts';
import { printersInOrder, wallWords } from '../../view/printers.ts';
import { PrinterCard } from './printer-card.tsx';

/** The wall: every printer, what it does and what it could do next. */
export function PrintersScreen() {
  const printers = printersInOrder(useReplica(({ tables }) => tables.printers));
  const { retired } = useFilters((filters) => filters.printers);
  const inUse = printers.filter((printer) => !printer.retired);
  const shown = retired ? printers : inUse;
  const add = (
    <button
      type="button"
      className={printers.length === 0 ? 'button primary' : 'button'}
      onClick={() => openDialog({ form: 'printer.create' })}
    >
      <Plus aria-hidden size={16} />
      Add printer
    </button>
  );
  if (printers.length === 0) {
    return (
      <>
        <ScreenHead title="Printers" summary="None yet" />
        <SavingNew subject="printer" />
        <Empty icon={<Printer aria-hidden size={32} />} title="No printers yet" action={add}>
          Every printer of the shop gets a card here: what it prints, since when, and what comes next.
        </Empty>
      </>
    );
  }
  return (
    <>
      <ScreenHead title="Printers" summary={wallWords(inUse)}>
        {printers.length > inUse.length && (
          <CheckBox
            label="Show retired"
            checked={retired}
            onChange={(checked) => setFilter('printers', { retired: checked })}
          />
        )}
        {add}
      </ScreenHead>
      <SavingNew subject="printer" />
      <div className="wall">
        {shown.map(({ id }) => (
          <PrinterCard key={id} id={id} />
        ))}
      </div>
    </>
  );
}
