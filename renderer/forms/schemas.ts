/**
 * One schema for each form: the fields' text in, the command's body out. The rules for values are the
 * contract's own; only how they are typed is added here.
 */
import { z } from 'zod';
import { Commands } from '../../shared/domain/commands.ts';
import { Id } from '../../shared/domain/text.ts';
import {
  amount,
  blankAsNull,
  DENSITY,
  grams,
  inUnit,
  list,
  localMoment,
  MILLIMETRES,
  MONEY,
  optionalId,
  WHOLE,
} from './values.ts';

const printer = Commands['printer.create'].shape;
const filament = Commands['filament.create'].shape;
const spool = Commands['spool.create'].shape;
const text = z.string();

/** What is known of a number, or nothing. */
export const known = (schema: z.ZodType<number | null, number | null>, unit = WHOLE) =>
  blankAsNull(amount(schema as z.ZodType<number, number>, unit));
const knownGrams = (schema: z.ZodType<number | null, number | null>) =>
  blankAsNull(grams(schema as z.ZodType<number, number>));
const knownMoment = (schema: z.ZodType<number | null, number | null>) =>
  blankAsNull(localMoment(schema as z.ZodType<number, number>));
/** A part of a build volume, in millimetres. */
export const length = known(printer.widthMm.unwrap());

export const printerEdit = z.object({
  maker: printer.maker,
  model: printer.model,
  note: printer.note.unwrap(),
  widthMm: length,
  depthMm: length,
  heightMm: length,
  nozzlesUm: list(printer.nozzlesUm.unwrap(), inUnit(MILLIMETRES)),
  slots: amount(printer.slots.unwrap(), WHOLE),
  plate: printer.plate.unwrap(),
  materials: list(printer.materials.unwrap()),
  tags: list(printer.tags.unwrap()),
  group: printer.group.unwrap(),
});
export const printerCreate = printerEdit.extend({ id: optionalId });

const name = {
  maker: text.pipe(filament.maker.unwrap()),
  colour: filament.colour,
  hex: blankAsNull(filament.hex.unwrap()),
};
const material = text.pipe(filament.material as z.ZodType<z.output<typeof filament.material>, string>);
const product = { ...name, material };

export const filamentEdit = z.object({
  ...name,
  moreHexes: list(filament.moreHexes.unwrap()),
  densityMgPerCm3: known(filament.densityMgPerCm3.unwrap(), DENSITY),
  diameterUm: amount(filament.diameterUm.unwrap(), MILLIMETRES),
  netMg: knownGrams(filament.netMg.unwrap()),
  emptyReelMg: knownGrams(filament.emptyReelMg.unwrap()),
  nozzleC: known(filament.nozzleC.unwrap()),
  bedC: known(filament.bedC.unwrap()),
  priceCents: known(filament.priceCents.unwrap(), MONEY),
  reorderBelowMg: knownGrams(filament.reorderBelowMg.unwrap()),
  article: filament.article.unwrap(),
  note: filament.note.unwrap(),
});
export const filamentCreate = filamentEdit.extend({ id: optionalId, material });

/** Empty means a full spool. */
const remaining = text.transform((typed) => (typed.trim() === '' ? undefined : typed));
const place = {
  note: spool.note.unwrap(),
  lot: spool.lot.unwrap(),
  emptyReelMg: knownGrams(spool.emptyReelMg.unwrap()),
  openedAt: knownMoment(spool.openedAt.unwrap()),
  driedAt: knownMoment(spool.driedAt.unwrap()),
};
const spools = {
  id: optionalId,
  totalMg: grams(spool.totalMg),
  remainingMg: remaining.pipe(grams(spool.remainingMg).optional()),
  location: spool.location.unwrap(),
  count: amount(spool.count.unwrap(), WHOLE),
  ...place,
};

/** Spools of a filament in the list, or of a new one. */
export const spoolCreate = z
  .discriminatedUnion('of', [
    z.object({ of: z.literal('listed'), filament: Id, ...spools }),
    z.object({ of: z.literal('new'), ...product, ...spools }),
  ])
  .transform((values): z.input<(typeof Commands)['spool.create']> => {
    const { id, totalMg, note, location, lot, emptyReelMg, openedAt, driedAt, count } = values;
    const remainingMg = values.remainingMg ?? totalMg;
    const details = { note, location, lot, emptyReelMg, openedAt, driedAt };
    const rest = { id, totalMg, remainingMg, ...details, count };
    if (values.of === 'listed') return { filament: { id: values.filament }, ...rest };
    const { maker, colour, hex } = values;
    return { filament: { product: { maker, material: values.material, colour, hex } }, ...rest };
  });

const weighing = { note: Commands['spool.weigh'].shape.note.unwrap() };
/** `withReel` is a box that is ticked or not: then the other weight is of no concern. */
export const spoolWeigh = z
  .discriminatedUnion('withReel', [
    z.object({ withReel: z.literal(''), remainingMg: grams(spool.remainingMg), ...weighing }),
    z.object({ withReel: z.literal('yes'), grossMg: grams(spool.remainingMg), ...weighing }),
  ])
  .transform(({ withReel: _, ...weight }) => weight);
export const spoolEdit = z.object(place);

/** Into a slot of a printer, `PRINTER/SLOT` as the list of slots has it, or to a shelf. */
export const spoolMove = z
  .object({ to: text, location: spool.location.unwrap() })
  .transform(({ to, location }) => {
    const at = to.lastIndexOf('/');
    if (at < 0) return { printer: null, slot: null, location };
    return { printer: to.slice(0, at), slot: Number(to.slice(at + 1)), location: '' };
  });
export const spoolLoad = z.object({ spool: Id });
