import { CircleAlert, RefreshCw, X } from 'lucide-react';
import { useAct } from '../store/commander-context.ts';
import { setNotice, useDesk } from '../store/desk.ts';

/** What went wrong with an action, beside the thing that it was for, until it is closed or done anew. */
export function NoticeLine({ scope }: Readonly<{ scope: string }>) {
  const notice = useDesk(({ notices }) => notices[scope]);
  const act = useAct();
  // The region is there before the message is, or screen readers would not speak it.
  return (
    <div role="status" className="notice-region">
      {notice && (
        <div className="notice">
          <CircleAlert aria-hidden size={14} />
          <span className="notice-text">{notice.text}</span>
          {notice.doubt && (
            <button
              type="button"
              className="button small"
              onClick={() => notice.doubt && act(notice.doubt.command, scope, notice.doubt.key)}
            >
              <RefreshCw aria-hidden size={13} />
              Check again
            </button>
          )}
          <button
            type="button"
            className="button icon quiet small"
            aria-label="Dismiss"
            onClick={() => setNotice(scope, null)}
          >
            <X aria-hidden size={13} />
          </button>
        </div>
      )}
    </div>
  );
}
