import { Play } from 'lucide-react';
import { BusyButton } from '../../parts/busy-button.tsx';
import { useAct } from '../../store/commander-context.ts';
import type { Start } from '../../view/queue.ts';
import { startCommand, startLabel, whyWaits } from '../../view/queue.ts';

type StartJobProps = Readonly<{
  start: Start;
  busy: boolean;
  /** Whether copies of it are printing already: then starting one more is not the first thing to do. */
  another: boolean;
}>;

/** Starts a job at the best place with one click. Where none is free, the answer says what is in the way. */
export function StartJob({ start, busy, another }: StartJobProps) {
  const act = useAct();
  const { job, printer, spool, load, blocked } = start;
  const where = [`Start on ${printer ?? 'a printer'}`, spool === null ? '' : `from ${spool}`]
    .filter((part) => part !== '')
    .join(' ');
  const title = blocked === '' ? (load ? `${where}, which has to be put in` : where) : whyWaits(start);
  return (
    <BusyButton
      busy={busy}
      icon={<Play aria-hidden size={14} />}
      kind={blocked === '' && !another ? 'plain' : 'quiet'}
      title={title}
      onClick={() => act(startCommand(start), `job:${job}`)}
    >
      {startLabel(start)}
    </BusyButton>
  );
}
