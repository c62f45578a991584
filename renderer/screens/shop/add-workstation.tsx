import { CircleAlert, Copy } from 'lucide-react';
import { useState } from 'react';
import type { NewInvitation } from '../../../shared/contract/membership.ts';
import { BusyButton } from '../../parts/busy-button.tsx';
import { Modal } from '../../parts/modal.tsx';
import { useManaging } from '../../store/manager-context.ts';

const HOURS = [
  [1, 'an hour'],
  [24, 'a day'],
  [24 * 7, 'a week'],
  [24 * 30, 'thirty days'],
] as const;
const USES = ['1', '2', '5', '10', 'any'] as const;

/** The ways in which another computer gets into the shop. */
export function AddWorkstation({ onClose }: Readonly<{ onClose: () => void }>) {
  const [made, setMade] = useState<NewInvitation | null>(null);
  return (
    <Modal
      title="Add a workstation"
      description="Install PrintRaft on the other computer and choose this shop there: six digits appear on both screens, and somebody here approves them. Or give it an invitation."
      onClose={onClose}
    >
      {made === null ? (
        <Make onClose={onClose} onMade={setMade} />
      ) : (
        <Made invitation={made} onClose={onClose} />
      )}
    </Modal>
  );
}

type MakeProps = Readonly<{ onClose: () => void; onMade: (made: NewInvitation) => void }>;

function Make({ onClose, onMade }: MakeProps) {
  const { busy, sentence, manage } = useManaging();
  const [label, setLabel] = useState('');
  const [uses, setUses] = useState<string>('1');
  const [hours, setHours] = useState('24');
  const make = async () => {
    const answer = await manage({
      action: 'invite',
      kind: 'invitation',
      label: label.trim().slice(0, 80),
      uses: uses === 'any' ? null : Number(uses),
      hours: Number(hours),
    });
    if (answer.ok && answer.invitation !== null) onMade(answer.invitation);
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void make();
      }}
    >
      <fieldset className="fields">
        <div className="field">
          <label htmlFor="invite-label">For whom</label>
          <input
            id="invite-label"
            type="text"
            maxLength={80}
            autoComplete="off"
            value={label}
            onChange={(event) => setLabel(event.target.value)}
          />
          <p className="hint">To tell invitations apart. May be empty.</p>
        </div>
        <div className="field" data-width={3}>
          <label htmlFor="invite-uses">How many workstations</label>
          <select id="invite-uses" value={uses} onChange={(event) => setUses(event.target.value)}>
            {USES.map((count) => (
              <option key={count} value={count}>
                {count === 'any' ? 'Any number' : count}
              </option>
            ))}
          </select>
        </div>
        <div className="field" data-width={3}>
          <label htmlFor="invite-hours">Good for</label>
          <select id="invite-hours" value={hours} onChange={(event) => setHours(event.target.value)}>
            {HOURS.map(([count, words]) => (
              <option key={count} value={count}>
                {words}
              </option>
            ))}
          </select>
        </div>
      </fieldset>
      <div className="form-said" role="alert">
        {sentence !== null && (
          <p>
            <CircleAlert aria-hidden size={16} />
            {sentence}
          </p>
        )}
      </div>
      <footer className="modal-foot">
        <BusyButton busy={false} onClick={onClose}>
          Cancel
        </BusyButton>
        <BusyButton type="submit" kind="primary" busy={busy}>
          Make an invitation
        </BusyButton>
      </footer>
    </form>
  );
}

function Made({ invitation, onClose }: Readonly<{ invitation: NewInvitation; onClose: () => void }>) {
  const [copied, setCopied] = useState('');
  const { text, qr } = invitation;
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied('Copied.'),
      () => setCopied('It could not be copied: select the text instead.'),
    );
  return (
    <div className="invitation">
      {qr !== null && (
        <img
          className="invitation-qr"
          alt="The invitation as a QR code"
          src={`data:image/svg+xml,${encodeURIComponent(qr)}`}
        />
      )}
      <p className="invitation-text" aria-label="Invitation" tabIndex={0}>
        {text}
      </p>
      <p className="muted">
        It is shown this once. Who has it can join, as often and as long as you said; withdraw it under Shop.
      </p>
      <footer className="modal-foot">
        <span role="status" className="muted invitation-copied">
          {copied}
        </span>
        <BusyButton busy={false} icon={<Copy aria-hidden size={15} />} onClick={() => void copy()}>
          Copy
        </BusyButton>
        <BusyButton kind="primary" busy={false} onClick={onClose}>
          Done
        </BusyButton>
      </footer>
    </div>
  );
}
