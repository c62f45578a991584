import { CircleAlert, Play, Plus } from 'lucide-react';
import { BusyButton } from '../../parts/busy-button.tsx';
import { JobFacts, JobLabel } from '../../parts/job-facts.tsx';
import { Saving } from '../../parts/saving.tsx';
import { useAct } from '../../store/commander-context.ts';
import { openDialog } from '../../store/desk.ts';
import { pendingFor, usePendings } from '../../store/pendings.ts';
import { useReplica } from '../../store/replica.ts';
import { roughly } from '../../view/format.ts';
import { missingMg, queueOf } from '../../view/printers.ts';

type NextJobProps = Readonly<{ printer: string; /** Whether it could start now. */ free: boolean }>;

/** What waits for a printer: in full where it can be started, in one line where something prints. */
export function NextJob({ printer, free }: NextJobProps) {
  const job = useReplica(({ tables }) => queueOf(tables.jobs, printer)[0]);
  const waiting = useReplica(({ tables }) => queueOf(tables.jobs, printer).length);
  const missing = useReplica(({ tables }) => {
    const spool = job && tables.spools.get(job.spool);
    return job && spool ? missingMg(job, spool) : 0;
  });
  const starting = usePendings(
    (pendings) => job && pendingFor(pendings, 'job', job.id)?.type === 'job.start',
  );
  const act = useAct();
  if (!job) return <NothingNext printer={printer} free={free} />;
  if (!free) {
    return (
      <p className="card-next">
        <span className="card-label">Next</span>
        <span className="truncate" title={job.file}>
          {job.file}
        </span>
        <More count={waiting - 1} />
      </p>
    );
  }
  return (
    <section className="card-part" aria-label={`Next ${job.id}`}>
      <p className="card-label">
        Next <JobLabel job={job} />
        <Saving subject="job" id={job.id} />
        <More count={waiting - 1} />
      </p>
      <JobFacts job={job} />
      {missing > 0 && (
        <p className="mark" data-mark="short">
          <CircleAlert aria-hidden size={13} />
          The spool is {roughly(missing)} short
        </p>
      )}
      <div className="card-actions">
        <BusyButton
          busy={starting === true}
          kind="primary"
          icon={<Play aria-hidden size={15} />}
          onClick={() => act({ type: 'job.start', id: job.id }, `printer:${printer}`)}
        >
          Start
        </BusyButton>
        <button type="button" className="button" onClick={() => openDialog({ form: 'job.create', printer })}>
          <Plus aria-hidden size={15} />
          New job
        </button>
      </div>
    </section>
  );
}

function More({ count }: Readonly<{ count: number }>) {
  return count > 0 ? <span className="card-more">{count} more</span> : null;
}

function NothingNext({ printer, free }: NextJobProps) {
  if (!free) {
    return (
      <p className="card-next">
        <span className="card-label">Next</span>
        <span className="muted">Nothing waits</span>
      </p>
    );
  }
  return (
    <section className="card-part" aria-label="Next">
      <p className="muted">Nothing waits for this printer.</p>
      <div className="card-actions">
        <button type="button" className="button" onClick={() => openDialog({ form: 'job.create', printer })}>
          <Plus aria-hidden size={15} />
          New job
        </button>
      </div>
    </section>
  );
}
