import { X } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import type { Job, Shop } from '../../../shared/domain/model.ts';
import { ActionMenu } from '../../parts/action-menu.tsx';
import { BusyButton } from '../../parts/busy-button.tsx';
import { useAct } from '../../store/commander-context.ts';
import { openDialog } from '../../store/desk.ts';
import { pendingFor, usePendings } from '../../store/pendings.ts';
import { useQueue } from '../../store/queue.ts';
import { isOpen } from '../../view/jobs.ts';
import { bestStart } from '../../view/queue.ts';
import { FinishJob } from './finish-job.tsx';
import { useJobMenu } from './job-menu.tsx';
import { StartJob } from './start-job.tsx';

/** What can be done with a job in its state. What goes wrong is said in its row. */
export function JobActions({ job }: Readonly<{ job: Job }>) {
  const { id, held, status, running } = job;
  const start = useQueue(useShallow((tables: Shop) => bestStart(tables, id)));
  const pending = usePendings((pendings) => pendingFor(pendings, 'job', id)?.type);
  const act = useAct();
  const menu = useJobMenu(job);
  return (
    <div className="actions">
      {held && (
        <BusyButton
          busy={pending === 'job.hold'}
          onClick={() => act({ type: 'job.hold', id, held: false }, `job:${id}`)}
        >
          Go on
        </BusyButton>
      )}
      {start && <StartJob start={start} busy={pending === 'job.start'} another={running > 0} />}
      {status === 'Running' && <FinishJob job={job} busy={pending === 'job.finish'} />}
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
      <ActionMenu label={`More for ${id}`} actions={menu} />
    </div>
  );
}
