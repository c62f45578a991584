import type { Printer } from '../../shared/domain/model.ts';
import { changedOnly } from './changed-only.ts';
import { CommandForm } from './command-form.tsx';
import { printerDefaults } from './defaults.ts';
import { TextField } from './fields.tsx';
import { MoreFields } from './more-fields.tsx';
import { printerCreate, printerEdit } from './schemas.ts';

export function AddPrinter() {
  return (
    <CommandForm
      title="Add printer"
      submit="Add printer"
      schema={printerCreate}
      defaults={{ ...printerDefaults(null), id: '' }}
      command={(body) => ({ type: 'printer.create', ...body })}
    >
      <TextField name="maker" label="Maker" width={3} placeholder="Prusa" />
      <TextField name="model" label="Model" width={3} placeholder="MK4S" />
      <TextField
        name="id"
        label="ID"
        hint="What people call it. Empty: the shop numbers it. It never changes."
      />
      <TextField name="note" label="Note" />
      <MachineFields />
    </CommandForm>
  );
}

export function EditPrinter({ printer }: Readonly<{ printer: Printer }>) {
  const { id } = printer;
  return (
    <CommandForm
      title={`Edit printer ${id}`}
      submit="Save"
      schema={printerEdit}
      defaults={printerDefaults(printer)}
      command={(body, changed) => ({ type: 'printer.edit', id, ...changedOnly(body, changed) })}
    >
      <TextField name="maker" label="Maker" width={3} />
      <TextField name="model" label="Model" width={3} />
      <TextField name="note" label="Note" />
      <MachineFields />
    </CommandForm>
  );
}

const MACHINE = [
  ...['slots', 'nozzlesUm', 'plate', 'widthMm', 'depthMm', 'heightMm'],
  ...['materials', 'tags', 'group'],
];

/** What the machine can do: jobs that ask for something else are not offered to it. */
function MachineFields() {
  return (
    <MoreFields names={MACHINE}>
      <TextField name="slots" label="Spool slots" width={2} numeric />
      <TextField name="nozzlesUm" label="Nozzles (mm)" width={2} placeholder="0.4, 0.6" />
      <TextField name="plate" label="Build plate" width={2} placeholder="Textured PEI" />
      <TextField name="widthMm" label="Width (mm)" width={2} numeric placeholder="Unknown" />
      <TextField name="depthMm" label="Depth (mm)" width={2} numeric placeholder="Unknown" />
      <TextField name="heightMm" label="Height (mm)" width={2} numeric placeholder="Unknown" />
      <TextField name="materials" label="Materials" placeholder="Any" hint="Such as PLA, PETG. Empty: any." />
      <TextField name="tags" label="Tags" width={3} placeholder="enclosed, hardened" />
      <TextField name="group" label="Group" width={3} placeholder="Back room" />
    </MoreFields>
  );
}
