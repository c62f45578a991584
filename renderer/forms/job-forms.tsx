import { useWatch } from 'react-hook-form';
import { productName } from '../../shared/contract/words.ts';
import type { Job } from '../../shared/domain/model.ts';
import { SpoolBar } from '../parts/spool-bar.tsx';
import { SpoolLine } from '../parts/spool-line.tsx';
import { useReplica } from '../store/replica.ts';
import { freeMg, filamentsInOrder, spoolsOf } from '../view/filaments.ts';
import { gramsOf, roughly } from '../view/format.ts';
import { printersInOrder, stateOf } from '../view/printers.ts';
import { CommandForm } from './command-form.tsx';
import { SelectField, TextField } from './fields.tsx';
import { jobCreate, jobEdit } from './schemas.ts';

type NewJobProps = Readonly<{ printer?: string | undefined; spool?: string | undefined }>;

/** Printer and spool are chosen already where the job is begun at one of them. */
export function NewJob({ printer, spool }: NewJobProps) {
  return (
    <CommandForm
      title="New job"
      submit="Create job"
      schema={jobCreate}
      defaults={{ file: '', printer: printer ?? '', spool: spool ?? '', weightMg: '', id: '', note: '' }}
      command={(body) => ({ type: 'job.create', ...body })}
    >
      <TextField name="file" label="File" placeholder="bracket-v3.gcode" />
      <SelectField name="printer" label="Printer">
        <PrinterOptions />
      </SelectField>
      <SelectField name="spool" label="Spool">
        <SpoolOptions />
      </SelectField>
      <ChosenSpool />
      <TextField name="weightMg" label="Filament needed (g)" width={3} numeric />
      <TextField name="id" label="ID" width={3} placeholder="Numbered by the shop" />
      <TextField name="note" label="Note" />
    </CommandForm>
  );
}

function PrinterOptions() {
  const printers = useReplica(({ tables }) => tables.printers);
  return (
    <>
      <option value="">Choose a printer…</option>
      {printersInOrder(printers)
        .filter((printer) => !printer.retired)
        .map((printer) => {
          const waiting = printer.openJobs - (printer.print === null ? 0 : 1);
          const state = stateOf(printer) === 'printing' ? 'printing' : 'free';
          return (
            <option key={printer.id} value={printer.id}>
              {printer.id} — {printer.maker} {printer.model} — {state}
              {waiting > 0 ? `, ${waiting} waiting` : ''}
            </option>
          );
        })}
    </>
  );
}

function SpoolOptions() {
  const filaments = useReplica(({ tables }) => tables.filaments);
  const spools = useReplica(({ tables }) => tables.spools);
  return (
    <>
      <option value="">Choose a spool…</option>
      {filamentsInOrder(filaments).map((filament) => {
        const usable = spoolsOf(spools, filament.id).filter((spool) => !spool.retired);
        return (
          usable.length > 0 && (
            <optgroup key={filament.id} label={productName(filament)}>
              {usable.map((spool) => (
                <option key={spool.id} value={spool.id}>
                  {spool.id} — {roughly(Math.max(0, freeMg(spool)))} free
                </option>
              ))}
            </optgroup>
          )
        );
      })}
    </>
  );
}

/** What is left on the chosen spool, as it changes. */
function ChosenSpool() {
  const id = useWatch<Record<string, string>>({ name: 'spool' });
  const spool = useReplica(({ tables }) => tables.spools.get(id));
  if (!spool) return null;
  return (
    <div className="chosen-spool" role="status">
      <SpoolLine id={spool.id} />
      <SpoolBar spool={spool} />
      <span>{gramsOf(Math.max(0, freeMg(spool)))} free for new jobs</span>
    </div>
  );
}

export function EditJob({ job }: Readonly<{ job: Job }>) {
  return (
    <CommandForm
      title={`Edit job ${job.id}`}
      submit="Save"
      schema={jobEdit}
      defaults={{ file: job.file, note: job.note }}
      command={(body, changed) => ({
        type: 'job.edit',
        id: job.id,
        ...(changed('file') && { file: body.file }),
        ...(changed('note') && { note: body.note }),
      })}
    >
      <TextField name="file" label="File" />
      <TextField name="note" label="Note" />
    </CommandForm>
  );
}
