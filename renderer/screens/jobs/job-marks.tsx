import { CalendarClock, ChevronsUp, Pause, UserRound } from 'lucide-react';
import type { Job } from '../../../shared/domain/model.ts';
import { Moment, useNow } from '../../parts/time.tsx';
import { useQueue } from '../../store/queue.ts';
import { copiesWords, priorityWords } from '../../view/job-words.ts';
import { isOpen } from '../../view/jobs.ts';
import { bestStart, whereFits, whyWaits } from '../../view/queue.ts';

/** What has to be known of a job beside its name, where there is something: order, customer, why it waits. */
export function JobMarks({ job }: Readonly<{ job: Job }>) {
  const why = useQueue((tables) => {
    const start = bestStart(tables, job.id);
    return start === null ? '' : whyWaits(start);
  });
  const fits = useQueue((tables) => {
    const start = bestStart(tables, job.id);
    return start === null ? '' : whereFits(start, job);
  });
  const copies = copiesWords(job);
  const open = isOpen(job.status);
  const nothing = copies === '' && !job.held && job.priority === 0 && job.customer === '';
  if (nothing && why === '' && fits === '') return null;
  return (
    <div className="job-marks">
      {job.held && (
        <span className="job-mark" data-tone="held">
          <Pause aria-hidden size={13} />
          On hold
        </span>
      )}
      {copies !== '' && <span className="job-mark">{copies}</span>}
      {job.priority !== 0 && open && (
        <span className="job-mark" data-tone={job.priority > 0 ? 'high' : undefined}>
          {job.priority > 0 && <ChevronsUp aria-hidden size={13} />}
          {priorityWords(job.priority)}
        </span>
      )}
      {job.customer !== '' && (
        <span className="job-mark">
          <UserRound aria-hidden size={13} />
          {job.customer}
        </span>
      )}
      {why !== '' && <span className="job-why">{why}</span>}
      {fits !== '' && <span className="job-why">Fits {fits}</span>}
    </div>
  );
}

/** Until when a job is wanted, while that still counts. */
export function Due({ job: { dueAt, status } }: Readonly<{ job: Job }>) {
  const now = useNow();
  if (dueAt === null || !isOpen(status)) return null;
  const late = now > dueAt;
  return (
    <span className="job-mark job-due" data-tone={late ? 'late' : undefined}>
      <CalendarClock aria-hidden size={13} />
      <span>
        {late ? 'Was due' : 'Due'} <Moment at={dueAt} />
      </span>
    </span>
  );
}
