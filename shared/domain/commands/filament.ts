import { z } from 'zod';
import { Density, Diameter, Mg, PositiveMg, Price, Temperature } from '../quantities.ts';
import { Id, line, requiredLine } from '../text.ts';

/**
 * Any word for a material, kept in capitals so that `pla` and `PLA` are one. In capitals it may be longer (ß): its length
 * is looked at then, so that what was let in once is let in again.
 */
export const MaterialName = z
  .string()
  .transform((text) => text.toUpperCase())
  .pipe(requiredLine(40));

export const Hex = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour like #1a2b3c')
  .transform((hex) => hex.toLowerCase());
const MAX_COLOURS = 8;

const maker = line(80);
const colour = requiredLine(80);
const moreHexes = z.array(Hex).max(MAX_COLOURS - 1, `must be at most ${MAX_COLOURS - 1} further colours`);

/** What is known of a product beside its name; null where it is not. */
const details = {
  hex: Hex.nullable(),
  moreHexes,
  densityMgPerCm3: Density.nullable(),
  diameterUm: Diameter,
  priceCents: Price.nullable(),
  netMg: PositiveMg.nullable(),
  emptyReelMg: Mg.nullable(),
  nozzleC: Temperature.nullable(),
  bedC: Temperature.nullable(),
  reorderBelowMg: PositiveMg.nullable(),
  article: line(80),
  note: line(500),
} as const;

const unknown = {
  hex: details.hex.default(null),
  moreHexes: details.moreHexes.default([]),
  densityMgPerCm3: details.densityMgPerCm3.default(null),
  diameterUm: details.diameterUm.default(1_750),
  priceCents: details.priceCents.default(null),
  netMg: details.netMg.default(null),
  emptyReelMg: details.emptyReelMg.default(null),
  nozzleC: details.nozzleC.default(null),
  bedC: details.bedC.default(null),
  reorderBelowMg: details.reorderBelowMg.default(null),
  article: details.article.default(''),
  note: details.note.default(''),
} as const;

export const product = z.object({ maker: maker.default(''), material: MaterialName, colour, ...unknown });

export const filament = {
  create: z.object({ id: Id.optional(), ...product.shape }),
  edit: z
    .object({ id: Id, maker, colour, ...details })
    .partial()
    .required({ id: true }),
} as const;
