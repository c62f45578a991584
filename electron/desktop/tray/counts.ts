/** How many jobs print and wait, kept up from what changes: no change costs a look at all jobs. */
import type { Change, Shop } from '../../../shared/domain/model.ts';
import type { Workstation } from '../../workstation-interface.ts';

export type JobCounts = Readonly<{ printing: number; waiting: number }>;

type Open = 'Queued' | 'Running';

/** Jobs that are queued or running, and nothing of the finished ones, however many there are. */
export class OpenJobs {
  readonly #open = new Map<string, Open>();
  #printing = 0;

  get counts(): JobCounts {
    return { printing: this.#printing, waiting: this.#open.size - this.#printing };
  }

  /** Forgets everything and looks at all jobs once. */
  recount(jobs: Shop['jobs']): void {
    this.#open.clear();
    this.#printing = 0;
    for (const [id, { status }] of jobs) this.#set(id, status);
  }

  apply(changes: readonly Change[]): void {
    for (const { table, id, entity } of changes) {
      if (table === 'jobs') this.#set(id, entity?.status ?? null);
    }
  }

  #set(id: string, status: string | null): void {
    if (this.#open.get(id) === 'Running') this.#printing--;
    if (status === 'Running') this.#printing++;
    if (status === 'Queued' || status === 'Running') this.#open.set(id, status);
    else this.#open.delete(id);
  }
}

/** Calls `changed` each time the counts are others than before; `now` has them. */
export function followCounts(
  workstation: Pick<Workstation, 'shop' | 'watch'>,
  changed: () => void,
): Readonly<{ now: () => JobCounts; stop: () => void }> {
  const open = new OpenJobs();
  let told = open.counts;
  const tell = () => {
    const { counts } = open;
    if (counts.printing === told.printing && counts.waiting === told.waiting) return;
    told = counts;
    changed();
  };
  open.recount(workstation.shop.jobs);
  told = open.counts;
  const stop = workstation.watch({
    changes: ({ changes }) => {
      open.apply(changes);
      tell();
    },
    reset: () => {
      open.recount(workstation.shop.jobs);
      tell();
    },
  });
  return { now: () => open.counts, stop };
}
