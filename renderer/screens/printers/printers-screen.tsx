import { Plus, Printer } from 'lucide-react';
import type { Printer as Machine } from '../../../shared/domain/model.ts';
import { CheckBox } from '../../parts/check-box.tsx';
import { Empty } from '../../parts/empty.tsx';
import { useGrowing } from '../../parts/growing.tsx';
import { FilesMenu, ImportButton } from '../../parts/files-menu.tsx';
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
        <Empty
          icon={<Printer aria-hidden size={32} />}
          title="No printers yet"
          action={
            <div className="empty-actions">
              {add}
              <ImportButton />
            </div>
          }
        >
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
        <FilesMenu exports={{ printers: 'Export as CSV' }} />
      </ScreenHead>
      <SavingNew subject="printer" />
      <Wall printers={shown} />
    </>
  );
}

/** Cards that are drawn at a time. */
const STEP = 40;

function Wall({ printers }: Readonly<{ printers: readonly Pick<Machine, 'id'>[] }>) {
  const [drawn, end] = useGrowing(printers.length, STEP);
  return (
    <>
      <div className="wall">
        {printers.slice(0, drawn).map(({ id }) => (
          <PrinterCard key={id} id={id} />
        ))}
      </div>
      {end}
    </>
  );
}
