import { Archive, ArchiveRestore, Pencil, Plus } from 'lucide-react';
import { useAct } from '../store/commander-context.ts';
import { openDialog } from '../store/desk.ts';
import type { MenuAction } from './action-menu.tsx';

type Kept = Readonly<{ id: string; retired: boolean }>;
type RecordKind = 'printer' | 'spool' | 'filament';

/** What the menu of a printer, spool or filament offers; of one that is retired, to bring it back. */
export function useRecordActions(kind: RecordKind, { id, retired }: Kept): readonly MenuAction[] {
  const act = useAct();
  const edit: MenuAction = {
    label: 'Edit',
    icon: <Pencil aria-hidden size={15} />,
    run: () => openDialog({ form: `${kind}.edit`, id }),
  };
  if (retired) {
    const restore: MenuAction = {
      label: 'Bring back',
      icon: <ArchiveRestore aria-hidden size={15} />,
      run: () => act({ type: `${kind}.restore`, id }, `${kind}:${id}`),
    };
    return [edit, restore];
  }
  const retire: MenuAction = {
    label: 'Retire',
    icon: <Archive aria-hidden size={15} />,
    danger: true,
    run: () => openDialog({ form: `${kind}.retire`, id }),
  };
  if (kind === 'filament') return [edit, retire];
  const newJob: MenuAction = {
    label: 'New job',
    icon: <Plus aria-hidden size={15} />,
    run: () => openDialog({ form: 'job.create', ...(kind === 'printer' ? { printer: id } : { spool: id }) }),
  };
  return [newJob, edit, retire];
}
