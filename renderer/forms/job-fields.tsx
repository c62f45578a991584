import { useWatch } from 'react-hook-form';
import { SpoolBar } from '../parts/spool-bar.tsx';
import { SpoolLine } from '../parts/spool-line.tsx';
import { useReplica } from '../store/replica.ts';
import { freeMg } from '../view/filaments.ts';
import { gramsOf } from '../view/format.ts';
import { prioritiesFor, priorityWords } from '../view/job-words.ts';
import { MomentField, SelectField, TextField } from './fields.tsx';
import { MoreFields } from './more-fields.tsx';
import { ColourOptions, MaterialOptions, PrinterOptions, SpoolOptions } from './options.tsx';

const useValue = (name: string): string => useWatch<Record<string, string>>({ name });

/** On what and from what it is printed: named, or whichever fits. */
export function SourceFields() {
  const spool = useValue('spool');
  return (
    <>
      <SelectField name="printer" label="Printer">
        <PrinterOptions none="Any that fits" />
      </SelectField>
      <SelectField name="spool" label="Spool">
        <SpoolOptions none="Any that fits" />
      </SelectField>
      {spool === '' ? <AskedMaterial /> : <ChosenSpool id={spool} />}
    </>
  );
}

function AskedMaterial() {
  const material = useValue('material');
  const colour = useValue('colour');
  return (
    <>
      <SelectField name="material" label="Material" width={3}>
        <MaterialOptions chosen={material} />
      </SelectField>
      <SelectField name="colour" label="Colour" width={3}>
        <ColourOptions material={material} chosen={colour} />
      </SelectField>
    </>
  );
}

/** What is left on the chosen spool, as it changes. */
function ChosenSpool({ id }: Readonly<{ id: string }>) {
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

/** What one copy takes, and how many there are. */
export function AmountFields() {
  return (
    <>
      <TextField name="weightMg" label="Filament needed (g)" width={3} numeric />
      <TextField name="copies" label="Copies" width={3} numeric />
    </>
  );
}

const MORE = [
  ...['dueAt', 'priority', 'estimateSeconds', 'customer', 'nozzleUm', 'plate', 'tags'],
  ...['widthMm', 'depthMm', 'heightMm'],
];

/** When it is wanted, for whom, and what it asks of a printer. @param priority what it has now */
export function OrderFields({ priority }: Readonly<{ priority: number }>) {
  return (
    <MoreFields names={MORE}>
      <MomentField name="dueAt" label="Due" width={4} />
      <SelectField name="priority" label="Priority" width={2}>
        {prioritiesFor(priority).map((each) => (
          <option key={each} value={String(each)}>
            {priorityWords(each)}
          </option>
        ))}
      </SelectField>
      <TextField name="estimateSeconds" label="Time for a copy" width={3} placeholder="2:30" numeric />
      <TextField name="customer" label="Customer" width={3} />
      <TextField name="nozzleUm" label="Nozzle (mm)" width={2} placeholder="Any" numeric />
      <TextField name="plate" label="Build plate" width={2} placeholder="Any" />
      <TextField name="tags" label="Tags" width={2} placeholder="enclosed" />
      <TextField name="widthMm" label="Width (mm)" width={2} placeholder="Any" numeric />
      <TextField name="depthMm" label="Depth (mm)" width={2} placeholder="Any" numeric />
      <TextField name="heightMm" label="Height (mm)" width={2} placeholder="Any" numeric />
    </MoreFields>
  );
}
