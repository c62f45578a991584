/** What the jobs' screen shows, from the tables. */
import { JOB_STATUSES } from '../../shared/domain/model.ts';
import type { Job, JobStatus, Shop } from '../../shared/domain/model.ts';
import { inQueueOrder } from '../../shared/domain/queue.ts';
import { byId, perObject } from './memo.ts';
import { runningPrints } from './queue.ts';

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
  const sorted = newestFirst(jobs);
  return filter === 'All' && search.trim() === '' ? sorted : passing(sorted, filter, search);
}

/** Those of them that do, in their order; of one that is there in two versions the first. */
export function passing(jobs: readonly Job[], filter: JobFilter, search: string): readonly Job[] {
  const wanted = search.trim().toLowerCase();
  const seen = new Set<string>();
  return jobs.filter((job) => {
    const passes = (filter === 'All' || job.status === filter) && (wanted === '' || mentions(job, wanted));
    if (!passes || seen.has(job.id)) return false;
    seen.add(job.id);
    return true;
  });
}

/** Whether what a job is known by has these small letters in it. */
function mentions(job: Job, wanted: string): boolean {
  const { id, file, printer, spool, note, customer, material, colour } = job;
  return [id, file, printer, spool, note, customer, material, colour].some((text) =>
    (text ?? '').toLowerCase().includes(wanted),
  );
}

/** The printer that a job names, or those that print it now; empty where any will do. */
export function printerWords(shop: Pick<Shop, 'printers' | 'prints'>, job: Job): string {
  if (job.printer !== null) return job.printer;
  return runningPrints(shop, job)
    .map(({ printer }) => printer)
    .join(', ');
}

/** A job that can still be cancelled. */
export function isOpen(status: JobStatus): boolean {
  return status === 'Queued' || status === 'Running';
}

export type JobSection = Readonly<{ status: JobStatus; jobs: readonly Job[] }>;

/** What needs hands comes first. */
const SECTIONS = ['Running', 'Queued', 'Done', 'Cancelled'] as const satisfies readonly JobStatus[];

/** Jobs by state, without empty states. What waits stands in the order of the queue. */
export function jobSections(newestFirst: readonly Job[]): readonly JobSection[] {
  return SECTIONS.flatMap((status) => {
    const jobs = newestFirst.filter((job) => job.status === status);
    if (jobs.length === 0) return [];
    return [{ status, jobs: status === 'Queued' ? jobs.sort(inQueueOrder) : jobs }];
  });
}
