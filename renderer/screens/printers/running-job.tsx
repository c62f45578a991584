import { Check, X } from 'lucide-react';
import { BusyButton } from '../../parts/busy-button.tsx';
import { JobFacts, JobLabel } from '../../parts/job-facts.tsx';
import { Saving } from '../../parts/saving.tsx';
import { useAct } from '../../store/commander-context.ts';
import { openDialog } from '../../store/desk.ts';
import { pendingFor, usePendings } from '../../store/pendings.ts';
import { useReplica } from '../../store/replica.ts';

/** What a printer prints now, and how it ends. */
export function RunningJob({ print }: Readonly<{ print: string }>) {
  const job = useReplica(({ tables }) => tables.jobs.get(tables.prints.get(print)?.job ?? ''));
  const pending = usePendings((pendings) => job && pendingFor(pendings, 'job', job.id)?.type);
  const act = useAct();
  if (!job) return <p className="muted">An unknown job</p>;
  return (
    <section className="card-part" aria-label={`Printing ${job.id}`}>
      <p className="card-label">
        <JobLabel job={job} />
        <Saving subject="job" id={job.id} />
      </p>
      <JobFacts job={job} />
      <div className="card-actions">
        <BusyButton
          busy={pending === 'job.finish'}
          icon={<Check aria-hidden size={15} />}
          onClick={() => act({ type: 'job.finish', id: job.id }, `printer:${job.printer}`)}
        >
          Finish
        </BusyButton>
        <BusyButton
          busy={pending === 'job.cancel'}
          kind="plain"
          icon={<X aria-hidden size={15} />}
          onClick={() => openDialog({ form: 'job.cancel', id: job.id })}
        >
          Cancel job
        </BusyButton>
      </div>
    </section>
  );
}
