/** What users can ask for, as schemas: a shape error is answered before the log. */
import { z } from 'zod';
import { MATERIALS } from './model.ts';
import { Id, line, requiredLine } from './text.ts';

/** 100 kg: more than any reel or print; less than what milligrams as a double could blur. */
export const MAX_MG = 100_000_000;

const positiveMg = z
  .int('must be a whole number of milligrams')
  .min(1, 'must be more than 0')
  .max(MAX_MG, 'must be at most 100 kg');
const anyMg = z
  .int('must be a whole number of milligrams')
  .min(0, 'must not be negative')
  .max(MAX_MG, 'must be at most 100 kg');

export const MaterialName = z.enum(MATERIALS);
const Hex = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour like #1a2b3c')
  .transform((hex) => hex.toLowerCase());

const name = line(80);
const requiredName = requiredLine(80);
const note = line(500);

const product = {
  maker: name.default(''),
  material: MaterialName,
  colour: requiredName,
  hex: Hex.nullable().default(null),
};

export const Commands = {
  'filament.create': z.object({ id: Id.optional(), ...product }),
  'filament.edit': z.object({
    id: Id,
    maker: name.optional(),
    colour: requiredName.optional(),
    hex: Hex.nullable().optional(),
  }),
  'filament.retire': z.object({ id: Id }),
  /** `filament` names a product; `product` finds the equal one or creates it. */
  'spool.create': z.object({
    id: Id.optional(),
    filament: z.union([z.object({ id: Id }), z.object({ product: z.object(product) })]),
    totalMg: positiveMg,
    /** Above the total it is clamped to the total. */
    remainingMg: anyMg,
    note: note.default(''),
  }),
  'spool.edit': z.object({ id: Id, note: note.optional() }),
  /** Weighing always wins, even under what is reserved; above the total it is clamped. */
  'spool.weigh': z.object({ id: Id, remainingMg: anyMg }),
  'spool.retire': z.object({ id: Id }),
  'printer.create': z.object({
    id: Id.optional(),
    maker: requiredName,
    model: requiredName,
    note: note.default(''),
  }),
  'printer.edit': z.object({
    id: Id,
    maker: requiredName.optional(),
    model: requiredName.optional(),
    note: note.optional(),
  }),
  'printer.retire': z.object({ id: Id }),
  'job.create': z.object({
    id: Id.optional(),
    printer: Id,
    spool: Id,
    file: requiredLine(1024),
    weightMg: positiveMg,
    note: note.default(''),
  }),
  'job.edit': z.object({ id: Id, file: requiredLine(1024).optional(), note: note.optional() }),
  'job.start': z.object({ id: Id }),
  'job.finish': z.object({ id: Id }),
  'job.cancel': z.object({ id: Id }),
} as const;

export type CommandType = keyof typeof Commands;
export type CommandBody<T extends CommandType> = z.output<(typeof Commands)[T]>;
/** A checked command. */
export type Command = { [T in CommandType]: Readonly<{ type: T } & CommandBody<T>> }[CommandType];
/** A command as a form may send it, before defaults and checks. */
export type CommandInput = {
  [T in CommandType]: Readonly<{ type: T } & z.input<(typeof Commands)[T]>>;
}[CommandType];

const options = Object.entries(Commands).map(([type, body]) => body.extend({ type: z.literal(type) }));

/**
 * Any command, told apart by `type`. Unknown fields are dropped. (Made in a loop, which the compiler cannot
 * follow: that each entry of `Commands` got its own `type` is what the loop says.)
 */
export const CommandSchema = z.discriminatedUnion('type', options as never) as unknown as z.ZodType<
  Command,
  CommandInput
>;
