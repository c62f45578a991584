/** What `/api/v2/import` answers. */
import { z } from 'zod';
import { FILE_KINDS, type FileNote, TOLD } from './files.ts';
import type { Problem } from './problem.ts';

const place = {
  line: z.int().optional(),
  /** The name of the column, or where in its line something begins that is in none. */
  column: z.union([z.string(), z.number()]).nullish(),
  /** Where in its line that begins, from 1. */
  character: z.int().optional(),
  /** Of JSON, such as `[3].filament.density`. */
  path: z.string().optional(),
};
/** `generated`: in a dry run the id may be another one than the record gets in the end. */
const Row = z.object({ ...place, id: z.string(), generated: z.boolean().optional() });
const Note = z.object({ ...place, message: z.string() });
const count = z.int().nonnegative();

export const ImportAnswer = z.object({
  kind: z.enum(FILE_KINDS).meta({ description: 'What the file was taken for.' }),
  applied: z.boolean(),
  counts: z.object({ creates: count, changes: count, same: count, errors: count, warnings: count }),
  creates: z.array(Row).max(TOLD).meta({ description: 'The first of them.' }),
  changes: z.array(Row).max(TOLD),
  errors: z.array(Note).max(TOLD),
  warnings: z.array(Note).max(TOLD),
  ignored: z.array(z.string()).meta({ description: 'Headers that no column answers to.' }),
});
export type ImportAnswer = z.output<typeof ImportAnswer>;
export type ImportRow = z.output<typeof Row>;
export type ImportNote = z.output<typeof Note>;

type ProblemError = NonNullable<Problem['errors']>[number];

/** What is wrong with a file, as a refusal tells it. `path` says all of a place in words. */
export function problemErrors(errors: readonly FileNote[]): ProblemError[] {
  return errors.map(({ message, line, column, character, path = '' }) => {
    if (line === undefined) return { path, message };
    const said = column === undefined || column === null ? '' : String(column);
    return {
      ...{ path: said === '' ? `line ${line}` : `line ${line}, ${said}`, message, line },
      // A number is a place in a line, which `character` says.
      ...(/^\d*$/.test(said) ? {} : { column: said }),
      ...(character === undefined ? {} : { character }),
    };
  });
}

/** `the file has one error` */
export const errorCount = (errors: number) =>
  `the file has ${errors === 1 ? 'one error' : `${errors} errors`}`;
