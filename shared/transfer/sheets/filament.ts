/** Filament as a sheet: what one can buy. A filament's material is its own for good: only the rest can be edited. */
import { MaterialName } from '../../domain/commands.ts';
import type { Filament } from '../../domain/model.ts';
import { decimal, list, optionalDecimal, moment, optionalWord, text, word, yesNo } from './codecs.ts';
import { edited } from './edited.ts';
import { columnsOf, type Flaw, inIdOrder, type RowPlan, type Sheet } from './sheet.ts';

const { column, computed } = columnsOf<Filament>();

const columns = [
  column('id', 'ID', word, 'filament', 'filament id', 'filament_id'),
  column('maker', 'Maker', text, 'vendor', 'brand', 'manufacturer'),
  column('material', 'Material', word, 'type'),
  column('colour', 'Colour', word, 'color', 'colour name', 'color name', 'name'),
  column('hex', 'Hex', optionalWord, 'color hex', 'color_hex', 'colour hex'),
  column('moreHexes', 'Further hexes', list(text), 'multi_color_hexes', 'more hexes'),
  column('densityMgPerCm3', 'Density (g/cm³)', optionalDecimal(3), 'density', 'density (g/cm3)'),
  column('diameterUm', 'Diameter (mm)', decimal(3), 'diameter', 'diameter_mm'),
  column('priceCents', 'Price', optionalDecimal(2), 'price per spool'),
  column('netMg', 'Full spool (g)', optionalDecimal(3), 'weight', 'net weight', 'full_spool_g', 'weight_g'),
  column('emptyReelMg', 'Empty reel (g)', optionalDecimal(3), 'spool weight', 'spool_weight', 'empty_reel_g'),
  column('nozzleC', 'Nozzle (°C)', optionalDecimal(0), 'nozzle', 'settings_extruder_temp', 'nozzle_c'),
  column('bedC', 'Bed (°C)', optionalDecimal(0), 'bed', 'settings_bed_temp', 'bed_c'),
  column('reorderBelowMg', 'Reorder below (g)', optionalDecimal(3), 'reorder below', 'reorder_below_g'),
  column('article', 'Article', text, 'article number', 'article_number', 'sku'),
  column('note', 'Note', text, 'comment', 'notes'),
  column('retired', 'Retired', yesNo, 'archived'),
  computed('spools', 'Spools', decimal(0)),
  computed('createdAt', 'Created (UTC)', moment, 'created', 'registered'),
];

/** ID, Maker, Material, Colour and what else is known of a product; `Spools` and `Created` are not read. */
export const filamentSheet: Sheet = {
  table: 'filaments',
  columns,
  needs: [['id'], ['material', 'colour']],
  rows: ({ filaments }) => inIdOrder(filaments),
  // Two products may be equal where one of them is retired: that has to be so before the other comes.
  isFirst: ({ retired }) => retired === true,
  plan(given, { filaments }): RowPlan {
    const { id, material, retired } = given as Partial<Filament>;
    const filament = id === undefined ? undefined : filaments.get(id);
    if (filament === undefined) {
      const after = (id: string) => (retired === true ? [{ type: 'filament.retire', id } as const] : []);
      return { flaws: [], create: { ...given, type: 'filament.create' }, after };
    }
    const edit = edited('filament.edit', given, filament);
    const flaws: Flaw[] = [...edit.flaws];
    if (material !== undefined && MaterialName.safeParse(material).data !== filament.material)
      flaws.push({
        field: 'material',
        message: `is ${filament.material} and cannot change: make another filament`,
      });
    return {
      flaws,
      create: null,
      // A retired product's name is free to change: so it is edited while it is.
      after: (id) => [
        ...(retired === true && !filament.retired ? [{ type: 'filament.retire', id } as const] : []),
        ...edit.asks,
        ...(retired === false && filament.retired ? [{ type: 'filament.restore', id } as const] : []),
      ],
    };
  },
};
