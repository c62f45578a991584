import { memo } from 'react';
import type { JobStatus } from '../../../shared/domain/model.ts';
import type { JobSection } from '../../view/jobs.ts';
import { JobRow } from './job-row.tsx';

/** What the column of times tells, which differs by state. */
const WHEN: Readonly<Record<JobStatus, string>> = {
  Queued: 'Added',
  Running: 'Prints for',
  Done: 'Finished',
  Cancelled: 'Cancelled',
};

/** Jobs by state. Roles are spelled out, since narrow windows lay the rows out as cards. */
export const JobTable = memo(function JobTable({ sections }: Readonly<{ sections: readonly JobSection[] }>) {
  return (
    <div className="sections">
      {sections.map(({ status, jobs }) => (
        <section key={status} className="section" aria-label={`${status} jobs`}>
          <h2 className="section-title">
            {status} <span className="muted">{jobs.length}</span>
          </h2>
          <table role="table" className="jobs" aria-label={`${status} jobs`}>
            <thead role="rowgroup">
              <tr role="row">
                <th role="columnheader">Job</th>
                <th role="columnheader">State</th>
                <th role="columnheader">File</th>
                <th role="columnheader">Printer</th>
                <th role="columnheader">Spool</th>
                <th role="columnheader" className="end">
                  Filament
                </th>
                <th role="columnheader">{WHEN[status]}</th>
                <th role="columnheader">
                  <span className="sr-only">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody role="rowgroup">
              {jobs.map(({ id }) => (
                <JobRow key={id} id={id} />
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </div>
  );
});
