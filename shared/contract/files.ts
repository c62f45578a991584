/** Files of records, as a screen brings them in and takes them out. */
import { z } from 'zod';
import type { SingleInput } from '../domain/commands.ts';
import { MAX_FILE_BYTES } from './limits.ts';

/** Tables as CSV. */
export const SHEET_NAMES = ['filament', 'printers', 'spools', 'jobs'] as const;
export type SheetName = (typeof SHEET_NAMES)[number];
/** What can be brought in: a table, Spoolman's JSON export, the original system's state file. */
export const FILE_KINDS = [...SHEET_NAMES, 'spoolman', 'original'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

export const isSheet = (kind: FileKind): kind is SheetName =>
  (SHEET_NAMES as readonly FileKind[]).includes(kind);

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** `kind`: null where it is to be recognised. `file`: its bytes as base64. */
export const PlanParams = z.object({
  kind: z.enum(FILE_KINDS).nullable(),
  file: z
    .string()
    .max(Math.ceil(MAX_FILE_BYTES / 3) * 4, `must be a file of at most ${MAX_FILE_BYTES} bytes`)
    .refine((text) => text.length % 4 === 0 && BASE64.test(text), 'must be base64'),
});

/**
 * Where in a file: a line, with the name or the number of a column, or a path of JSON; neither: the file as a whole.
 * `character`: where in its line that begins, from 1.
 */
export type FilePlace = Readonly<{
  line?: number;
  column?: string | number | null;
  character?: number;
  path?: string;
}>;
export type FileNote = FilePlace & Readonly<{ message: string }>;
export type FileRow = FilePlace & Readonly<{ id: string }>;

/** Rows and errors that are told one by one; the rest is counted. */
export const TOLD = 500;

/** What bringing a file in comes to. Nothing is done yet: that is what `commands`, sent as one batch, do. */
export type Planned = Readonly<{
  /** What it was taken for; null where it is nothing that is known. */
  kind: FileKind | null;
  /** Whether it can hardly be anything else. */
  sure: boolean;
  counts: Readonly<{ creates: number; changes: number; same: number; errors: number; warnings: number }>;
  /** Of each at most `TOLD`. */
  creates: readonly FileRow[];
  changes: readonly FileRow[];
  errors: readonly FileNote[];
  warnings: readonly FileNote[];
  /** Headers that no column answers to. */
  ignored: readonly string[];
  /** All of them in their order; none where anything is wrong. */
  commands: readonly SingleInput[];
}>;

/** What can be kept as a file. */
export const EXPORTS = [...SHEET_NAMES, 'everything'] as const;
export type ExportName = (typeof EXPORTS)[number];

/** How such a file is called, unless somebody says otherwise. */
export const exportFileName = (what: ExportName | 'activity') =>
  what === 'everything' ? 'printraft.json' : `${what}.csv`;

/** A table that the page itself made up, as `activity.csv`: its cells are text, and never more than that. */
const rows = z.array(z.array(z.string()).min(1).max(20));
export const SaveParams = z.discriminatedUnion('what', [
  z.object({ what: z.enum(EXPORTS) }),
  z.object({ what: z.literal('activity'), rows }),
]);

/** What became of a file that was to be saved. */
export type Saved = Readonly<
  { outcome: 'saved'; name: string } | { outcome: 'dismissed' } | { outcome: 'failed'; sentence: string }
>;
