/** The schemas of forms about jobs: as `schemas.ts`. */
import { z } from 'zod';
import { Commands } from '../../shared/domain/commands.ts';
import { Id } from '../../shared/domain/text.ts';
import { known, length } from './schemas.ts';
import {
  amount,
  blankAsNull,
  duration,
  grams,
  list,
  localMoment,
  MILLIMETRES,
  optionalId,
  WHOLE,
} from './values.ts';

const job = Commands['job.create'].shape;

const words = { file: job.file, note: job.note.unwrap(), customer: job.customer.unwrap() };
/** Of a job that is over only words can change. */
export const jobWords = z.object(words);

const order = z.object({
  ...words,
  printer: blankAsNull(Id),
  spool: blankAsNull(Id),
  material: blankAsNull(job.material.unwrap()),
  colour: blankAsNull(job.colour.unwrap()),
  weightMg: grams(job.weightMg),
  copies: amount(job.copies.unwrap(), WHOLE),
  priority: amount(job.priority.unwrap(), WHOLE),
  dueAt: blankAsNull(localMoment(job.dueAt.unwrap() as unknown as z.ZodType<number, number>)),
  estimateSeconds: blankAsNull(
    duration(job.estimateSeconds.unwrap() as unknown as z.ZodType<number, number>),
  ),
  nozzleUm: known(job.nozzleUm.unwrap(), MILLIMETRES),
  plate: blankAsNull(job.plate.unwrap()),
  widthMm: length,
  depthMm: length,
  heightMm: length,
  tags: list(job.tags.unwrap()),
});

type Order = z.output<typeof order>;
const isNamed = ({ spool, material }: Order) => spool !== null || material !== null;
const UNNAMED = { path: ['material'], message: 'must not be empty' };
/** A job that names its spool asks for no material beside it. */
const asked = <O extends Order>(values: O): O =>
  values.spool === null ? values : { ...values, material: null, colour: null };

export const jobEdit = order.refine(isNamed, UNNAMED).transform(asked);
export const jobCreate = order.extend({ id: optionalId }).refine(isNamed, UNNAMED).transform(asked);

const used = grams(Commands['job.finish'].shape.usedMg.unwrap());
/** `retry` is a box that is ticked or not. */
export const jobFail = z
  .object({ usedMg: used, retry: z.enum(['', 'yes']) })
  .transform(({ usedMg, retry }) => ({ usedMg, retry: retry === 'yes' }));
export const jobChangeSpool = z.object({ usedMg: used, spool: Id });
/** What each of so many running prints took, under `used0`, `used1`, … */
export const jobCancel = (prints: readonly string[]) =>
  z.object(Object.fromEntries(prints.map((_, at) => [`used${at}`, used]))).transform((values) => ({
    used: prints.map((print, at) => ({ print, usedMg: values[`used${at}`] ?? 0 })),
  }));
