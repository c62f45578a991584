import { MonitorOff } from 'lucide-react';
import { useState } from 'react';
import type { Lobby } from '../../shared/contract/membership.ts';
import { BusyButton } from '../parts/busy-button.tsx';
import { Modal } from '../parts/modal.tsx';
import type { Managing } from '../store/manager-context.ts';

type FormerProps = Readonly<{ former: NonNullable<Lobby['former']>; managing: Managing }>;

/** It was a workstation of a shop and is none any more. */
export function Former({ former, managing }: FormerProps) {
  const [asking, setAsking] = useState(false);
  const { busy, sentence, manage } = managing;
  return (
    <section className="card lobby-attempt" aria-label="No longer in the shop">
      <div className="lobby-told">
        <MonitorOff aria-hidden size={22} />
        <h2 className="truncate">{former.shop}</h2>
        <p>{former.sentence}</p>
        <p className="muted">
          The shop goes on without it. Its own copy of the records is still here; to join a shop again, it is
          put aside.
        </p>
      </div>
      {sentence !== null && <p role="alert">{sentence}</p>}
      <div className="lobby-actions">
        <BusyButton kind="primary" busy={busy} onClick={() => setAsking(true)}>
          Start over…
        </BusyButton>
      </div>
      {asking && (
        <Modal
          title="Start over"
          description="The records of the former shop go into a folder of their own beside the new ones. Nothing is deleted. Then this workstation can join a shop, or found one."
          onClose={() => setAsking(false)}
        >
          <footer className="modal-foot">
            <BusyButton busy={false} onClick={() => setAsking(false)}>
              Cancel
            </BusyButton>
            <BusyButton
              kind="primary"
              busy={busy}
              onClick={() => void manage({ action: 'startOver' }).then(() => setAsking(false))}
            >
              Put aside and start over
            </BusyButton>
          </footer>
        </Modal>
      )}
    </section>
  );
}
