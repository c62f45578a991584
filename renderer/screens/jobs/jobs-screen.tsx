import { ListChecks, Plus, SearchX } from 'lucide-react';
import { useDeferredValue } from 'react';
import { Empty } from '../../parts/empty.tsx';
import { FilesMenu, ImportButton } from '../../parts/files-menu.tsx';
import { SavingNew } from '../../parts/saving.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { SearchBox } from '../../parts/search-box.tsx';
import { openDialog } from '../../store/desk.ts';
import { setFilter, useFilters } from '../../store/filters.ts';
import { useReplica } from '../../store/replica.ts';
import { findJobs, jobCounts, jobSections } from '../../view/jobs.ts';
import { JobFilterBar } from './job-filter-bar.tsx';
import { JobTable } from './job-table.tsx';
import { OlderJobs } from './older-jobs.tsx';

/** The queue, by state: what prints, what waits, what is over. */
export function JobsScreen() {
  const jobs = useReplica(({ tables }) => tables.jobs);
  const filter = useFilters((filters) => filters.jobs);
  const { status, search } = useDeferredValue(filter);
  const counts = jobCounts(jobs);
  const sections = jobSections(findJobs(jobs, status, search));
  const newJob = (
    <button type="button" className="button primary" onClick={() => openDialog({ form: 'job.create' })}>
      <Plus aria-hidden size={16} />
      New job
    </button>
  );
  if (jobs.size === 0) {
    return (
      <>
        <ScreenHead title="Jobs" summary="None yet" />
        <SavingNew subject="job" />
        <FirstJob action={newJob} />
      </>
    );
  }
  return (
    <>
      <ScreenHead title="Jobs" summary={`${counts.Running} running, ${counts.Queued} waiting`}>
        <SearchBox
          label="Search jobs"
          value={filter.search}
          onChange={(typed) => setFilter('jobs', { search: typed })}
        />
        {newJob}
        <FilesMenu exports={{ jobs: 'Export as CSV' }} />
      </ScreenHead>
      <JobFilterBar counts={counts} chosen={filter.status} />
      <SavingNew subject="job" />
      {sections.length === 0 ? (
        <Empty icon={<SearchX aria-hidden size={32} />} title="Nothing found">
          {search.trim() === ''
            ? 'No job is in this state.'
            : `No job${status === 'All' ? '' : ' in this state'} mentions “${search}”.`}
        </Empty>
      ) : (
        <JobTable sections={sections} />
      )}
      <OlderJobs over={counts.Done + counts.Cancelled} filter={status} search={search} />
    </>
  );
}

/** A job needs a printer and a spool: says which of them is missing. */
function FirstJob({ action }: Readonly<{ action: React.ReactNode }>) {
  const printers = useReplica(({ tables }) => tables.printers.size);
  const spools = useReplica(({ tables }) => tables.spools.size);
  const ready = printers > 0 && spools > 0;
  return (
    <Empty
      icon={<ListChecks aria-hidden size={32} />}
      title="No jobs yet"
      action={
        ready ? (
          <div className="empty-actions">
            {action}
            <ImportButton />
          </div>
        ) : (
          <div className="empty-actions">
            {printers === 0 && (
              <button type="button" className="button" onClick={() => openDialog({ form: 'printer.create' })}>
                <Plus aria-hidden size={16} />
                Add printer
              </button>
            )}
            {spools === 0 && (
              <button type="button" className="button" onClick={() => openDialog({ form: 'spool.create' })}>
                <Plus aria-hidden size={16} />
                Add spool
              </button>
            )}
            <ImportButton />
          </div>
        )
      }
    >
      {ready
        ? 'A job says what is printed on which printer from which spool. It waits in the queue until it is started.'
        : 'A job says what is printed on which printer from which spool; those come first.'}
    </Empty>
  );
}
