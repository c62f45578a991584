import { z } from 'zod';
import { Length, Nozzle, Slots } from '../quantities.ts';
import { Id, line, requiredLine } from '../text.ts';
import { MaterialName } from './filament.ts';

/** A list without doubles, in the order in which it was given. */
const unique = <T extends string | number>(values: readonly T[]): T[] => [...new Set(values)];

export const Tags = z
  .array(requiredLine(40))
  .max(20, 'must be at most 20 tags')
  .transform(unique<string>);
const nozzlesUm = z.array(Nozzle).max(16, 'must be at most 16 nozzles');
const materials = z
  .array(MaterialName)
  .max(40, 'must be at most 40 materials')
  .transform(unique<string>);

const details = {
  note: line(500),
  widthMm: Length.nullable(),
  depthMm: Length.nullable(),
  heightMm: Length.nullable(),
  nozzlesUm,
  slots: Slots,
  plate: line(40),
  materials,
  tags: Tags,
  group: line(40),
} as const;

const name = requiredLine(80);

export const printer = {
  create: z.object({
    id: Id.optional(),
    maker: name,
    model: name,
    note: details.note.default(''),
    widthMm: details.widthMm.default(null),
    depthMm: details.depthMm.default(null),
    heightMm: details.heightMm.default(null),
    nozzlesUm: nozzlesUm.default([]),
    slots: details.slots.default(1),
    plate: details.plate.default(''),
    materials: materials.default([]),
    tags: Tags.default([]),
    group: details.group.default(''),
  }),
  edit: z
    .object({ id: Id, maker: name, model: name, ...details })
    .partial()
    .required({ id: true }),
  /** Out of the queue's sight, or back in it. */
  maintain: z.object({ id: Id, on: z.boolean() }),
} as const;
