import { MATERIALS } from '../../shared/domain/model.ts';
import { ColourValueField, SelectField, TextField } from './fields.tsx';

export const emptyProduct = { maker: '', material: 'PLA', colour: '', hex: '' };

/** What makes a filament the product it is. The material of one that exists cannot change. */
export function ProductFields({ material = true }: Readonly<{ material?: boolean }>) {
  return (
    <>
      <TextField name="maker" label="Maker" width={material ? 4 : 6} placeholder="Prusament" />
      {material && (
        <SelectField name="material" label="Material" width={2}>
          {MATERIALS.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </SelectField>
      )}
      <TextField name="colour" label="Colour" width={3} placeholder="Galaxy Black" />
      <ColourValueField name="hex" label="Colour value" width={3} />
    </>
  );
}
