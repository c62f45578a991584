/** Printers as a sheet. What is on a plate and which spools are loaded is told, and not read: see the spools' sheet. */
import type { Printer } from '../../domain/model.ts';
import { decimal, list, oneOf, optionalDecimal, moment, text, word, yesNo } from './codecs.ts';
import { edited } from './edited.ts';
import { type Ask, columnsOf, inIdOrder, type RowPlan, type Sheet } from './sheet.ts';
import { PRINTER_STATES } from '../../domain/model.ts';

type PrinterRow = Printer & Readonly<{ maintenance: boolean; spools: readonly string[] }>;
const { column, computed } = columnsOf<PrinterRow>();

const columns = [
  column('id', 'ID', word, 'printer', 'printer id', 'printer_id'),
  column('maker', 'Maker', word, 'vendor', 'brand', 'company', 'manufacturer'),
  column('model', 'Model', word),
  column('note', 'Note', text, 'comment', 'notes'),
  column('widthMm', 'Width (mm)', optionalDecimal(0), 'width', 'width_mm'),
  column('depthMm', 'Depth (mm)', optionalDecimal(0), 'depth', 'depth_mm'),
  column('heightMm', 'Height (mm)', optionalDecimal(0), 'height', 'height_mm'),
  column('nozzlesUm', 'Nozzles (mm)', list(decimal(3)), 'nozzles', 'nozzle', 'nozzles_mm'),
  column('slots', 'Slots', decimal(0)),
  column('plate', 'Plate', text),
  column('materials', 'Materials', list(text)),
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
