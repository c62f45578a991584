import { Check, CircleAlert, LoaderCircle } from 'lucide-react';
import type { Joining } from '../../shared/contract/membership.ts';
import { BusyButton } from '../parts/busy-button.tsx';
import type { Managing } from '../store/manager-context.ts';
import { grouped } from '../view/lobby.ts';

type UnderWayProps = Readonly<{
  joining: Exclude<Joining, { phase: 'idle' }>;
  managing: Managing;
}>;

/** An attempt to get in, for as long as it lasts. */
export function UnderWay({ joining, managing }: UnderWayProps) {
  const { busy, sentence, manage } = managing;
  const cancel = () => void manage({ action: 'cancel' });
  return (
    <section className="card lobby-attempt" aria-label="Joining">
      <div role="status" className="lobby-told">
        <Told joining={joining} />
      </div>
      {sentence !== null && <p role="alert">{sentence}</p>}
      <div className="lobby-actions">
        {joining.phase === 'compare' && !joining.confirmed && (
          <BusyButton
            kind="primary"
            busy={busy}
            icon={<Check aria-hidden size={15} />}
            onClick={() => void manage({ action: 'confirm' })}
          >
            They are the same
          </BusyButton>
        )}
        <BusyButton busy={busy} onClick={cancel}>
          {joining.phase === 'failed' ? 'Back' : 'Cancel'}
        </BusyButton>
      </div>
    </section>
  );
}

function Told({ joining }: Pick<UnderWayProps, 'joining'>) {
  switch (joining.phase) {
    case 'connecting':
      return (
        <>
          <LoaderCircle aria-hidden size={22} className="spin" />
          <p>{joining.sentence}</p>
        </>
      );
    case 'failed':
      return (
        <>
          <CircleAlert aria-hidden size={22} className="tone" data-tone="bad" />
          <p>{joining.sentence}</p>
        </>
      );
    case 'compare':
      return <Compare {...joining} />;
  }
}

function Compare({ shop, digits, confirmed }: Extract<Joining, { phase: 'compare' }>) {
  return (
    <>
      <h2 className="truncate">{shop}</h2>
      <p className="lobby-digits" aria-label={`The digits ${digits.split('').join(' ')}`}>
        {grouped(digits)}
      </p>
      {confirmed ? (
        <p>
          <LoaderCircle aria-hidden size={16} className="spin" /> Waiting until somebody approves this at a
          workstation of the shop.
        </p>
      ) : (
        <p>
          A workstation of the shop shows six digits too. Are they the same? Then approve it there, and say so
          here. If they differ, cancel: somebody else may be in between.
        </p>
      )}
    </>
  );
}
