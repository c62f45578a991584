import { Check } from 'lucide-react';
import type { Job, Print } from '../../../shared/domain/model.ts';
import { BusyButton } from '../../parts/busy-button.tsx';
import { JobFacts, JobLabel } from '../../parts/job-facts.tsx';
import { Saving } from '../../parts/saving.tsx';
import { Moment } from '../../parts/time.tsx';
import { useAct } from '../../store/commander-context.ts';
import { openDialog } from '../../store/desk.ts';
import { pendingFor, usePendings } from '../../store/pendings.ts';
import { useReplica } from '../../store/replica.ts';
import { doneAt } from '../../view/progress.ts';

/** What a printer prints now, and how it ends. */
export function RunningJob({ print: id }: Readonly<{ print: string }>) {
  const print = useReplica(({ tables }) => tables.prints.get(id));
  const job = useReplica(({ tables }) => tables.jobs.get(print?.job ?? ''));
  const pending = usePendings((pendings) => job && pendingFor(pendings, 'job', job.id)?.type);
  const act = useAct();
  if (!print || !job) return <p className="muted">An unknown job</p>;
  return (
    <section className="card-part" aria-label={`Printing ${job.id}`}>
      <p className="card-label">
        <JobLabel job={job} />
        <Saving subject="job" id={job.id} />
        <Until job={job} print={print} />
      </p>
      <JobFacts job={job} spool={print.spool} />
      <div className="card-actions">
        <BusyButton
          busy={pending === 'job.finish'}
          icon={<Check aria-hidden size={15} />}
          onClick={() => act({ type: 'job.finish', id: job.id, print: id }, `printer:${print.printer}`)}
        >
          Finish
        </BusyButton>
        <BusyButton
          busy={pending === 'job.fail'}
          onClick={() => openDialog({ form: 'job.fail', id: job.id, print: id })}
        >
          Failed…
        </BusyButton>
        <BusyButton
          busy={pending === 'job.cancel'}
          kind="plain"
          onClick={() => openDialog({ form: 'job.cancel', id: job.id })}
        >
          Cancel job
        </BusyButton>
      </div>
    </section>
  );
}

/** When it should be done, where that is known. */
function Until({ job, print }: Readonly<{ job: Job; print: Print }>) {
  const at = doneAt(print, job);
  if (at === null) return null;
  return (
    <span className="card-more">
      done <Moment at={at} />
    </span>
  );
}
