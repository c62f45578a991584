import { MATERIALS } from '../../shared/domain/model.ts';
import { useReplica } from '../store/replica.ts';
import { materialsOf } from '../view/filaments.ts';
import { ColourValueField, SuggestField, TextField } from './fields.tsx';
import { MoreFields } from './more-fields.tsx';

export const emptyProduct = { maker: '', material: 'PLA', colour: '', hex: '' };

/** What makes a filament the product it is. The material of one that exists cannot change. */
export function ProductFields({ material = true }: Readonly<{ material?: boolean }>) {
  return (
    <>
      <TextField name="maker" label="Maker" width={material ? 4 : 6} placeholder="Prusament" />
      {material && <MaterialField />}
      <TextField name="colour" label="Colour" width={3} placeholder="Galaxy Black" />
      <ColourValueField name="hex" label="Colour value" width={3} />
    </>
  );
}

/** Any material; the usual ones are suggested, and whatever else the shop has by now. */
function MaterialField() {
  const known = useReplica(({ tables }) => materialsOf(tables.filaments));
  const suggestions = [...new Set<string>([...MATERIALS, ...known])];
  return <SuggestField name="material" label="Material" width={2} suggestions={suggestions} />;
}

const DETAILS = [
  ...['netMg', 'emptyReelMg', 'priceCents', 'nozzleC', 'bedC', 'reorderBelowMg', 'diameterUm'],
  ...['densityMgPerCm3', 'article', 'moreHexes', 'note'],
];

/** What is known of a filament beside its name. */
export function ProductDetails() {
  return (
    <MoreFields names={DETAILS}>
      <TextField name="netMg" label="Net weight (g)" width={3} numeric placeholder="1000" />
      <TextField name="emptyReelMg" label="Empty reel (g)" width={3} numeric placeholder="Unknown" />
      <TextField name="priceCents" label="Price of a spool" width={3} numeric placeholder="24.90" />
      <TextField name="reorderBelowMg" label="Reorder below (g)" width={3} numeric placeholder="Never" />
      <TextField name="nozzleC" label="Nozzle (°C)" width={2} numeric placeholder="215" />
      <TextField name="bedC" label="Bed (°C)" width={2} numeric placeholder="60" />
      <TextField name="diameterUm" label="Diameter (mm)" width={2} numeric />
      <TextField name="densityMgPerCm3" label="Density (g/cm³)" width={3} numeric placeholder="1.24" />
      <TextField name="article" label="Article number" width={3} />
      <TextField
        name="moreHexes"
        label="Further colours"
        placeholder="#ffffff, #1a2b3c"
        hint="The colour values of a filament with several, with commas between them."
      />
      <TextField name="note" label="Note" />
    </MoreFields>
  );
}
