/**
 * One schema for each form: the fields' text in, the command's body out. The rules for values are the
 * contract's own; only how they are typed is added here.
 */
import { z } from 'zod';
import { Commands } from '../../shared/domain/commands.ts';
import type { CommandBody } from '../../shared/domain/commands.ts';
import { Id } from '../../shared/domain/text.ts';
import { blankAsNull, grams, optionalId } from './values.ts';

const printer = Commands['printer.create'].shape;
const filament = Commands['filament.create'].shape;
const spool = Commands['spool.create'].shape;
const job = Commands['job.create'].shape;
const text = z.string();

const product = {
  maker: text.pipe(filament.maker.unwrap()),
  material: text.pipe(filament.material as z.ZodType<z.output<typeof filament.material>, string>),
  colour: filament.colour,
  hex: blankAsNull(filament.hex.unwrap()),
};

export const printerCreate = z.object({
  id: optionalId,
  maker: printer.maker,
  model: printer.model,
  note: printer.note.unwrap(),
});
export const printerEdit = printerCreate.omit({ id: true });

export const filamentCreate = z.object({ id: optionalId, ...product });
export const filamentEdit = filamentCreate.omit({ id: true, material: true });

/** Empty means a full spool. */
const remaining = text.transform((typed) => (typed.trim() === '' ? undefined : typed));
const amounts = {
  id: optionalId,
  totalMg: grams(spool.totalMg),
  remainingMg: remaining.pipe(grams(spool.remainingMg).optional()),
  note: spool.note.unwrap(),
};

/** A spool of a filament in the list, or of a new one. */
export const spoolCreate = z
  .discriminatedUnion('of', [
    z.object({ of: z.literal('listed'), filament: Id, ...amounts }),
    z.object({ of: z.literal('new'), ...product, ...amounts }),
  ])
  .transform((values): CommandBody<'spool.create'> => {
    const { id, totalMg, note } = values;
    const remainingMg = values.remainingMg ?? totalMg;
    if (values.of === 'listed') return { id, filament: { id: values.filament }, totalMg, remainingMg, note };
    const { maker, material, colour, hex } = values;
    return { id, filament: { product: { maker, material, colour, hex } }, totalMg, remainingMg, note };
  });

export const spoolWeigh = z.object({ remainingMg: grams(spool.remainingMg) });
export const spoolEdit = z.object({ note: spool.note.unwrap() });

export const jobCreate = z.object({
  id: optionalId,
  printer: job.printer,
  spool: job.spool,
  file: job.file,
  weightMg: grams(job.weightMg),
  note: job.note.unwrap(),
});
export const jobEdit = jobCreate.pick({ file: true, note: true });
