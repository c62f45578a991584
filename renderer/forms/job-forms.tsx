import type { Job } from '../../shared/domain/model.ts';
import { isOpen } from '../view/jobs.ts';
import { changedOnly } from './changed-only.ts';
import { CommandForm } from './command-form.tsx';
import { jobDefaults } from './defaults.ts';
import { TextField } from './fields.tsx';
import { AmountFields, OrderFields, SourceFields } from './job-fields.tsx';
import { jobCreate, jobEdit, jobWords } from './job-schemas.ts';

type NewJobProps = Readonly<{ printer?: string | undefined; spool?: string | undefined }>;

/** Printer and spool are chosen already where the job is begun at one of them. */
export function NewJob({ printer, spool }: NewJobProps) {
  return (
    <CommandForm
      title="New job"
      submit="Create job"
      schema={jobCreate}
      defaults={{ ...jobDefaults(null), printer: printer ?? '', spool: spool ?? '', id: '' }}
      command={(body) => ({ type: 'job.create', ...body })}
    >
      <TextField name="file" label="File" placeholder="bracket-v3.gcode" />
      <SourceFields />
      <AmountFields />
      <TextField name="id" label="ID" width={3} placeholder="Numbered by the shop" />
      <TextField name="note" label="Note" width={3} />
      <OrderFields priority={0} />
    </CommandForm>
  );
}

export function EditJob({ job }: Readonly<{ job: Job }>) {
  const { id } = job;
  if (!isOpen(job.status)) return <EditWords job={job} />;
  return (
    <CommandForm
      title={`Edit job ${id}`}
      submit="Save"
      schema={jobEdit}
      defaults={jobDefaults(job)}
      command={(body, changed) => {
        // From what it prints is one thing, said in three fields.
        const source = ['spool', 'material', 'colour'];
        const touched = (name: string) => changed(name) || (source.includes(name) && source.some(changed));
        return { type: 'job.edit', id, ...changedOnly(body, touched) };
      }}
    >
      <TextField name="file" label="File" />
      <SourceFields />
      <AmountFields />
      <TextField name="note" label="Note" />
      <OrderFields priority={job.priority} />
    </CommandForm>
  );
}

/** Of what is over only words can change. */
export function EditWords({ job }: Readonly<{ job: Job }>) {
  const { id, file, note, customer } = job;
  return (
    <CommandForm
      title={`Edit job ${id}`}
      submit="Save"
      schema={jobWords}
      defaults={{ file, note, customer }}
      command={(body, changed) => ({ type: 'job.edit', id, ...changedOnly(body, changed) })}
    >
      <TextField name="file" label="File" />
      <TextField name="note" label="Note" />
      <TextField name="customer" label="Customer" />
    </CommandForm>
  );
}
