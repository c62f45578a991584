import type { Job } from '../../shared/domain/model.ts';
import { gramsOf } from '../view/format.ts';
import { SpoolLine } from './spool-line.tsx';

/** What a job prints, from which spool, and how much of it. */
export function JobFacts({ job }: Readonly<{ job: Job }>) {
  return (
    <div className="job-facts">
      <p className="file" title={job.note === '' ? job.file : `${job.file}\n${job.note}`}>
        {job.file}
      </p>
      <p className="job-spool">
        <SpoolLine id={job.spool} />
        <span className="amount">{gramsOf(job.weightMg)}</span>
      </p>
    </div>
  );
}
