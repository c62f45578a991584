import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import type { Job } from '../../shared/domain/model.ts';
import { Id } from '../../shared/domain/text.ts';
import { useReplica } from '../store/replica.ts';
import { inTheWay } from '../view/overrule.ts';
import { CommandForm } from './command-form.tsx';
import { SelectField } from './fields.tsx';
import { PrinterOptions, SpoolOptions } from './options.tsx';

const place = z.object({ printer: Id, spool: Id });

type StartAnywayProps = Readonly<{ job: Job; printer: string; spool: string }>;

/** For people who stand in front of the printer and know better: starts a job although it does not fit. */
export function StartAnyway({ job, printer, spool }: StartAnywayProps) {
  const { id, file } = job;
  return (
    <CommandForm
      title={`Start ${id} anyway`}
      description={`${file}. Choose where; what is in the way there is overruled.`}
      submit="Start anyway"
      schema={place}
      defaults={{ printer: job.printer ?? printer, spool: job.spool ?? spool }}
      command={(chosen) => {
        const found = inTheWay(useReplica.getState().tables, { job: id, ...chosen });
        return { type: 'job.start', id, ...chosen, cleared: found?.plate === true, anyway: true };
      }}
    >
      <SelectField name="printer" label="Printer">
        <PrinterOptions none="Choose a printer…" />
      </SelectField>
      <SelectField name="spool" label="Spool">
        <SpoolOptions none="Choose a spool…" />
      </SelectField>
      <Reasons job={id} />
    </CommandForm>
  );
}

/** What would be overruled at the chosen place, and what cannot be. */
function Reasons({ job }: Readonly<{ job: string }>) {
  const [printer = '', spool = ''] = useWatch<Record<string, string>>({ name: ['printer', 'spool'] });
  const tables = useReplica((replica) => replica.tables);
  const found = inTheWay(tables, { job, printer, spool });
  return (
    <div role="status" className="reasons-overruled">
      {found !== null && found.overruled.length === 0 && found.final.length === 0 && (
        <p className="muted">Nothing is in the way there.</p>
      )}
      {found !== null && found.overruled.length > 0 && (
        <section className="overruled" data-final={false} aria-label="Overruled">
          <p>
            <TriangleAlert aria-hidden size={15} />
            You overrule:
          </p>
          <ul>
            {found.overruled.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </section>
      )}
      {found !== null && found.final.length > 0 && (
        <section className="overruled" data-final aria-label="Not to be overruled">
          <p>
            <CircleAlert aria-hidden size={15} />
            Nobody can overrule:
          </p>
          <ul>
            {found.final.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
