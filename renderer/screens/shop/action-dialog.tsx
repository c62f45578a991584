import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Action } from '../../../shared/contract/membership.ts';
import { BusyButton } from '../../parts/busy-button.tsx';
import { Modal } from '../../parts/modal.tsx';
import { useManaging } from '../../store/manager-context.ts';

type ActionDialogProps = Readonly<{
  title: string;
  description: string;
  submit: string;
  danger?: boolean;
  /** Null: what is filled in is not enough yet. */
  action: Action | null;
  onClose: () => void;
  children?: ReactNode;
}>;

/** Asks before who belongs is changed; stays open, with the reason, where that is refused. */
export function ActionDialog(props: ActionDialogProps) {
  const { title, description, submit, danger = false, action, onClose, children } = props;
  const { busy, sentence, manage } = useManaging();
  const send = async () => {
    if (action === null) return;
    const answer = await manage(action);
    if (answer.ok) onClose();
  };
  return (
    <Modal title={title} description={description} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void send();
        }}
      >
        {children !== undefined && <fieldset className="fields">{children}</fieldset>}
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
          <BusyButton type="submit" kind={danger ? 'danger' : 'primary'} busy={busy}>
            {submit}
          </BusyButton>
        </footer>
      </form>
    </Modal>
  );
}
