import { RefreshCcw, Wrench } from 'lucide-react';
import type { Printer } from '../../../shared/domain/model.ts';
import { ActionMenu } from '../../parts/action-menu.tsx';
import type { MenuAction } from '../../parts/action-menu.tsx';
import { useRecordActions } from '../../parts/record-actions.tsx';
import { useAct } from '../../store/commander-context.ts';
import { openDialog } from '../../store/desk.ts';
import { useReplica } from '../../store/replica.ts';

/** Everything else that can be done with a printer. */
export function PrinterActions({ printer }: Readonly<{ printer: Printer }>) {
  const { id, state, print, retired } = printer;
  const job = useReplica(({ tables }) => tables.prints.get(print ?? '')?.job);
  const act = useAct();
  const kept = useRecordActions('printer', printer);
  const maintained = state === 'maintenance';
  const maintain: MenuAction = {
    label: maintained ? 'Back to work' : 'Into maintenance',
    icon: <Wrench aria-hidden size={15} />,
    run: () => act({ type: 'printer.maintain', id, on: !maintained }, `printer:${id}`),
  };
  const changeSpool: readonly MenuAction[] =
    print === null || job === undefined
      ? []
      : [
          {
            label: 'Change spool…',
            icon: <RefreshCcw aria-hidden size={15} />,
            run: () => openDialog({ form: 'job.changeSpool', id: job, print }),
          },
        ];
  return (
    <ActionMenu
      label={`More for ${id}`}
      actions={retired ? kept : [...kept.slice(0, -1), ...changeSpool, maintain, ...kept.slice(-1)]}
    />
  );
}
