import { CircleAlert, type LucideIcon, TriangleAlert } from 'lucide-react';
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
      <ReasonList title="You overrule" icon={TriangleAlert} reasons={found?.overruled ?? []} final={false} />
      <ReasonList title="Nobody can overrule" icon={CircleAlert} reasons={found?.final ?? []} final />
    </div>
  );
}

type ReasonListProps = Readonly<{
  title: string;
  icon: LucideIcon;
  reasons: readonly string[];
  final: boolean;
}>;

function ReasonList({ title, icon: Icon, reasons, final }: ReasonListProps) {
  if (reasons.length === 0) return null;
  return (
    <section className="overruled" data-final={final} aria-label={title}>
      <p>
        <Icon aria-hidden size={15} />
        {title}:
      </p>
      <ul>
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </section>
  );
}
