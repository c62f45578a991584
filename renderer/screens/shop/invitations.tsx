import { KeyRound, Ticket } from 'lucide-react';
import type { OpenInvitation } from '../../../shared/contract/membership.ts';
import { BusyButton } from '../../parts/busy-button.tsx';
import { useManaging } from '../../store/manager-context.ts';
import { invitationWords } from '../../view/membership.ts';

/** Invitations and key files that still let somebody in. */
export function Invitations({ invitations }: Readonly<{ invitations: readonly OpenInvitation[] }>) {
  if (invitations.length === 0) return null;
  return (
    <section aria-label="Open invitations" className="open-invitations">
      <h2 className="section-title">Open invitations</h2>
      <ul>
        {invitations.map((invitation) => (
          <Open key={invitation.id} invitation={invitation} />
        ))}
      </ul>
    </section>
  );
}

function Open({ invitation }: Readonly<{ invitation: OpenInvitation }>) {
  const { busy, sentence, manage } = useManaging();
  const { id, label, kind } = invitation;
  const what = kind === 'keyFile' ? 'Key file' : 'Invitation';
  const name = label === '' ? what : label;
  const Icon = kind === 'keyFile' ? KeyRound : Ticket;
  return (
    <li className="open-invitation">
      <Icon aria-hidden size={16} />
      <p className="truncate">
        {name} <span className="muted">{invitationWords(invitation)}</span>
      </p>
      {sentence !== null && <p role="alert">{sentence}</p>}
      <BusyButton
        busy={busy}
        aria-label={`Withdraw ${name}`}
        onClick={() => void manage({ action: 'revoke', id })}
      >
        Withdraw
      </BusyButton>
    </li>
  );
}
