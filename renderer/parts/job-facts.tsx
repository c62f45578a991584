import type { Job } from '../../shared/domain/model.ts';
import { gramsOf } from '../view/format.ts';
import { FileName } from './file-name.tsx';
import { SpoolLine } from './spool-line.tsx';

/** What a job prints, from which spool, and how much of it. */
export function JobFacts({ job }: Readonly<{ job: Job }>) {
  return (
    <div className="job-facts">
      <p className="file" title={job.file}>
        <FileName file={job.file} />
      </p>
      <p className="job-spool">
        <SpoolLine id={job.spool} />
        <span className="amount">{gramsOf(job.weightMg)}</span>
      </p>
    </div>
  );
}

/** Its id and its note, in one line. */
export function JobLabel({ job }: Readonly<{ job: Job }>) {
  return (
    <>
      <span className="id">{job.id}</span>
      {job.note !== '' && (
        <span className="truncate job-note" title={job.note}>
          {job.note}
        </span>
      )}
    </>
  );
}
