import { useState } from 'react';
import type { Member } from '../../../shared/contract/health.ts';
import { NameForm } from '../../view/lobby.ts';
import { ActionDialog } from './action-dialog.tsx';

type Of = Readonly<{ member: Member; onClose: () => void }>;

export function Rename({ member, onClose }: Of) {
  const [name, setName] = useState(member.name);
  const checked = NameForm.safeParse({ name });
  const [issue] = checked.error?.issues ?? [];
  return (
    <ActionDialog
      title={`Rename ${member.name}`}
      description="Everybody sees the new name at once."
      submit="Rename"
      action={checked.success ? { action: 'rename', id: member.id, name: checked.data.name } : null}
      onClose={onClose}
    >
      <div className="field">
        <label htmlFor="member-name">Name</label>
        <input
          id="member-name"
          type="text"
          autoComplete="off"
          spellCheck={false}
          value={name}
          aria-invalid={issue !== undefined}
          onChange={(event) => setName(event.target.value)}
        />
        {issue !== undefined && <p className="field-error">Name {issue.message}.</p>}
      </div>
    </ActionDialog>
  );
}

export function Remove({ member, onClose }: Of) {
  return (
    <ActionDialog
      title={`Remove ${member.name}`}
      description="It is cut off at once and can come back only as a new workstation. The records stay with the others. Open invitations and key files are withdrawn, since somebody there may know them."
      submit="Remove from the shop"
      danger
      action={{ action: 'remove', id: member.id }}
      onClose={onClose}
    />
  );
}

export function Leave({ onClose }: Pick<Of, 'onClose'>) {
  return (
    <ActionDialog
      title="Leave the shop"
      description="This workstation is none of the shop's any more. The others keep the records and go on. It can join again later, as a new workstation."
      submit="Leave the shop"
      danger
      action={{ action: 'leave' }}
      onClose={onClose}
    />
  );
}

/** @param others who could take its place */
export function Replace({ member, others, onClose }: Of & Readonly<{ others: readonly Member[] }>) {
  const [by, setBy] = useState(others[0]?.id ?? '');
  return (
    <ActionDialog
      title={`Replace ${member.name}`}
      description="For a computer that will not come back. Another one, which has joined already, gets its name and its place; it itself is removed."
      submit="Replace"
      danger
      action={by === '' ? null : { action: 'replace', id: member.id, by }}
      onClose={onClose}
    >
      <div className="field">
        <label htmlFor="member-by">In its place</label>
        <select id="member-by" value={by} onChange={(event) => setBy(event.target.value)}>
          {others.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </div>
    </ActionDialog>
  );
}
