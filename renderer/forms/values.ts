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
/** More digits than any amount has would only lose precision before the schema refuses them. */
const MAX_DIGITS = 15;

/** A field in grams, handed as milligrams to the contract's own schema for the amount. */
export function grams<S extends z.ZodType<number, number>>(amount: S) {
  return z
    .string()
    .transform((text, context) => {
      const trimmed = text.trim();
      if (trimmed !== '' && trimmed.length <= MAX_DIGITS && GRAMS.test(trimmed)) {
        return Math.round(Number(trimmed.replace(',', '.')) * 1000);
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
