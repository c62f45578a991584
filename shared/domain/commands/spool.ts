import { z } from 'zod';
import { Mg, Moment, PositiveMg, Price, Spools } from '../quantities.ts';
import { Id, line } from '../text.ts';
import { product } from './filament.ts';

const note = line(500);
const details = {
  note,
  lot: line(80),
  emptyReelMg: Mg.nullable(),
  priceCents: Price.nullable(),
  openedAt: Moment.nullable(),
  driedAt: Moment.nullable(),
} as const;

export const spool = {
  /** `filament` names a product; `product` finds the equal one or creates it. */
  create: z.object({
    id: Id.optional(),
    filament: z.union([z.object({ id: Id }), z.object({ product })]),
    totalMg: PositiveMg,
    /** Above the total it is clamped to the total. */
    remainingMg: Mg,
    note: note.default(''),
    location: line(80).default(''),
    lot: details.lot.default(''),
    emptyReelMg: details.emptyReelMg.default(null),
    priceCents: details.priceCents.default(null),
    openedAt: details.openedAt.default(null),
    driedAt: details.driedAt.default(null),
    /** Equal ones; more than one get generated ids. */
    count: Spools.default(1),
  }),
  edit: z
    .object({ id: Id, ...details })
    .partial()
    .required({ id: true }),
  /**
   * Weighing always wins, even under what is reserved; above the total it is clamped. `grossMg` is with the reel,
   * whose weight has to be known. Exactly one of the two is given.
   */
  weigh: z.object({
    id: Id,
    remainingMg: Mg.optional(),
    grossMg: Mg.optional(),
    note: note.default(''),
  }),
  /** Into a slot (counted from 1) of a printer, or out of any to `location`. */
  move: z.object({
    id: Id,
    printer: Id.nullable().default(null),
    slot: z
      .int('must be a whole number')
      .min(1, 'must be at least 1')
      .max(64, 'must be at most 64')
      .nullable()
      .default(null),
    location: line(80).default(''),
  }),
} as const;
