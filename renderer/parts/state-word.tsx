import {
  Archive,
  CircleCheck,
  CircleDashed,
  CirclePlay,
  CircleSlash,
  Clock,
  SquareStack,
  Wrench,
} from 'lucide-react';
import type { JobStatus } from '../../shared/domain/model.ts';
import type { PrinterState } from '../view/printers.ts';

type Named = JobStatus | PrinterState;

const WORDS: Readonly<Record<Named, string>> = {
  Queued: 'Queued',
  Running: 'Running',
  Done: 'Done',
  Cancelled: 'Cancelled',
  printing: 'Printing',
  free: 'Free',
  plate: 'Plate to clear',
  maintenance: 'In maintenance',
  retired: 'Retired',
};

const ICONS = {
  Queued: Clock,
  Running: CirclePlay,
  Done: CircleCheck,
  Cancelled: CircleSlash,
  printing: CirclePlay,
  free: CircleDashed,
  plate: SquareStack,
  maintenance: Wrench,
  retired: Archive,
} as const;

/** A state by form, word and colour, in this order of importance. */
export function StateWord({ state }: Readonly<{ state: Named }>) {
  const Icon = ICONS[state];
  return (
    <span className="state" data-state={state.toLowerCase()}>
      <Icon aria-hidden size={14} />
      {WORDS[state]}
    </span>
  );
}
