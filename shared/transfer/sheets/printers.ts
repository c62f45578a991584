/** Printers as a sheet. What is on a plate and which spools are loaded is told, and not read: see the spools' sheet. */
import type { Printer } from '../../domain/model.ts';
import { type Codec, decimal, list, oneOf, optionalDecimal, moment, text, word, yesNo } from './codecs.ts';
import { edited } from './edited.ts';
import { type Ask, columnsOf, inIdOrder, type RowPlan, type Sheet } from './sheet.ts';
import { MATERIALS, PRINTER_STATES } from '../../domain/model.ts';

type PrinterRow = Printer & Readonly<{ maintenance: boolean; spools: readonly string[] }>;
const { column, computed } = columnsOf<PrinterRow>();

const USUAL: ReadonlySet<string> = new Set(MATERIALS);
/** `PLA, PETG` are two where both are usual ones: a material may be any word, and have a comma in it. */
const materials: Codec<readonly string[]> = {
  ...list(text),
  read: (cell, delimiter) => {
    const parts = cell.split(',').map((part) => part.trim());
    const isTwo = parts.every((part) => USUAL.has(part.toUpperCase()));
    return list(text).read(isTwo ? parts.join(';') : cell, delimiter);
  },
};

const columns = [
  // People call a printer by its name; here that is its id.
  column('id', 'ID', word, 'name', 'printer', 'printer id', 'printer_id'),
  column('maker', 'Maker', word, 'vendor', 'brand', 'company', 'manufacturer'),
  column('model', 'Model', word),
  column('note', 'Note', text, 'comment', 'notes'),
  column('widthMm', 'Width (mm)', optionalDecimal(0), 'width', 'width_mm'),
  column('depthMm', 'Depth (mm)', optionalDecimal(0), 'depth', 'depth_mm'),
  column('heightMm', 'Height (mm)', optionalDecimal(0), 'height', 'height_mm'),
  column('nozzlesUm', 'Nozzles (mm)', list(decimal(3)), 'nozzles', 'nozzle', 'nozzles_mm'),
  column('slots', 'Slots', decimal(0)),
  column('plate', 'Plate', text),
  column('materials', 'Materials', materials),
  column('tags', 'Tags', list(text)),
  column('group', 'Group', text),
  column('maintenance', 'Maintenance', yesNo, 'in maintenance'),
  column('retired', 'Retired', yesNo, 'archived'),
  computed('state', 'State', oneOf(PRINTER_STATES)),
  computed('spools', 'Loaded', list(text)),
  computed('openJobs', 'Open jobs', decimal(0)),
  computed('createdAt', 'Created (UTC)', moment, 'created'),
];

const rowOf = (printer: Printer): PrinterRow => ({
  ...printer,
  maintenance: printer.state === 'maintenance',
  spools: printer.loaded.map((spool) => spool ?? '–'),
});

/** ID, Maker, Model, volume, nozzles, slots, …; State, Loaded, Open jobs and Created are not read. */
export const printerSheet: Sheet = {
  table: 'printers',
  columns,
  needs: [['id'], ['maker', 'model']],
  rows: ({ printers }) => inIdOrder(printers).map(rowOf),
  plan(given, { printers }): RowPlan {
    const { id, maintenance, retired } = given as Partial<PrinterRow>;
    const printer = id === undefined ? undefined : printers.get(id);
    const state = (id: string): readonly Ask[] => {
      const asks: Ask[] = [];
      const now = printer?.state === 'maintenance';
      if (maintenance !== undefined && maintenance !== now)
        asks.push({ type: 'printer.maintain', id, on: maintenance });
      if (retired === true && printer?.retired !== true) asks.push({ type: 'printer.retire', id });
      return asks;
    };
    if (printer === undefined)
      return { flaws: [], create: { ...given, type: 'printer.create' }, after: state };
    const edit = edited('printer.edit', given, printer);
    const back = retired === false && printer.retired;
    return {
      flaws: edit.flaws,
      create: null,
      after: (id) => [
        ...(back ? [{ type: 'printer.restore', id } as const] : []),
        ...edit.asks,
        ...state(id),
      ],
    };
  },
};
