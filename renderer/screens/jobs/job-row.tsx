import { memo } from 'react';
import type { ReactNode } from 'react';
import { asksWords } from '../../../shared/contract/words.ts';
import type { Job } from '../../../shared/domain/model.ts';
import { NoticeLine } from '../../parts/notice-line.tsx';
import { Saving } from '../../parts/saving.tsx';
import { SpoolLine } from '../../parts/spool-line.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { Moment, Since } from '../../parts/time.tsx';
import { useReplica } from '../../store/replica.ts';
import { weightWords } from '../../view/job-words.ts';
import { printerWords } from '../../view/jobs.ts';
import { runningPrints } from '../../view/queue.ts';
import { JobActions } from './job-actions.tsx';
import { Due, JobMarks } from './job-marks.tsx';

/** One job. It listens to its own record only. */
export const JobRow = memo(function JobRow({ id }: Readonly<{ id: string }>) {
  const job = useReplica(({ tables }) => tables.jobs.get(id));
  if (!job) return null;
  return <JobLine job={job} actions={<JobActions job={job} />} />;
});

/** A job's line in a table, of the queue or of what is long over. */
export function JobLine({ job, actions }: Readonly<{ job: Job; actions: ReactNode }>) {
  const { id, file, note } = job;
  return (
    <tr role="row" aria-label={`Job ${id}`} data-state={job.held ? 'held' : job.status.toLowerCase()}>
      <th role="rowheader" scope="row" className="job-id">
        <span className="id">{id}</span>
      </th>
      <td role="cell" className="job-file">
        <div className="job-name">
          <span className="file" title={file}>
            {file}
          </span>
          {note !== '' && (
            <span className="muted job-note" title={note}>
              {note}
            </span>
          )}
          <Saving subject="job" id={id} />
        </div>
        <JobMarks job={job} />
      </td>
      <td role="cell" className="job-state">
        <span className="job-when">
          <StateWord state={job.status} /> <When job={job} />
        </span>
        <Due job={job} />
      </td>
      <td role="cell" className="job-printer">
        <Printers job={job} />
      </td>
      <td role="cell" className="job-spool">
        <Spool job={job} />
      </td>
      <td role="cell" className="job-weight end">
        {weightWords(job)}
      </td>
      <td role="cell" className="row-actions">
        {actions}
      </td>
      <td role="cell" className="row-notice">
        <NoticeLine scope={`job:${id}`} />
      </td>
    </tr>
  );
}

/** The spool that it is for, or that it is printed from; else what it asks for. */
function Spool({ job }: Readonly<{ job: Job }>) {
  const printing = useReplica(({ tables }) => runningPrints(tables, job)[0]?.spool);
  const spool = job.spool ?? printing;
  return spool === undefined ? <span className="truncate">{asksWords(job)}</span> : <SpoolLine id={spool} />;
}

/** The printer that it is for, or those that are at it. */
function Printers({ job }: Readonly<{ job: Job }>) {
  const words = useReplica(({ tables }) => printerWords(tables, job));
  return words === '' ? <span className="muted">Any</span> : <span title={words}>{words}</span>;
}

function When({ job }: Readonly<{ job: Job }>) {
  const startedAt = useReplica(({ tables }) => tables.prints.get(job.print ?? '')?.startedAt);
  if (job.status === 'Running' && startedAt !== undefined) return <Since at={startedAt} />;
  return <Moment at={job.completedAt ?? job.createdAt} />;
}
