/** Commands as they travel and are kept: without what a command means anyway where it does not say so. */
import { z } from 'zod';
import { same } from './activity.ts';
import { product } from './commands/filament.ts';
import { type CommandInput, Commands, type SingleInput } from './commands.ts';

type Usual = ReadonlyMap<string, unknown>;
const NONE: Usual = new Map();

const usualOf = ({ shape }: Readonly<{ shape: z.ZodRawShape }>): Usual =>
  new Map(
    Object.entries(shape).flatMap(([field, schema]) =>
      schema instanceof z.ZodDefault ? [[field, schema.def.defaultValue] as const] : [],
    ),
  );

const USUAL = new Map<string, Usual>(Object.entries(Commands).map(([type, body]) => [type, usualOf(body)]));
const OF_PRODUCT = usualOf(product);

function without(value: object, usual: Usual): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).filter(([field, said]) => !(usual.has(field) && same(said, usual.get(field)))),
  );
}

/** The shortest input that is parsed into this command. Two commands mean the same if these are equal. */
export function lean(command: CommandInput): CommandInput {
  if (command.type !== 'batch') return leanOne(command);
  return { type: 'batch', commands: command.commands.map(leanOne) };
}

function leanOne(command: SingleInput): SingleInput {
  const left = without(command, USUAL.get(command.type) ?? NONE);
  if (command.type === 'spool.create' && 'product' in command.filament)
    left['filament'] = { product: without(command.filament.product, OF_PRODUCT) };
  return left as SingleInput;
}
