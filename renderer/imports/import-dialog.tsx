import { CircleAlert, CircleCheck, LoaderCircle } from 'lucide-react';
import { BusyButton } from '../parts/busy-button.tsx';
import { FormHealth } from '../parts/form-health.tsx';
import { Modal } from '../parts/modal.tsx';
import { closeDialog } from '../store/desk.ts';
import { FileDrop } from './file-drop.tsx';
import { isReady } from './import-steps.ts';
import { PlanView } from './plan-view.tsx';
import { type Import, useImport } from './use-import.ts';

/** Brings a file in: choose it, see what it would do, do all of it or nothing. */
export function ImportDialog() {
  const bring = useImport();
  const { step, choose } = bring;
  const { chosen } = step;
  const isFree = step.step === 'choose' || step.step === 'looked' || step.step === 'done';
  return (
    <Modal
      title="Import"
      description={
        step.step === 'done'
          ? 'The whole file is in.'
          : 'Nothing is changed before you have seen what would be.'
      }
      wide
      onClose={closeDialog}
    >
      <FileDrop chosen={chosen} enabled={isFree} onFile={choose} />
      <Said bring={bring} />
      {(step.step === 'looked' || (step.step === 'sending' && step.planned !== null)) &&
        step.planned !== null && (
          <PlanView planned={step.planned} enabled={step.step === 'looked'} onKind={bring.takeAs} />
        )}
      <FormHealth fields={false} />
      <Foot bring={bring} />
    </Modal>
  );
}

/** What is going on, or what came of it. The regions are there before the words are, or nobody would hear them. */
function Said({ bring: { step } }: Readonly<{ bring: Import }>) {
  const wrong = step.step === 'choose' || step.step === 'looked' ? step.said : null;
  return (
    <>
      <div role="status" className="import-status">
        {step.step === 'looking' && (
          <p>
            <LoaderCircle aria-hidden size={15} className="spin" />
            Looking at it…
          </p>
        )}
        {step.step === 'done' && (
          <p className="import-done">
            <CircleCheck aria-hidden size={18} />
            {step.words}
          </p>
        )}
      </div>
      <div role="alert" className="form-said">
        {(wrong !== null || step.step === 'doubt') && (
          <p>
            <CircleAlert aria-hidden size={14} />
            {step.step === 'doubt' ? step.words : wrong}
          </p>
        )}
      </div>
    </>
  );
}

function Foot({ bring: { step, send } }: Readonly<{ bring: Import }>) {
  const isDone = step.step === 'done';
  const isNothing = step.step === 'looked' && !isReady(step);
  return (
    <footer className="modal-foot">
      {!isDone && (
        <button type="button" className="button" onClick={closeDialog}>
          {isNothing || step.step === 'doubt' ? 'Close' : 'Cancel'}
        </button>
      )}
      {/* One button all along, so that it keeps the focus. */}
      {(isReady(step) || step.step === 'sending' || step.step === 'doubt' || isDone) && (
        <BusyButton kind="primary" busy={step.step === 'sending'} onClick={isDone ? closeDialog : send}>
          {isDone ? 'Done' : step.step === 'doubt' ? 'Check again' : 'Import all of it'}
        </BusyButton>
      )}
    </footer>
  );
}
