/** What people type into fields, turned into what commands carry. All form values are text. */
import { z } from 'zod';
import { Id } from '../../shared/domain/text.ts';

/** An id that may be left empty: one is generated then. */
export const optionalId = z
  .string()
  .transform((text) => (text.trim() === '' ? undefined : text))
  .pipe(Id.optional());

/** A number of grams with up to three decimals, point or comma. */
const GRAMS = /^\d+(?:[.,]\d{0,3})?$/;

/** A field in grams, handed as milligrams to the contract's own schema for the amount. */
export function grams<S extends z.ZodType<number, number>>(amount: S) {
  return z
    .string()
    .transform((text, context) => {
      const trimmed = text.trim();
      if (GRAMS.test(trimmed)) {
        // However many digits: the schema then says that it is too much, not that it is no number.
        return Math.min(Math.round(Number(trimmed.replace(',', '.')) * 1000), Number.MAX_SAFE_INTEGER);
      }
      const message = trimmed === '' ? 'must not be empty' : 'must be a number like 120 or 12.5';
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    })
    .pipe(amount);
}

/** Empty text means that nothing is known. */
export function blankAsNull<S extends z.ZodType>(schema: S) {
  return z
    .string()
    .transform((text) => (text.trim() === '' ? null : text.trim()))
    .pipe(schema as unknown as z.ZodType<z.output<S>, string | null>);
}
