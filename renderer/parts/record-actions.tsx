import { Archive, Pencil, Plus } from 'lucide-react';
import { openDialog } from '../store/desk.ts';
import type { MenuAction } from './action-menu.tsx';

type Kept = Readonly<{ id: string; retired: boolean }>;

/** What the menu of a printer, spool or filament offers. One that is retired can still be described. */
export function recordActions(
  kind: 'printer' | 'spool' | 'filament',
  { id, retired }: Kept,
): readonly MenuAction[] {
  const edit: MenuAction = {
    label: 'Edit',
    icon: <Pencil aria-hidden size={15} />,
    run: () => openDialog({ form: `${kind}.edit`, id }),
  };
  if (retired) return [edit];
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
