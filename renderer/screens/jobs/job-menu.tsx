import {
  ArrowDown,
  ArrowUp,
  ArrowUpToLine,
  CopyPlus,
  FastForward,
  Pause,
  Pencil,
  Play,
  RefreshCcw,
  TriangleAlert,
} from 'lucide-react';
import type { Job } from '../../../shared/domain/model.ts';
import type { MenuAction, MenuEntry } from '../../parts/action-menu.tsx';
import { useAct } from '../../store/commander-context.ts';
import { openDialog } from '../../store/desk.ts';
import { useReplica } from '../../store/replica.ts';
import { isOpen } from '../../view/jobs.ts';
import type { Start } from '../../view/queue.ts';
import { bestStart, movesOf, runningPrints, startCommand, startsOf, whyWaits } from '../../view/queue.ts';

const SIZE = 15;
type Act = ReturnType<typeof useAct>;

/** Everything else that can be done with a job, found out when the menu is opened. */
export function useJobMenu(job: Job): () => readonly MenuEntry[] {
  const act = useAct();
  return () => {
    const { id, held, status } = job;
    const scope = `job:${id}`;
    const edit: MenuAction = {
      label: 'Edit',
      icon: <Pencil aria-hidden size={SIZE} />,
      run: () => openDialog({ form: 'job.edit', id }),
    };
    const again: MenuAction = {
      label: 'Print again',
      icon: <CopyPlus aria-hidden size={SIZE} />,
      run: () => act({ type: 'job.repeat', job: id }, scope),
    };
    if (!isOpen(status)) return [edit, again];
    const hold: MenuAction = {
      label: held ? 'Go on' : 'Hold',
      icon: held ? <Play aria-hidden size={SIZE} /> : <Pause aria-hidden size={SIZE} />,
      run: () => act({ type: 'job.hold', id, held: !held }, scope),
    };
    return [edit, ...starts(job, act), hold, ...moves(job, act), ...prints(job), again];
  };
}

/** Every place that the job would fit, with what is in the way there, and the way past that. */
function starts({ id }: Job, act: Act): readonly MenuEntry[] {
  const { tables } = useReplica.getState();
  const best = bestStart(tables, id);
  if (best === null) return [];
  const overrule = ({ printer, spool }: Start) =>
    openDialog({ form: 'job.start', id, printer: printer ?? '', spool: spool ?? '' });
  const actions = startsOf(tables, id).map((start): MenuAction => {
    const { printer, spool, load, clear, blocked } = start;
    const isFree = tables.printers.get(printer ?? '')?.print === null;
    const rest = blocked === '' ? (clear ? ' (plate is clear)' : '') : isFree ? '…' : '';
    return {
      label: `${printer ?? ''}${rest}`,
      icon: <Play aria-hidden size={SIZE} />,
      hint:
        blocked === ''
          ? `${spool ?? ''}${load ? ' to be put in' : ''}`
          : whyWaits(start).replace(/^[^:]*: /, ''),
      // What prints cannot be overruled; whatever else is in the way can, with eyes open.
      disabled: blocked !== '' && !isFree,
      run: () => (blocked === '' ? act(startCommand(start), `job:${id}`) : overrule(start)),
    };
  });
  const anyway: MenuAction = {
    label: 'Start anyway…',
    icon: <FastForward aria-hidden size={SIZE} />,
    run: () => overrule(best),
  };
  if (actions.length === 0) return [anyway];
  return [{ label: 'Start on', icon: <Play aria-hidden size={SIZE} />, actions }, anyway];
}

function moves({ id }: Job, act: Act): readonly MenuAction[] {
  const { top, up, down } = movesOf(useReplica.getState().tables, id);
  const move = (label: string, icon: React.ReactNode, before: string | null | undefined) =>
    before === undefined
      ? []
      : [{ label, icon, run: () => act({ type: 'job.move', id, before }, `job:${id}`) }];
  return [
    ...move('Move to the top', <ArrowUpToLine aria-hidden size={SIZE} />, top),
    ...move('Move up', <ArrowUp aria-hidden size={SIZE} />, up),
    ...move('Move down', <ArrowDown aria-hidden size={SIZE} />, down),
  ];
}

/** What can happen to a print that runs; with where, if there are several. */
function prints(job: Job): readonly MenuAction[] {
  const running = runningPrints(useReplica.getState().tables, job);
  return running.flatMap(({ id: print, printer }): MenuAction[] => {
    const where = running.length > 1 ? ` on ${printer}` : '';
    return [
      {
        label: `Failed${where}…`,
        icon: <TriangleAlert aria-hidden size={SIZE} />,
        run: () => openDialog({ form: 'job.fail', id: job.id, print }),
      },
      {
        label: `Change spool${where}…`,
        icon: <RefreshCcw aria-hidden size={SIZE} />,
        run: () => openDialog({ form: 'job.changeSpool', id: job.id, print }),
      },
    ];
  });
}
