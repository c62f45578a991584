/** The tables that can be written as CSV and read again. */
import type { SheetName } from '../../contract/files.ts';
import { filamentSheet } from './filament.ts';
import { jobSheet } from './jobs.ts';
import { printerSheet } from './printers.ts';
import type { Sheet } from './sheet.ts';
import { spoolSheet } from './spools.ts';

/** In the order in which they have to be brought in: what others name first. */
export const SHEETS = {
  filament: filamentSheet,
  printers: printerSheet,
  spools: spoolSheet,
  jobs: jobSheet,
} as const satisfies Readonly<Record<SheetName, Sheet>>;
