import type { Filament } from '../../shared/domain/model.ts';
import { CommandForm } from './command-form.tsx';
import { TextField } from './fields.tsx';
import { emptyProduct, ProductFields } from './product-fields.tsx';
import { filamentCreate, filamentEdit } from './schemas.ts';

export function AddFilament() {
  return (
    <CommandForm
      title="Add filament"
      description="A product you buy. Its spools are added one by one."
      submit="Add filament"
      schema={filamentCreate}
      defaults={{ ...emptyProduct, id: '' }}
      command={(body) => ({ type: 'filament.create', ...body })}
    >
      <ProductFields />
      <TextField name="id" label="ID" hint="Empty: the shop numbers it. It never changes." />
    </CommandForm>
  );
}

export function EditFilament({ filament }: Readonly<{ filament: Filament }>) {
  const { id, maker, material, colour, hex } = filament;
  return (
    <CommandForm
      title={`Edit filament ${id}`}
      description={`Material: ${material}. It stays, as its spools are made of it.`}
      submit="Save"
      schema={filamentEdit}
      defaults={{ maker, colour, hex: hex ?? '' }}
      command={(body, changed) => ({
        type: 'filament.edit',
        id,
        ...(changed('maker') && { maker: body.maker }),
        ...(changed('colour') && { colour: body.colour }),
        ...(changed('hex') && { hex: body.hex }),
      })}
    >
      <ProductFields material={false} />
    </CommandForm>
  );
}
