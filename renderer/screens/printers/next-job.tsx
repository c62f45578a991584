import { CircleAlert, Play, Plus } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import type { Job, Printer, Shop } from '../../../shared/domain/model.ts';
import { BusyButton } from '../../parts/busy-button.tsx';
import { JobFacts, JobLabel } from '../../parts/job-facts.tsx';
import { Saving } from '../../parts/saving.tsx';
import { useAct } from '../../store/commander-context.ts';
import { openDialog } from '../../store/desk.ts';
import { pendingFor, usePendings } from '../../store/pendings.ts';
import { useQueue } from '../../store/queue.ts';
import { useReplica } from '../../store/replica.ts';
import type { PrinterState } from '../../view/printers.ts';
import { countFor, nextOn, startCommand, startLabel } from '../../view/queue.ts';
import type { Start } from '../../view/queue.ts';
import { ClearPlate } from './clear-plate.tsx';

type NextJobProps = Readonly<{ printer: Printer; state: PrinterState }>;

/** What waits for a printer: in full where it can be started, in one line where it cannot. */
export function NextJob({ printer: { id: printer, state: lasting }, state }: NextJobProps) {
  const start = useQueue(useShallow((tables: Shop) => nextOn(tables, printer)));
  const job = useReplica(({ tables }) => tables.jobs.get(start?.job ?? ''));
  const others = useQueue((tables) => countFor(tables, printer) - 1);
  const ready = state === 'free' || state === 'plate';
  if (!ready) {
    return (
      <p className="card-next">
        <span className="card-label">Next</span>
        {lasting === 'maintenance' ? (
          <span className="muted">
            {state === 'printing' ? 'Maintenance' : 'Takes none until it is back at work'}
          </span>
        ) : (
          <span className={job ? 'truncate' : 'muted'} title={job?.file}>
            {job ? job.file : 'Nothing waits'}
          </span>
        )}
        {job && lasting !== 'maintenance' && <More count={others} />}
      </p>
    );
  }
  if (!start || !job) return <NothingNext printer={printer} state={state} />;
  return (
    <section className="card-part" aria-label={`Next ${job.id}`}>
      <p className="card-label">
        Next <JobLabel job={job} />
        <Saving subject="job" id={job.id} />
        <More count={others} />
      </p>
      <JobFacts job={job} spool={start.spool} />
      {start.blocked !== '' && (
        <p className="mark card-why" data-mark="short">
          <CircleAlert aria-hidden size={13} />
          {start.blocked}
        </p>
      )}
      {start.load && start.spool !== null && (
        <p className="muted">Put {start.spool} into the printer first.</p>
      )}
      <Actions printer={printer} start={start} job={job} />
    </section>
  );
}

function Actions({ printer, start, job }: Readonly<{ printer: string; start: Start; job: Job }>) {
  const act = useAct();
  const starting = usePendings((pendings) => pendingFor(pendings, 'job', job.id)?.type === 'job.start');
  return (
    <div className="card-actions">
      <BusyButton
        busy={starting}
        kind={start.blocked === '' ? 'primary' : 'plain'}
        icon={<Play aria-hidden size={15} />}
        title={start.spool === null ? undefined : `Start ${job.id} from ${start.spool}`}
        onClick={() => act(startCommand(start), `printer:${printer}`)}
      >
        {startLabel(start)}
      </BusyButton>
      {start.clear && <ClearPlate printer={printer} />}
      {!start.clear && <NewJob printer={printer} />}
    </div>
  );
}

function NewJob({ printer }: Readonly<{ printer: string }>) {
  return (
    <button type="button" className="button" onClick={() => openDialog({ form: 'job.create', printer })}>
      <Plus aria-hidden size={15} />
      New job
    </button>
  );
}

function More({ count }: Readonly<{ count: number }>) {
  return count > 0 ? <span className="card-more">{count} more</span> : null;
}

function NothingNext({ printer, state }: Readonly<{ printer: string; state: PrinterState }>) {
  return (
    <section className="card-part" aria-label="Next">
      <p className="muted">Nothing waits for this printer.</p>
      <div className="card-actions">
        {state === 'plate' && <ClearPlate printer={printer} />}
        <NewJob printer={printer} />
      </div>
    </section>
  );
}
