/** What users can ask for, as schemas: a shape error is answered before the log. */
import { z } from 'zod';
import type { product } from './commands/filament.ts';
import { filament } from './commands/filament.ts';
import { job } from './commands/job.ts';
import { printer } from './commands/printer.ts';
import { spool } from './commands/spool.ts';
import { Id } from './text.ts';

export { MAX_MG } from './quantities.ts';
export { MaterialName } from './commands/filament.ts';

export const Commands = {
  'filament.create': filament.create,
  'filament.edit': filament.edit,
  'filament.retire': z.object({ id: Id }),
  'filament.restore': z.object({ id: Id }),
  'spool.create': spool.create,
  'spool.edit': spool.edit,
  'spool.weigh': spool.weigh,
  'spool.move': spool.move,
  'spool.retire': z.object({ id: Id }),
  'spool.restore': z.object({ id: Id }),
  'printer.create': printer.create,
  'printer.edit': printer.edit,
  'printer.clear': z.object({ id: Id }),
  'printer.maintain': printer.maintain,
  'printer.retire': z.object({ id: Id }),
  'printer.restore': z.object({ id: Id }),
  'job.create': job.create,
  'job.repeat': job.repeat,
  'job.edit': job.edit,
  'job.move': job.move,
  'job.hold': job.hold,
  'job.start': job.start,
  'job.changeSpool': job.changeSpool,
  'job.finish': job.finish,
  'job.fail': job.fail,
  'job.cancel': job.cancel,
  /** Takes back what an activity changed, with the checks that the change itself would meet. */
  'activity.undo': z.object({ id: Id }),
} as const;

/** All of one import, or nothing of it: what an entry of the log, and a slice of the event loop, can take. */
export const MAX_BATCH = 1_000;
/** Spools that several commands may make together: each of them is a record. */
export const MAX_MADE = 2_000;
/** These look at all jobs, or at what was done: a thousand of them would hold everybody up. */
const ALONE: ReadonlySet<string> = new Set(['job.move', 'job.repeat', 'activity.undo']);

export type CommandType = keyof typeof Commands;
export type CommandBody<T extends CommandType> = z.output<(typeof Commands)[T]>;
/** A checked command that does one thing. */
export type SingleCommand = { [T in CommandType]: Readonly<{ type: T } & CommandBody<T>> }[CommandType];
/** The same as a form may send it, before defaults and checks. */
export type SingleInput = {
  [T in CommandType]: Readonly<{ type: T } & z.input<(typeof Commands)[T]>>;
}[CommandType];
/** Several that are carried out in their order, all of them or none. */
export type Batch = Readonly<{ type: 'batch'; commands: readonly SingleCommand[] }>;
/** A checked command. */
export type Command = SingleCommand | Batch;
/** A command as somebody may send it. */
export type CommandInput = SingleInput | Readonly<{ type: 'batch'; commands: readonly SingleInput[] }>;
export type Product = z.output<typeof product>;

const options = Object.entries(Commands).map(([type, body]) => body.extend({ type: z.literal(type) }));

/**
 * A command that does one thing, told apart by `type`. Unknown fields are dropped. (Made in a loop, which the compiler cannot
 * follow: that each entry of `Commands` got its own `type` is what the loop says.)
 */
export const SingleSchema = z.discriminatedUnion('type', options as never) as unknown as z.ZodType<
  SingleCommand,
  SingleInput
>;

const BatchSchema = z.object({
  type: z.literal('batch'),
  commands: z
    .array(SingleSchema.refine(({ type }) => !ALONE.has(type), 'cannot be one of several'))
    .min(1, 'must not be empty')
    .max(MAX_BATCH, `must be at most ${MAX_BATCH} commands`)
    .refine((commands) => madeBy(commands) <= MAX_MADE, `must make at most ${MAX_MADE} spools`),
});

/** How many spools commands make: a few letters can ask for hundreds. */
export function madeBy(commands: readonly SingleCommand[]): number {
  return commands.reduce((sum, each) => sum + (each.type === 'spool.create' ? each.count : 0), 0);
}

/** Any command, or several at once. */
export const CommandSchema = z.discriminatedUnion('type', [
  ...options,
  BatchSchema,
] as never) as unknown as z.ZodType<Command, CommandInput>;
