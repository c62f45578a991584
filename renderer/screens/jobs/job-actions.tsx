import { Check, Pencil, Play, X } from 'lucide-react';
import type { Job } from '../../../shared/domain/model.ts';
import { ActionMenu } from '../../parts/action-menu.tsx';
import { BusyButton } from '../../parts/busy-button.tsx';
import { useAct } from '../../store/commander-context.ts';
import { openDialog } from '../../store/desk.ts';
import { pendingFor, usePendings } from '../../store/pendings.ts';
import { useReplica } from '../../store/replica.ts';
import { isOpen } from '../../view/jobs.ts';

/** What can be done with a job in its state. What goes wrong is said in its row. */
export function JobActions({ job }: Readonly<{ job: Job }>) {
  const { id, status } = job;
  const pending = usePendings((pendings) => pendingFor(pendings, 'job', id)?.type);
  const printerFree = useReplica(({ tables }) => tables.printers.get(job.printer)?.print === null);
  const act = useAct();
  return (
    <div className="actions">
      {status === 'Queued' && (
        <BusyButton
          busy={pending === 'job.start'}
          icon={<Play aria-hidden size={14} />}
          kind={printerFree ? 'plain' : 'quiet'}
          title={printerFree ? undefined : `${job.printer} is still printing`}
          onClick={() => act({ type: 'job.start', id }, `job:${id}`)}
        >
          Start
        </BusyButton>
      )}
      {status === 'Running' && (
        <BusyButton
          busy={pending === 'job.finish'}
          icon={<Check aria-hidden size={14} />}
          onClick={() => act({ type: 'job.finish', id }, `job:${id}`)}
        >
          Finish
        </BusyButton>
      )}
      {isOpen(status) && (
        <button
          type="button"
          className="button icon quiet"
          aria-label="Cancel job"
          title="Cancel job"
          onClick={() => openDialog({ form: 'job.cancel', id })}
        >
          <X aria-hidden size={15} />
        </button>
      )}
      <ActionMenu
        label={`More for ${id}`}
        actions={[
          {
            label: 'Edit',
            icon: <Pencil aria-hidden size={15} />,
            run: () => openDialog({ form: 'job.edit', id }),
          },
        ]}
      />
    </div>
  );
}
