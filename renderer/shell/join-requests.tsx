import { Check, MonitorUp, X } from 'lucide-react';
import type { JoinRequest } from '../../shared/contract/membership.ts';
import { BusyButton } from '../parts/busy-button.tsx';
import { useManaging } from '../store/manager-context.ts';
import { useReplica } from '../store/replica.ts';
import { grouped } from '../view/lobby.ts';

/** Who wants to be let in, on every screen: it waits for some minutes only. */
export function JoinRequests() {
  const requests = useReplica(({ health }) => health?.membership?.requests) ?? [];
  return (
    // Here before anybody asks, or screen readers would not speak it.
    <div role="status" className="join-requests">
      {requests.map((request) => (
        <Request key={request.id} request={request} />
      ))}
    </div>
  );
}

function Request({ request }: Readonly<{ request: JoinRequest }>) {
  const { busy, sentence, manage } = useManaging();
  const { id, name, host, digits } = request;
  return (
    <section className="join-request" aria-label={`${name} wants to join`}>
      <MonitorUp aria-hidden size={22} />
      <div className="join-request-words">
        <p>
          <strong className="truncate">{name}</strong> wants to join the shop{' '}
          <span className="muted">from {host}</span>
        </p>
        <p className="muted">Approve it only if its screen shows the same six digits.</p>
        {sentence !== null && <p role="alert">{sentence}</p>}
      </div>
      <p className="join-digits" aria-label={`The digits ${digits.split('').join(' ')}`}>
        {grouped(digits)}
      </p>
      <div className="join-request-actions">
        <BusyButton
          kind="primary"
          busy={busy}
          icon={<Check aria-hidden size={15} />}
          onClick={() => void manage({ action: 'approve', id })}
        >
          Approve
        </BusyButton>
        <BusyButton
          busy={busy}
          icon={<X aria-hidden size={15} />}
          onClick={() => void manage({ action: 'decline', id })}
        >
          Decline
        </BusyButton>
      </div>
    </section>
  );
}
