import { ArrowDown, CopyPlus } from 'lucide-react';
import { useState } from 'react';
import { RECENT_JOBS } from '../../../shared/domain/filing.ts';
import type { Job } from '../../../shared/domain/model.ts';
import { BusyButton } from '../../parts/busy-button.tsx';
import { ReadOn } from '../../parts/read-on.tsx';
import { useAct } from '../../store/commander-context.ts';
import { usePendings } from '../../store/pendings.ts';
import { useArchive } from '../../store/use-archive.ts';
import { passing } from '../../view/jobs.ts';
import type { JobFilter } from '../../view/jobs.ts';
import { JobLine } from './job-row.tsx';
import { JobColumns } from './job-table.tsx';

type OlderJobsProps = Readonly<{
  /** How many jobs that are over the screens have. */
  over: number;
  filter: JobFilter;
  search: string;
}>;

/** What is over for so long that screens do not have it any more, on demand. */
export function OlderJobs({ over, filter, search }: OlderJobsProps) {
  const [wanted, setWanted] = useState(false);
  // Before there are that many, nothing has gone into the archive.
  if (over < RECENT_JOBS || filter === 'Queued' || filter === 'Running') return null;
  if (wanted) return <Older filter={filter} search={search} />;
  return (
    <div className="read-on">
      <button type="button" className="button" onClick={() => setWanted(true)}>
        <ArrowDown aria-hidden size={15} />
        Show older
      </button>
    </div>
  );
}

function Older({ filter, search }: Omit<OlderJobsProps, 'over'>) {
  const { shown, reading, failed, older } = useArchive('jobs');
  const jobs = passing(shown?.records ?? [], filter, search);
  const said = shown === null ? 'Reading…' : 'Nothing older.';
  return (
    <section className="section older" aria-label="Older jobs">
      <h2 className="section-title">Older</h2>
      {jobs.length === 0 ? (
        <p className="muted" role="status">
          {failed ? '' : said}
        </p>
      ) : (
        <table role="table" className="jobs" aria-label="Older jobs">
          <JobColumns state="State and since when" />
          <tbody role="rowgroup">
            {jobs.map((job) => (
              <JobLine key={job.id} job={job} actions={<Again job={job} />} />
            ))}
          </tbody>
        </table>
      )}
      <ReadOn more={shown !== null && shown.next !== null} reading={reading} failed={failed} onRead={older} />
    </section>
  );
}

function Again({ job }: Readonly<{ job: Job }>) {
  const act = useAct();
  const busy = usePendings(({ byKey }) =>
    [...byKey.values()].some((command) => command.type === 'job.repeat' && command.job === job.id),
  );
  return (
    <div className="actions">
      <BusyButton
        busy={busy}
        kind="quiet"
        icon={<CopyPlus aria-hidden size={14} />}
        onClick={() => act({ type: 'job.repeat', job: job.id }, `job:${job.id}`)}
      >
        Print again
      </BusyButton>
    </div>
  );
}
