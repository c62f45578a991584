/** What people type into fields, turned into what commands carry. All form values are text. */
import { z } from 'zod';
import { Id } from '../../shared/domain/text.ts';

/** An id that may be left empty: one is generated then. */
export const optionalId = z
  .string()
  .transform((text) => (text.trim() === '' ? undefined : text))
  .pipe(Id.optional());

/** A number with up to three decimals, point or comma. */
const NUMBER = /^-?\d+(?:[.,]\d{0,3})?$/;

/** What a field says in another unit than it is kept in, and what a good example looks like. */
type Unit = Readonly<{ factor: number; example: string }>;
export const GRAMS: Unit = { factor: 1_000, example: '120 or 12.5' };
export const MILLIMETRES: Unit = { factor: 1_000, example: '0.4' };
export const DENSITY: Unit = { factor: 1_000, example: '1.24' };
export const MONEY: Unit = { factor: 100, example: '24.90' };
export const WHOLE: Unit = { factor: 1, example: '3' };

/** The kept number, or the words for what is wrong. */
function read(text: string, { factor, example }: Unit): number | string {
  const trimmed = text.trim();
  if (trimmed === '') return 'must not be empty';
  if (!NUMBER.test(trimmed)) return `must be a number like ${example}`;
  const value = Number(trimmed.replace(',', '.')) * factor;
  // However many digits: the schema then says that it is too much, not that it is no number.
  const most = Math.min(Number.MAX_SAFE_INTEGER, Math.max(Number.MIN_SAFE_INTEGER, value));
  // A half of what is counted is a slip; what is measured is rounded.
  return factor === 1 ? most : Math.round(most);
}

/** A field with an amount, handed in its kept unit to the contract's own schema for it. */
export function amount<S extends z.ZodType<number, number>>(schema: S, unit: Unit) {
  return z
    .string()
    .transform((text, context) => {
      const value = read(text, unit);
      if (typeof value === 'number') return value;
      context.addIssue({ code: 'custom', message: value });
      return z.NEVER;
    })
    .pipe(schema);
}

/** A field in grams. Nothing weighs less than nothing. */
export function grams<S extends z.ZodType<number, number>>(schema: S) {
  return z
    .string()
    .refine((text) => !text.trim().startsWith('-'), `must be a number like ${GRAMS.example}`)
    .pipe(amount(schema, GRAMS));
}

/** Empty text means that nothing is known; anything else is for `schema`. */
export function blankAsNull<T>(schema: z.ZodType<T, string> | z.ZodType<T, string | null>) {
  return z.string().transform((text, context): T | null => {
    const trimmed = text.trim();
    if (trimmed === '') return null;
    const parsed = schema.safeParse(trimmed);
    if (parsed.success) return parsed.data;
    context.addIssue({ code: 'custom', message: parsed.error.issues[0]?.message ?? 'is wrong' });
    return z.NEVER;
  });
}

/** Several things with commas between them; with semicolons, where the numbers have commas. */
export function list<S extends z.ZodType>(schema: S, item: (text: string) => unknown = (text) => text) {
  return z.string().transform((text, context): z.output<S> => {
    const items = text
      .split(text.includes(';') ? ';' : ',')
      .map((each) => each.trim())
      .filter((each) => each !== '')
      .map(item);
    const parsed = schema.safeParse(items);
    if (parsed.success) return parsed.data;
    // Said of the field as a whole: a form has no field for one of its items.
    context.addIssue({ code: 'custom', message: parsed.error.issues[0]?.message ?? 'is wrong' });
    return z.NEVER;
  });
}

/** An item of a list in such a unit; what is no number stays what it is, for the schema to refuse. */
export function inUnit(unit: Unit): (text: string) => unknown {
  return (text) => {
    const value = read(text, unit);
    return typeof value === 'number' ? value : Number.NaN;
  };
}

const HOURS = /^(\d{1,4}):([0-5]\d)$/;

/** `2:30`, in seconds. */
export function duration<S extends z.ZodType<number, number>>(schema: S) {
  return z
    .string()
    .transform((text, context) => {
      const [, hours, minutes] = HOURS.exec(text.trim()) ?? [];
      if (hours !== undefined && minutes !== undefined) return (Number(hours) * 60 + Number(minutes)) * 60;
      context.addIssue({ code: 'custom', message: 'must be hours and minutes like 2:30' });
      return z.NEVER;
    })
    .pipe(schema);
}

/** A date with its time, where this window is, in epoch milliseconds. */
export function localMoment<S extends z.ZodType<number, number>>(schema: S) {
  return z
    .string()
    .transform((text, context) => {
      const at = /^\d{4,}-\d\d-\d\dT\d\d:\d\d/.test(text) ? new Date(text).getTime() : Number.NaN;
      if (!Number.isNaN(at)) return at;
      context.addIssue({ code: 'custom', message: 'must be a date and a time' });
      return z.NEVER;
    })
    .pipe(schema);
}
