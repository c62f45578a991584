import { memo } from 'react';
import type { Job } from '../../../shared/domain/model.ts';
import { NoticeLine } from '../../parts/notice-line.tsx';
import { Saving } from '../../parts/saving.tsx';
import { SpoolLine } from '../../parts/spool-line.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { Moment, Since } from '../../parts/time.tsx';
import { useReplica } from '../../store/replica.ts';
import { gramsOf } from '../../view/format.ts';
import { JobActions } from './job-actions.tsx';

/** One job. It listens to its own record only. */
export const JobRow = memo(function JobRow({ id }: Readonly<{ id: string }>) {
  const job = useReplica(({ tables }) => tables.jobs.get(id));
  if (!job) return null;
  return (
    <tr role="row" aria-label={`Job ${id}`} data-state={job.status.toLowerCase()}>
      <th role="rowheader" scope="row" className="job-id">
        <span className="id">{id}</span>
      </th>
      <td role="cell" className="job-file">
        <div className="job-name">
          <span className="file" title={job.file}>
            {job.file}
          </span>
          {job.note !== '' && (
            <span className="muted job-note" title={job.note}>
              {job.note}
            </span>
          )}
          <Saving subject="job" id={id} />
        </div>
      </td>
      <td role="cell" className="job-state">
        <span className="job-when">
          <StateWord state={job.status} /> <When job={job} />
        </span>
      </td>
      <td role="cell" className="job-printer">
        {job.printer}
      </td>
      <td role="cell" className="job-spool">
        <SpoolLine id={job.spool} />
      </td>
      <td role="cell" className="job-weight end">
        {gramsOf(job.weightMg)}
      </td>
      <td role="cell" className="row-actions">
        <JobActions job={job} />
      </td>
      <td role="cell" className="row-notice">
        <NoticeLine scope={`job:${id}`} />
      </td>
    </tr>
  );
});

function When({ job }: Readonly<{ job: Job }>) {
  const startedAt = useReplica(({ tables }) => tables.prints.get(job.print ?? '')?.startedAt);
  if (job.status === 'Running' && startedAt !== undefined) return <Since at={startedAt} />;
  return <Moment at={job.completedAt ?? job.createdAt} />;
}
