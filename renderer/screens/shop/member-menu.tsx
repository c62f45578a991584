import { LogOut, MonitorX, Pencil, Pin, PinOff, Replace as Swap } from 'lucide-react';
import { useState } from 'react';
import type { Member } from '../../../shared/contract/health.ts';
import { ActionMenu, type MenuAction } from '../../parts/action-menu.tsx';
import { useManaging } from '../../store/manager-context.ts';
import { setNotice } from '../../store/desk.ts';
import { Leave, Remove, Rename, Replace } from './member-dialogs.tsx';

type MemberMenuProps = Readonly<{ member: Member; members: readonly Member[] }>;
type Open = 'rename' | 'remove' | 'replace' | 'leave' | null;

/** What can be done with one of the shop's workstations. */
export function MemberMenu({ member, members }: MemberMenuProps) {
  const [open, setOpen] = useState<Open>(null);
  const { manage } = useManaging();
  const { id, name, self, pinned, leaving } = member;
  if (leaving) return null;
  const others = members.filter((other) => other.id !== id && !other.leaving);
  const close = () => setOpen(null);
  const pin = async () => {
    const answer = await manage({ action: 'pin', id, pinned: !pinned });
    if (!answer.ok) setNotice('page', { text: answer.sentence, doubt: null });
  };
  const actions: readonly MenuAction[] = [
    { label: 'Rename…', icon: <Pencil aria-hidden size={15} />, run: () => setOpen('rename') },
    {
      label: pinned ? 'Not always on' : 'Always on',
      icon: pinned ? <PinOff aria-hidden size={15} /> : <Pin aria-hidden size={15} />,
      run: () => void pin(),
    },
    ...(self || others.length === 0
      ? []
      : [
          { label: 'Replace…', icon: <Swap aria-hidden size={15} />, run: () => setOpen('replace') },
          {
            label: 'Remove from the shop…',
            icon: <MonitorX aria-hidden size={15} />,
            danger: true,
            run: () => setOpen('remove'),
          },
        ]),
    ...(self
      ? [
          {
            label: 'Leave the shop…',
            icon: <LogOut aria-hidden size={15} />,
            danger: true,
            run: () => setOpen('leave'),
          },
        ]
      : []),
  ];
  return (
    <>
      <ActionMenu label={`More for ${name}`} actions={actions} />
      {open === 'rename' && <Rename member={member} onClose={close} />}
      {open === 'remove' && <Remove member={member} onClose={close} />}
      {open === 'replace' && <Replace member={member} others={others} onClose={close} />}
      {open === 'leave' && <Leave onClose={close} />}
    </>
  );
}
