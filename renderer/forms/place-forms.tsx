import { useWatch } from 'react-hook-form';
import type { Printer, Spool } from '../../shared/domain/model.ts';
import { CommandForm } from './command-form.tsx';
import { SelectField, TextField } from './fields.tsx';
import { SlotOptions, SpoolOptions } from './options.tsx';
import { spoolLoad, spoolMove } from './schemas.ts';

/** Puts a spool into an empty slot. */
export function LoadSlot({ printer, slot }: Readonly<{ printer: Printer; slot: number }>) {
  const title = printer.slots === 1 ? `Load ${printer.id}` : `Load slot ${slot} of ${printer.id}`;
  return (
    <CommandForm
      title={title}
      submit="Load"
      schema={spoolLoad}
      defaults={{ spool: '' }}
      command={({ spool }) => ({ type: 'spool.move', id: spool, printer: printer.id, slot })}
    >
      <SelectField name="spool" label="Spool">
        <SpoolOptions none="Choose a spool…" />
      </SelectField>
    </CommandForm>
  );
}

/** Onto a shelf, or into a slot of a printer. */
export function MoveSpool({ spool }: Readonly<{ spool: Spool }>) {
  const { id, printer, slot, location } = spool;
  return (
    <CommandForm
      title={`Move spool ${id}`}
      submit="Move"
      schema={spoolMove}
      defaults={{ to: printer === null ? '' : `${printer}/${slot ?? 1}`, location }}
      command={(body) => ({ type: 'spool.move', id, ...body })}
    >
      <SelectField name="to" label="Where to">
        <SlotOptions spool={id} />
      </SelectField>
      <Shelf />
    </CommandForm>
  );
}

function Shelf() {
  const to = useWatch<Record<string, string>>({ name: 'to' });
  if (to !== '') return null;
  return <TextField name="location" label="Which shelf" placeholder="Shelf B2" hint="May be left empty." />;
}
