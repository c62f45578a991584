import type { Printer } from '../../shared/domain/model.ts';
import { CommandForm } from './command-form.tsx';
import { TextField } from './fields.tsx';
import { printerCreate, printerEdit } from './schemas.ts';

export function AddPrinter() {
  return (
    <CommandForm
      title="Add printer"
      submit="Add printer"
      schema={printerCreate}
      defaults={{ maker: '', model: '', id: '', note: '' }}
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
    </CommandForm>
  );
}

export function EditPrinter({ printer }: Readonly<{ printer: Printer }>) {
  const { id, maker, model, note } = printer;
  return (
    <CommandForm
      title={`Edit printer ${id}`}
      submit="Save"
      schema={printerEdit}
      defaults={{ maker, model, note }}
      command={(body, changed) => ({
        type: 'printer.edit',
        id,
        ...(changed('maker') && { maker: body.maker }),
        ...(changed('model') && { model: body.model }),
        ...(changed('note') && { note: body.note }),
      })}
    >
      <TextField name="maker" label="Maker" width={3} />
      <TextField name="model" label="Model" width={3} />
      <TextField name="note" label="Note" />
    </CommandForm>
  );
}
