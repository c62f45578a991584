/**
 * Commands as version 2 of the rules knew them. While a shop is at that version its workstations send each other
 * nothing else, and read what they are sent with these schemas: a workstation that knows no newer ones does the same,
 * and both have to come to the same records.
 */
import { z } from 'zod';
import { type Command, type CommandInput, CommandSchema } from './commands.ts';
import { Mg, PositiveMg } from './quantities.ts';
import { Id, line, requiredLine } from './text.ts';

const Hex = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/)
  .transform((hex) => hex.toLowerCase());
const material = z.enum(['PLA', 'PETG', 'ABS', 'TPU', 'ASA', 'PC', 'PA', 'PP', 'PVA', 'HIPS']);
const name = line(80);
const requiredName = requiredLine(80);
const note = line(500);
const file = requiredLine(1024);

const product = {
  maker: name.default(''),
  material,
  colour: requiredName,
  hex: Hex.nullable().default(null),
};
const amounts = { totalMg: PositiveMg, remainingMg: Mg, note: note.default('') };

const Commands = {
  'filament.create': z.object({ id: Id.optional(), ...product }),
  'filament.edit': z.object({
    id: Id,
    maker: name.optional(),
    colour: requiredName.optional(),
    hex: Hex.nullable().optional(),
  }),
  'filament.retire': z.object({ id: Id }),
  'spool.create': z.object({
    id: Id.optional(),
    filament: z.union([z.object({ id: Id }), z.object({ product: z.object(product) })]),
    ...amounts,
  }),
  'spool.edit': z.object({ id: Id, note: note.optional() }),
  'spool.weigh': z.object({ id: Id, remainingMg: Mg }),
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
    file,
    weightMg: PositiveMg,
    note: note.default(''),
  }),
  'job.edit': z.object({ id: Id, file: file.optional(), note: note.optional() }),
  'job.start': z.object({ id: Id }),
  'job.finish': z.object({ id: Id }),
  'job.cancel': z.object({ id: Id }),
} as const;

type Type = keyof typeof Commands;
/** A command that version 2 knows, as it stands in the log. */
export type OldCommand = { [T in Type]: Readonly<{ type: T } & z.output<(typeof Commands)[T]>> }[Type];

const options = Object.entries(Commands).map(([type, body]) => body.extend({ type: z.literal(type) }));
export const OldCommandSchema = z.discriminatedUnion(
  'type',
  options as never,
) as unknown as z.ZodType<OldCommand>;

/** The same command as today's rules take it: they refuse nothing that version 2 allowed. */
export function lifted(old: OldCommand): Command {
  const command = CommandSchema.parse(old);
  // Version 2 knew no plates, materials or slots, so it started whatever was named.
  return command.type === 'job.start' ? { ...command, anyway: true } : command;
}

/** The command in the words of version 2; null where it says what those cannot. */
export function lowered(command: CommandInput): OldCommand | null {
  const old = OldCommandSchema.safeParse(command);
  if (!old.success) return null;
  return saysTheSame(lifted(old.data), CommandSchema.parse(command)) ? old.data : null;
}

/** Whether two commands mean the same, but for how far a start is checked. */
function saysTheSame(one: Command, other: Command): boolean {
  const text = (command: Command) => JSON.stringify({ ...command, anyway: null, cleared: null }, sortedKeys);
  return text(one) === text(other);
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
