import { Check } from 'lucide-react';
import type { Job } from '../../../shared/domain/model.ts';
import { ActionMenu } from '../../parts/action-menu.tsx';
import { BusyButton } from '../../parts/busy-button.tsx';
import { useAct } from '../../store/commander-context.ts';
import { useReplica } from '../../store/replica.ts';
import { runningPrints } from '../../view/queue.ts';

/** A copy is printed: with one click, or where several print, with the one that is. */
export function FinishJob({ job, busy }: Readonly<{ job: Job; busy: boolean }>) {
  const { id } = job;
  const act = useAct();
  const finish = (print?: string) =>
    act({ type: 'job.finish', id, ...(print !== undefined && { print }) }, `job:${id}`);
  const icon = <Check aria-hidden size={14} />;
  if (job.running > 1) {
    return (
      <ActionMenu
        label={`Finish a copy of ${id}`}
        trigger={
          <>
            {icon}
            Finish…
          </>
        }
        actions={() =>
          runningPrints(useReplica.getState().tables, job).map((print) => ({
            label: `On ${print.printer}`,
            icon,
            run: () => finish(print.id),
          }))
        }
      />
    );
  }
  return (
    <BusyButton busy={busy} icon={icon} onClick={() => finish()}>
      Finish
    </BusyButton>
  );
}
