import { useWatch } from 'react-hook-form';
import { grams, productName } from '../../shared/contract/words.ts';
import type { Spool } from '../../shared/domain/model.ts';
import { useReplica } from '../store/replica.ts';
import { filamentsInOrder } from '../view/filaments.ts';
import { gramsOf } from '../view/format.ts';
import { changedOnly } from './changed-only.ts';
import { CommandForm } from './command-form.tsx';
import { spoolDefaults } from './defaults.ts';
import { CheckField, MomentField, SelectField, TextField } from './fields.tsx';
import { MoreFields } from './more-fields.tsx';
import { emptyProduct, ProductFields } from './product-fields.tsx';
import { spoolCreate, spoolEdit, spoolWeigh } from './schemas.ts';

/** `filament` is chosen already where the spool is added to one. */
export function AddSpool({ filament }: Readonly<{ filament?: string | undefined }>) {
  const hasFilaments = useReplica(({ tables }) => tables.filaments.size > 0);
  const defaults = {
    of: hasFilaments ? 'listed' : 'new',
    filament: filament ?? '',
    ...emptyProduct,
    ...spoolDefaults(null),
    totalMg: '1000',
    remainingMg: '',
    id: '',
    location: '',
    count: '1',
  };
  return (
    <CommandForm
      title="Add spool"
      submit="Add spool"
      schema={spoolCreate}
      defaults={defaults}
      command={(body) => ({ type: 'spool.create', ...body })}
    >
      <WhichFilament />
      <TextField name="totalMg" label="Net weight when full (g)" width={3} numeric />
      <TextField name="remainingMg" label="Remaining (g)" width={3} numeric placeholder="Full" />
      <TextField name="id" label="ID" width={3} hint="Empty: the shop numbers it." />
      <TextField name="note" label="Note" width={3} />
      <MoreFields names={['count', 'location', 'lot', 'emptyReelMg', 'openedAt', 'driedAt']}>
        <TextField name="count" label="How many equal ones" width={3} numeric />
        <TextField name="location" label="Where it is" width={3} placeholder="Shelf B2" />
        <TextField name="lot" label="Lot" width={3} />
        <TextField
          name="emptyReelMg"
          label="Empty reel (g)"
          width={3}
          numeric
          placeholder="As its filament"
        />
        <MomentField name="openedAt" label="Opened" width={3} />
        <MomentField name="driedAt" label="Dried" width={3} />
      </MoreFields>
    </CommandForm>
  );
}

function WhichFilament() {
  const filaments = useReplica(({ tables }) => tables.filaments);
  const of = useWatch<Record<string, string>>({ name: 'of' });
  return (
    <>
      <SelectField name="of" label="Filament is" width={6}>
        <option value="listed">in the list already</option>
        <option value="new">new to the shop</option>
      </SelectField>
      {of === 'new' ? (
        <ProductFields />
      ) : (
        <SelectField name="filament" label="Filament">
          <option value="">Choose a filament…</option>
          {filamentsInOrder(filaments)
            .filter((each) => !each.retired)
            .map((each) => (
              <option key={each.id} value={each.id}>
                {productName(each)} ({each.id})
              </option>
            ))}
        </SelectField>
      )}
    </>
  );
}

/** With the reel, its weight has to be known: here, or with the filament. */
export function WeighSpool({ spool }: Readonly<{ spool: Spool }>) {
  const reelMg = useReplica(
    ({ tables }) => spool.emptyReelMg ?? tables.filaments.get(spool.filament)?.emptyReelMg ?? null,
  );
  const reserved = spool.reservedMg > 0 ? ` ${gramsOf(spool.reservedMg)} are reserved for open jobs.` : '';
  return (
    <CommandForm
      title={`Weigh spool ${spool.id}`}
      description={`The scales always win: what you enter is what is left, up to ${gramsOf(spool.totalMg)}.${reserved}`}
      submit="Save weight"
      schema={spoolWeigh}
      defaults={{ remainingMg: grams(spool.remainingMg), grossMg: '', withReel: '', note: '' }}
      command={(body) => ({ type: 'spool.weigh', id: spool.id, ...body })}
    >
      <Weight reelMg={reelMg} />
      <CheckField name="withReel" label="Weighed with its reel" />
      <TextField name="note" label="Note" placeholder="Why it differs" />
    </CommandForm>
  );
}

function Weight({ reelMg }: Readonly<{ reelMg: number | null }>) {
  const withReel = useWatch<Record<string, string>>({ name: 'withReel' }) === 'yes';
  if (!withReel)
    return <TextField name="remainingMg" label="Remaining (g)" numeric hint="Without the reel." />;
  const hint =
    reelMg === null
      ? 'How much its empty reel weighs is not on record.'
      : `Its empty reel weighs ${gramsOf(reelMg)}.`;
  return <TextField name="grossMg" label="Spool and reel (g)" numeric hint={hint} />;
}

export function EditSpool({ spool }: Readonly<{ spool: Spool }>) {
  return (
    <CommandForm
      title={`Edit spool ${spool.id}`}
      submit="Save"
      schema={spoolEdit}
      defaults={spoolDefaults(spool)}
      command={(body, changed) => ({ type: 'spool.edit', id: spool.id, ...changedOnly(body, changed) })}
    >
      <TextField name="note" label="Note" />
      <TextField name="lot" label="Lot" width={3} />
      <TextField name="emptyReelMg" label="Empty reel (g)" width={3} numeric placeholder="As its filament" />
      <MomentField name="openedAt" label="Opened" width={3} hint="When its bag was opened." />
      <MomentField name="driedAt" label="Dried" width={3} hint="When it was dried last." />
    </CommandForm>
  );
}
