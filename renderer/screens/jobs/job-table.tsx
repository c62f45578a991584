import { memo } from 'react';
import { useGrowing } from '../../parts/growing.tsx';
import type { JobStatus } from '../../../shared/domain/model.ts';
import type { JobSection } from '../../view/jobs.ts';
import { JobRow } from './job-row.tsx';

/** What the time beside a state tells. */
const WHEN: Readonly<Record<JobStatus, string>> = {
  Queued: 'and when it was added',
  Running: 'and for how long',
  Done: 'and since when',
  Cancelled: 'and since when',
};

/**
 * Jobs by state. What stands in a column can be seen from what stands there, so the names of the columns are
 * for the ears only. Roles are spelled out, since narrow windows lay the rows out as cards.
 */
export const JobTable = memo(function JobTable({ sections }: Readonly<{ sections: readonly JobSection[] }>) {
  return (
    <div className="sections">
      {sections.map((section) => (
        <Section key={section.status} section={section} />
      ))}
    </div>
  );
});

/** Rows that are drawn at a time. */
const STEP = 50;

function Section({ section: { status, jobs } }: Readonly<{ section: JobSection }>) {
  const [drawn, end] = useGrowing(jobs.length, STEP);
  return (
    <section className="section" aria-label={`${status} jobs`}>
      <h2 className="section-title">
        {status} <span className="muted">{jobs.length}</span>
      </h2>
      <table role="table" className="jobs" aria-label={`${status} jobs`} aria-rowcount={jobs.length + 1}>
        <JobColumns state={`State ${WHEN[status]}`} />
        <tbody role="rowgroup">
          {jobs.slice(0, drawn).map(({ id }) => (
            <JobRow key={id} id={id} />
          ))}
        </tbody>
      </table>
      {end}
    </section>
  );
}

/** The names of the columns. */
export function JobColumns({ state }: Readonly<{ state: string }>) {
  return (
    <thead role="rowgroup" className="sr-only">
      <tr role="row">
        {['Job', 'File', state, 'Printer', 'Spool', 'Filament needed', 'Actions', 'Message'].map((name) => (
          <th key={name} role="columnheader">
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}
