import type { Job } from '../../shared/domain/model.ts';
import { asksWords } from '../../shared/contract/words.ts';
import { gramsOf } from '../view/format.ts';
import { copiesWords } from '../view/job-words.ts';
import { FileName } from './file-name.tsx';
import { SpoolLine } from './spool-line.tsx';

type JobFactsProps = Readonly<{
  job: Job;
  /** From which it prints, or would; else the job's own, or what it asks for. */
  spool?: string | null;
}>;

/** What a job prints, from which spool, and how much of it. */
export function JobFacts({ job, spool = null }: JobFactsProps) {
  const from = spool ?? job.spool;
  return (
    <div className="job-facts">
      <p className="file" title={job.file}>
        <FileName file={job.file} />
      </p>
      <p className="job-spool">
        {from === null ? <span className="truncate">{asksWords(job)}</span> : <SpoolLine id={from} />}
        <span className="amount">{gramsOf(job.weightMg)}</span>
      </p>
    </div>
  );
}

/** Its id, how many copies are done, and its note, in one line. */
export function JobLabel({ job }: Readonly<{ job: Job }>) {
  const copies = copiesWords(job);
  return (
    <>
      <span className="id">{job.id}</span>
      {copies !== '' && <span className="job-copies">{copies}</span>}
      {job.note !== '' && (
        <span className="truncate job-note" title={job.note}>
          {job.note}
        </span>
      )}
    </>
  );
}
