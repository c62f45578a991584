/**
 * An export of Spoolman as commands. Ids are made from Spoolman's own, so that what was brought in once is known when it
 * comes again, and is left as it is: the shop's records may have moved on since then.
 */
import type { State } from '../domain/model.ts';
import { Rehearsal } from './rehearsal.ts';
import type { Ask } from './sheets/sheet.ts';
import { noPlan, SourceNotes, type SourceOptions, type SourcePlan } from './source.ts';
import { type At, readSpoolman, type SpoolmanFile, type SpoolmanSpool } from './spoolman-file.ts';
import { cents, cleanText, milli, SpoolmanProducts } from './spoolman-products.ts';

/**
 * A dry run, step by step, of bringing in Spoolman's records.
 * Between any two steps other work can have a turn.
 * @param json what was parsed of a file: a list of spools or of filaments, or an object of both
 */
export function* spoolmanSteps(
  json: unknown,
  shop: State,
  { most = { commands: Infinity } }: SourceOptions = {},
): Generator<undefined, SourcePlan> {
  const file = yield* readSpoolman(json);
  if ('errors' in file) return noPlan(file.errors);
  const notes = new SourceNotes(yield* Rehearsal.of(shop));
  const products = new SpoolmanProducts(notes, file);
  const takers = [
    ...file.filaments.map(
      ({ path, value }) =>
        () =>
          products.take(path, value),
    ),
    ...file.spools.map((spool) => () => takeSpool(notes, products, spool, file)),
  ];
  for (const take of takers) {
    take();
    const tooMuch = notes.overflow(most.commands);
    if (tooMuch !== null) return tooMuch;
    yield;
  }
  return notes.plan();
}

/** What a command's fields are called in the file. */
const NAMES = {
  totalMg: 'initial_weight',
  remainingMg: 'used_weight',
  emptyReelMg: 'spool_weight',
  priceCents: 'price',
  openedAt: 'first_used',
  lot: 'lot_nr',
  location: 'location',
  note: 'comment',
} as const;

function takeSpool(
  notes: SourceNotes,
  products: SpoolmanProducts,
  { path, value }: At<SpoolmanSpool>,
  { byId }: SpoolmanFile,
): void {
  const id = `S-SM-${value.id}`;
  if (value.filament) products.take(`${path}.filament`, value.filament);
  const number = value.filament?.id ?? value.filament_id ?? '';
  const product = products.idOf(number);
  if (notes.rehearsal.shop.spools.has(id)) {
    notes.same.push({ path, id });
    return;
  }
  const ofProduct = value.filament ?? byId.get(number);
  if (product === undefined) {
    if (!ofProduct)
      notes.errors.push({ path: `${path}.filament_id`, message: `the file has no filament ${number}` });
    return;
  }
  const total = [
    value.initial_weight,
    ofProduct?.weight,
    (value.remaining_weight ?? 0) + (value.used_weight ?? 0),
  ];
  const totalMg = milli(total.find((weight) => (weight ?? 0) > 0));
  if (totalMg === null) {
    const message = 'how much the spool held when it was full is not known: say it in Spoolman';
    notes.errors.push({ path: `${path}.initial_weight`, message });
    return;
  }
  const leftMg = milli(value.remaining_weight);
  const usedMg = Math.max(0, milli(value.used_weight) ?? (leftMg === null ? 0 : totalMg - leftMg));
  const create: Ask = {
    type: 'spool.create',
    id,
    filament: { id: product },
    totalMg,
    remainingMg: Math.max(0, totalMg - usedMg),
    location: cleanText(notes, `${path}.location`, value.location, 80),
    lot: cleanText(notes, `${path}.lot_nr`, value.lot_nr, 80),
    note: cleanText(notes, `${path}.comment`, value.comment, 500),
    emptyReelMg: milli(value.spool_weight),
    priceCents: cents(value.price),
    openedAt: value.first_used ?? null,
  };
  notes.create(path, id, value.archived === true ? [create, { type: 'spool.retire', id }] : [create], NAMES);
}
