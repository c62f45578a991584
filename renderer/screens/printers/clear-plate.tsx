import { SquareCheck } from 'lucide-react';
import { BusyButton } from '../../parts/busy-button.tsx';
import { useAct } from '../../store/commander-context.ts';
import { pendingFor, usePendings } from '../../store/pendings.ts';

/** What was printed is off the plate: the printer can start again. */
export function ClearPlate({ printer }: Readonly<{ printer: string }>) {
  const act = useAct();
  const busy = usePendings((pendings) => pendingFor(pendings, 'printer', printer)?.type === 'printer.clear');
  return (
    <BusyButton
      busy={busy}
      icon={<SquareCheck aria-hidden size={15} />}
      onClick={() => act({ type: 'printer.clear', id: printer }, `printer:${printer}`)}
    >
      Plate is clear
    </BusyButton>
  );
}
