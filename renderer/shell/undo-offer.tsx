import { Undo2, X } from 'lucide-react';
import { useEffect } from 'react';
import { useAct } from '../store/commander-context.ts';
import { setOffer, useOffer } from '../store/undo-offer.ts';
import { deedWords } from '../view/activity-words.ts';

/** It stands on the activity screen ever after. */
const SHOWN_MS = 12_000;

/** What was just done here, with a button that takes it back. */
export function UndoOffer() {
  const offer = useOffer((state) => state.offer);
  const act = useAct();
  useEffect(() => {
    if (offer === null) return;
    const timer = setTimeout(() => setOffer(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [offer]);
  return (
    // Here before its text is, or screen readers would not speak it.
    <div role="status" className="undo-region">
      {offer && (
        <div className="undo-offer">
          <p>You {deedWords(offer.activity)}</p>
          <div className="undo-actions">
            <button
              type="button"
              className="button small"
              onClick={() => act({ type: 'activity.undo', id: offer.activity.id }, 'page')}
            >
              <Undo2 aria-hidden size={13} />
              Undo
            </button>
            <button
              type="button"
              className="button icon quiet small"
              aria-label="Keep it"
              title="Keep it"
              onClick={() => setOffer(null)}
            >
              <X aria-hidden size={13} />
            </button>
          </div>
        </div>
      )}
    </div>
  );
}
