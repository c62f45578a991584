import { setFilter } from '../../store/filters.ts';
import { JOB_FILTERS } from '../../view/jobs.ts';
import type { JobFilter } from '../../view/jobs.ts';

type JobFilterBarProps = Readonly<{ counts: Readonly<Record<JobFilter, number>>; chosen: JobFilter }>;

/** Chooses a state; each says how many jobs are in it. */
export function JobFilterBar({ counts, chosen }: JobFilterBarProps) {
  return (
    <div role="group" aria-label="Show" className="segments">
      {JOB_FILTERS.map((filter) => (
        <button
          key={filter}
          type="button"
          aria-pressed={filter === chosen}
          onClick={() => setFilter('jobs', { status: filter })}
        >
          {filter}
          <span aria-hidden className="segment-count">
            {counts[filter]}
          </span>
        </button>
      ))}
    </div>
  );
}
