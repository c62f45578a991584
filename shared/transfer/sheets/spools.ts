/** Spools as a sheet: columns and rows. What it takes to bring one in: `spool-plan.ts`. */
import type { Filament, Shop, Spool } from '../../domain/model.ts';
import {
  decimal,
  optionalDecimal,
  moment,
  optionalMoment,
  optionalWord,
  text,
  word,
  yesNo,
} from './codecs.ts';
import { columnsOf, inIdOrder, type Sheet } from './sheet.ts';
import { planSpool } from './spool-plan.ts';

/** A spool with the name of its product. */
export type SpoolRow = Spool & Pick<Filament, 'maker' | 'material' | 'colour'>;
const { column, computed } = columnsOf<SpoolRow>();

const columns = [
  column('id', 'ID', word, 'spool', 'spool id', 'spool_id'),
  column('filament', 'Filament', word, 'filament id', 'filament_id', 'product'),
  column('maker', 'Maker', text, 'vendor', 'brand', 'manufacturer'),
  column('material', 'Material', word, 'type'),
  column('colour', 'Colour', word, 'color', 'colour name', 'color name'),
  column('totalMg', 'Total (g)', decimal(3), 'total', 'total_g', 'initial_weight', 'total_weight_in_grams'),
  column(
    'remainingMg',
    'Remaining (g)',
    decimal(3),
    'remaining',
    'remaining_g',
    'remaining_weight',
    'left_g',
  ),
  column('printer', 'Printer', optionalWord, 'printer id', 'printer_id'),
  column('slot', 'Slot', optionalDecimal(0)),
  column('location', 'Location', text, 'place', 'shelf'),
  column('lot', 'Lot', text, 'lot_nr', 'lot number', 'batch'),
  column('emptyReelMg', 'Empty reel (g)', optionalDecimal(3), 'spool weight', 'spool_weight', 'empty_reel_g'),
  column('priceCents', 'Price', optionalDecimal(2)),
  column('openedAt', 'Opened (UTC)', optionalMoment, 'opened', 'opened_at', 'first_used'),
  column('driedAt', 'Dried (UTC)', optionalMoment, 'dried', 'dried_at'),
  column('note', 'Note', text, 'comment', 'notes'),
  column('retired', 'Retired', yesNo, 'archived'),
  computed('reservedMg', 'Reserved (g)', decimal(3), 'reserved'),
  computed('createdAt', 'Created (UTC)', moment, 'created', 'registered'),
];

function rowOf(spool: Spool, { filaments }: Shop): SpoolRow {
  const { maker = '', material = '', colour = '' } = filaments.get(spool.filament) ?? {};
  return { ...spool, maker, material, colour };
}

/** ID, Filament or Maker, Material and Colour, Total, Remaining, where it is, …; Reserved and Created are not read. */
export const spoolSheet: Sheet = {
  table: 'spools',
  columns,
  needs: [['id'], ['filament'], ['material', 'colour']],
  rows: (shop) => inIdOrder(shop.spools).map((spool) => rowOf(spool, shop)),
  plan: planSpool,
};
