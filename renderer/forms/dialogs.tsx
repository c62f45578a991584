import type { Job } from '../../shared/domain/model.ts';
import { Modal } from '../parts/modal.tsx';
import { closeDialog, useDesk } from '../store/desk.ts';
import type { OpenDialog } from '../store/desk.ts';
import { useReplica } from '../store/replica.ts';
import { ConfirmForm } from './confirm-form.tsx';
import { AddFilament, EditFilament } from './filament-forms.tsx';
import { EditJob, NewJob } from './job-forms.tsx';
import { AddPrinter, EditPrinter } from './printer-forms.tsx';
import { AddSpool, EditSpool, WeighSpool } from './spool-forms.tsx';

/** The open dialog, if one is. A form about a record waits until the records are here (a reload). */
export function Dialogs() {
  const dialog = useDesk((desk) => desk.dialog);
  const loaded = useReplica(({ index }) => index !== null);
  if (!dialog || !loaded) return null;
  return <Form key={JSON.stringify(dialog)} dialog={dialog} />;
}

function Form({ dialog }: Readonly<{ dialog: OpenDialog }>) {
  switch (dialog.form) {
    case 'printer.create':
      return <AddPrinter />;
    case 'filament.create':
      return <AddFilament />;
    case 'spool.create':
      return <AddSpool filament={dialog.filament} />;
    case 'job.create':
      return <NewJob printer={dialog.printer} spool={dialog.spool} />;
    case 'printer.edit':
    case 'printer.retire':
      return <PrinterForm form={dialog.form} id={dialog.id} />;
    case 'filament.edit':
    case 'filament.retire':
      return <FilamentForm form={dialog.form} id={dialog.id} />;
    case 'spool.weigh':
    case 'spool.edit':
    case 'spool.retire':
      return <SpoolForm form={dialog.form} id={dialog.id} />;
    case 'job.edit':
    case 'job.cancel':
      return <JobForm form={dialog.form} id={dialog.id} />;
  }
}

type About<F extends string> = Readonly<{ form: F; id: string }>;

function PrinterForm({ form, id }: About<'printer.edit' | 'printer.retire'>) {
  const printer = useReplica(({ tables }) => tables.printers.get(id));
  if (!printer) return <Gone what={`printer ${id}`} />;
  if (form === 'printer.edit') return <EditPrinter printer={printer} />;
  return (
    <ConfirmForm
      title={`Retire printer ${id}?`}
      description="It takes no jobs any more and cannot be brought back. Its past jobs stay. A printer with open jobs cannot be retired."
      submit="Retire printer"
      command={{ type: 'printer.retire', id }}
    />
  );
}

function FilamentForm({ form, id }: About<'filament.edit' | 'filament.retire'>) {
  const filament = useReplica(({ tables }) => tables.filaments.get(id));
  if (!filament) return <Gone what={`filament ${id}`} />;
  if (form === 'filament.edit') return <EditFilament filament={filament} />;
  return (
    <ConfirmForm
      title={`Retire filament ${id}?`}
      description="No spool of it can be added any more, and it cannot be brought back. A filament with spools in use cannot be retired."
      submit="Retire filament"
      command={{ type: 'filament.retire', id }}
    />
  );
}

function SpoolForm({ form, id }: About<'spool.weigh' | 'spool.edit' | 'spool.retire'>) {
  const spool = useReplica(({ tables }) => tables.spools.get(id));
  if (!spool) return <Gone what={`spool ${id}`} />;
  if (form === 'spool.weigh') return <WeighSpool spool={spool} />;
  if (form === 'spool.edit') return <EditSpool spool={spool} />;
  return (
    <ConfirmForm
      title={`Retire spool ${id}?`}
      description="No job can use it any more, and it cannot be brought back. A spool with open jobs cannot be retired."
      submit="Retire spool"
      command={{ type: 'spool.retire', id }}
    />
  );
}

function JobForm({ form, id }: About<'job.edit' | 'job.cancel'>) {
  const job = useReplica(({ tables }) => tables.jobs.get(id));
  if (!job) return <Gone what={`job ${id}`} />;
  if (form === 'job.edit') return <EditJob job={job} />;
  return (
    <ConfirmForm
      title={`Cancel job ${id}?`}
      description={cancelWords(job)}
      submit="Cancel job"
      command={{ type: 'job.cancel', id }}
    />
  );
}

/** What cancelling means, which differs by whether the printer is at it. */
function cancelWords({ file, printer, status }: Job): string {
  if (status !== 'Running') return `${file} leaves the queue of ${printer}, and its filament is free again.`;
  return `${file} is printing on ${printer}. Stop the printer itself first; no filament is booked, so weigh the spool afterwards.`;
}

function Gone({ what }: Readonly<{ what: string }>) {
  return (
    <Modal title="Not there any more" description={`There is no ${what} any more.`} onClose={closeDialog}>
      <footer className="modal-foot">
        <button type="button" className="button" onClick={closeDialog}>
          Close
        </button>
      </footer>
    </Modal>
  );
}
