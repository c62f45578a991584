/** What the jobs' screen shows, from the tables. */
import { JOB_STATUSES } from '../../shared/domain/model.ts';
import type { Job, JobStatus, Shop } from '../../shared/domain/model.ts';
import { byId, perObject } from './memo.ts';

export const JOB_FILTERS = ['All', ...JOB_STATUSES] as const;
export type JobFilter = (typeof JOB_FILTERS)[number];

const newestFirst = perObject((jobs: Shop['jobs']): readonly Job[] =>
  [...jobs.values()].sort((a, b) => b.createdAt - a.createdAt || byId(b, a)),
);

/** How many jobs each filter lets through. */
export const jobCounts = perObject((jobs: Shop['jobs']): Readonly<Record<JobFilter, number>> => {
  const counts: Record<JobFilter, number> = { All: jobs.size, Queued: 0, Running: 0, Done: 0, Cancelled: 0 };
  for (const { status } of jobs.values()) counts[status] += 1;
  return counts;
});

/** Jobs that pass the filter and mention `search` in what identifies them; the newest first. */
export function findJobs(jobs: Shop['jobs'], filter: JobFilter, search: string): readonly Job[] {
  const wanted = search.trim().toLowerCase();
  const sorted = newestFirst(jobs);
  if (filter === 'All' && wanted === '') return sorted;
  return sorted.filter(
    (job) =>
      (filter === 'All' || job.status === filter) &&
      (wanted === '' ||
        [job.id, job.file, job.printer, job.spool, job.note].some((text) =>
          text.toLowerCase().includes(wanted),
        )),
  );
}

/** A job that can still be cancelled. */
export function isOpen(status: JobStatus): boolean {
  return status === 'Queued' || status === 'Running';
}

export type JobSection = Readonly<{ status: JobStatus; jobs: readonly Job[] }>;

/** What needs hands comes first. */
const SECTIONS = ['Running', 'Queued', 'Done', 'Cancelled'] as const satisfies readonly JobStatus[];

/** Jobs by state, without empty states. A queue is read from its head, so queued jobs stand oldest first. */
export function jobSections(newestFirst: readonly Job[]): readonly JobSection[] {
  return SECTIONS.flatMap((status) => {
    const jobs = newestFirst.filter((job) => job.status === status);
    if (jobs.length === 0) return [];
    return [{ status, jobs: status === 'Queued' ? jobs.reverse() : jobs }];
  });
}
