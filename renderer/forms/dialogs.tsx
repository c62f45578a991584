import { Modal } from '../parts/modal.tsx';
import { closeDialog, useDesk } from '../store/desk.ts';
import type { OpenDialog } from '../store/desk.ts';
import { ImportDialog } from '../imports/import-dialog.tsx';
import { useReplica } from '../store/replica.ts';
import { ConfirmForm } from './confirm-form.tsx';
import { AddFilament, EditFilament } from './filament-forms.tsx';
import { EditJob, NewJob } from './job-forms.tsx';
import { LoadSlot, MoveSpool } from './place-forms.tsx';
import { CancelJob, ChangeSpool, FailJob } from './print-forms.tsx';
import { AddPrinter, EditPrinter } from './printer-forms.tsx';
import { AddSpool, EditSpool, WeighSpool } from './spool-forms.tsx';
import { StartAnyway } from './start-anyway.tsx';

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
    case 'import':
      return <ImportDialog />;
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
    case 'spool.load':
      return <SlotForm printer={dialog.printer} slot={dialog.slot} />;
    case 'spool.weigh':
    case 'spool.edit':
    case 'spool.move':
    case 'spool.retire':
      return <SpoolForm form={dialog.form} id={dialog.id} />;
    case 'job.start':
      return <StartForm {...dialog} />;
    case 'job.edit':
    case 'job.cancel':
      return <JobForm form={dialog.form} id={dialog.id} />;
    case 'job.fail':
    case 'job.changeSpool':
      return <PrintForm form={dialog.form} id={dialog.id} print={dialog.print} />;
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
      description="It takes no jobs any more, until somebody brings it back. Its past jobs stay. A printer with open jobs cannot be retired."
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
      description="No spool of it can be added any more, until somebody brings it back. A filament with spools in use cannot be retired."
      submit="Retire filament"
      command={{ type: 'filament.retire', id }}
    />
  );
}

function SpoolForm({ form, id }: About<'spool.weigh' | 'spool.edit' | 'spool.move' | 'spool.retire'>) {
  const spool = useReplica(({ tables }) => tables.spools.get(id));
  if (!spool) return <Gone what={`spool ${id}`} />;
  if (form === 'spool.weigh') return <WeighSpool spool={spool} />;
  if (form === 'spool.edit') return <EditSpool spool={spool} />;
  if (form === 'spool.move') return <MoveSpool spool={spool} />;
  return (
    <ConfirmForm
      title={`Retire spool ${id}?`}
      description="No job can use it any more, until somebody brings it back. A spool with open jobs cannot be retired."
      submit="Retire spool"
      command={{ type: 'spool.retire', id }}
    />
  );
}

function JobForm({ form, id }: About<'job.edit' | 'job.cancel'>) {
  const job = useReplica(({ tables }) => tables.jobs.get(id));
  if (!job) return <Gone what={`job ${id}`} />;
  return form === 'job.edit' ? <EditJob job={job} /> : <CancelJob job={job} />;
}

function StartForm({ id, printer, spool }: Readonly<{ id: string; printer: string; spool: string }>) {
  const job = useReplica(({ tables }) => tables.jobs.get(id));
  return job ? <StartAnyway job={job} printer={printer} spool={spool} /> : <Gone what={`job ${id}`} />;
}

type PrintFormProps = Readonly<{ form: 'job.fail' | 'job.changeSpool'; id: string; print: string }>;

function PrintForm({ form, id, print: printId }: PrintFormProps) {
  const job = useReplica(({ tables }) => tables.jobs.get(id));
  const print = useReplica(({ tables }) => tables.prints.get(printId));
  if (!job || !print) return <Gone what={`running print of ${id}`} />;
  return form === 'job.fail' ? <FailJob job={job} print={print} /> : <ChangeSpool job={job} print={print} />;
}

function SlotForm({ printer: id, slot }: Readonly<{ printer: string; slot: number }>) {
  const printer = useReplica(({ tables }) => tables.printers.get(id));
  return printer ? <LoadSlot printer={printer} slot={slot} /> : <Gone what={`printer ${id}`} />;
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
