import type { Filament } from '../../shared/domain/model.ts';
import { changedOnly } from './changed-only.ts';
import { CommandForm } from './command-form.tsx';
import { filamentDefaults } from './defaults.ts';
import { TextField } from './fields.tsx';
import { emptyProduct, ProductDetails, ProductFields } from './product-fields.tsx';
import { filamentCreate, filamentEdit } from './schemas.ts';

export function AddFilament() {
  return (
    <CommandForm
      title="Add filament"
      description="A product you buy. Its spools are added to it, one or many at once."
      submit="Add filament"
      schema={filamentCreate}
      defaults={{ ...filamentDefaults(null), ...emptyProduct, id: '' }}
      command={(body) => ({ type: 'filament.create', ...body })}
    >
      <ProductFields />
      <TextField name="id" label="ID" hint="Empty: the shop numbers it. It never changes." />
      <ProductDetails />
    </CommandForm>
  );
}

export function EditFilament({ filament }: Readonly<{ filament: Filament }>) {
  const { id, material } = filament;
  return (
    <CommandForm
      title={`Edit filament ${id}`}
      description={`Material: ${material}. It stays, as its spools are made of it.`}
      submit="Save"
      schema={filamentEdit}
      defaults={filamentDefaults(filament)}
      command={(body, changed) => ({ type: 'filament.edit', id, ...changedOnly(body, changed) })}
    >
      <ProductFields material={false} />
      <ProductDetails />
    </CommandForm>
  );
}
