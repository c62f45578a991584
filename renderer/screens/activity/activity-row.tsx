import { Undo2 } from 'lucide-react';
import { memo } from 'react';
import type { Activity } from '../../../shared/domain/model.ts';
import { BusyButton } from '../../parts/busy-button.tsx';
import { NoticeLine } from '../../parts/notice-line.tsx';
import { useAct } from '../../store/commander-context.ts';
import { usePendings } from '../../store/pendings.ts';
import { deedWords, whoWords } from '../../view/activity-words.ts';
import { exactMoment, timeOfDay } from '../../view/format.ts';

type ActivityRowProps = Readonly<{
  activity: Activity;
  /** Whether it may be taken back. */
  undo: boolean;
  /** Whether it was taken back. */
  gone: boolean;
}>;

/** One thing that somebody did, and how it is taken back. */
export const ActivityRow = memo(function ActivityRow({ activity, undo, gone }: ActivityRowProps) {
  const { id, at, workstation, operator } = activity;
  const act = useAct();
  const busy = usePendings(({ byKey }) =>
    [...byKey.values()].some((command) => command.type === 'activity.undo' && command.id === id),
  );
  return (
    <li className="activity" aria-label={`Entry ${id}`} data-gone={gone}>
      <time dateTime={new Date(at).toISOString()} title={exactMoment(at)}>
        {timeOfDay(at)}
      </time>
      <p className="activity-words">
        <strong className={operator === '' ? 'nobody' : undefined}>{whoWords(activity)}</strong>{' '}
        <span>{deedWords(activity)}</span>
        {operator !== '' && workstation !== '' && <span className="muted"> · {workstation}</span>}
        {gone && <span className="muted"> · taken back</span>}
      </p>
      {undo && (
        <BusyButton
          busy={busy}
          kind="quiet"
          icon={<Undo2 aria-hidden size={14} />}
          title={`Take back entry ${id}`}
          onClick={() => act({ type: 'activity.undo', id }, `activity:${id}`)}
        >
          Undo
        </BusyButton>
      )}
      <NoticeLine scope={`activity:${id}`} />
    </li>
  );
});
