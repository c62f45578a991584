/**
 * What it takes to make a spool as its row says. A spool names its filament by id, or by maker, material and colour;
 * which filament it is of, and how much it once held, are its own for good. A retired spool is in no printer, whatever
 * its row says of that: so that `Retired` can be set to yes without emptying other cells.
 */
import { MaterialName } from '../../domain/commands.ts';
import type { Filament, Spool, State } from '../../domain/model.ts';
import { sameText } from '../../domain/text.ts';
import { productName } from '../../contract/words.ts';
import { edited } from './edited.ts';
import type { Ask, Fields, Flaw, RowPlan } from './sheet.ts';
import type { SpoolRow } from './spools.ts';

type Given = Partial<SpoolRow>;

export function planSpool(given: Fields, shop: State): RowPlan {
  const row = given as Given;
  const spool = row.id === undefined ? undefined : shop.spools.get(row.id);
  return spool === undefined ? planNew(row, shop) : planKnown(row, spool, shop);
}

/** What is wrong with the words for a product beside a filament's id. */
function productFlaws({ maker, material, colour }: Given, filament: Filament): readonly Flaw[] {
  const says = (field: string): Flaw => ({
    field,
    message: `${filament.id} is ${productName(filament)}: that can be changed in the sheet of filament only`,
  });
  if (maker !== undefined && !sameText(maker, filament.maker)) return [says('maker')];
  if (material !== undefined && MaterialName.safeParse(material).data !== filament.material)
    return [says('material')];
  return colour !== undefined && !sameText(colour, filament.colour) ? [says('colour')] : [];
}

type Place = Readonly<{ printer: string | null; slot: number | null; location: string }>;

/** Where a spool should be, if the row says anything of that. */
function placeOf(row: Given, spool: Spool | null, flaws: Flaw[]): Place | null {
  const { printer = spool?.printer ?? null, slot = null } = row;
  if (row.retired === true) {
    const location = row.location ?? '';
    return location === '' || location === spool?.location ? null : { printer: null, slot: null, location };
  }
  if (row.printer === undefined && row.slot === undefined && row.location === undefined) return null;
  if (printer === null) {
    if (slot !== null) flaws.push({ field: 'slot', message: 'says nothing without a printer' });
    return { printer, slot: null, location: row.location ?? spool?.location ?? '' };
  }
  if ((row.location ?? '') !== '')
    flaws.push({ field: 'location', message: `the spool is in ${printer}: that is where it is` });
  const stays = printer === spool?.printer ? spool.slot : 1;
  return { printer, slot: slot ?? stays, location: '' };
}

function weightFlaw({ remainingMg }: Given, totalMg: number | undefined): readonly Flaw[] {
  if (remainingMg === undefined || totalMg === undefined || remainingMg <= totalMg) return [];
  return [{ field: 'remainingMg', message: 'must not be more than the spool holds in total' }];
}

function planNew(row: Given, { filaments }: State): RowPlan {
  const { maker, material, colour, retired = false } = row;
  const named = row.filament === undefined ? undefined : filaments.get(row.filament);
  const totalMg = row.totalMg ?? named?.netMg ?? undefined;
  const flaws: Flaw[] = [...(named ? productFlaws(row, named) : []), ...weightFlaw(row, totalMg)];
  if (row.filament === undefined)
    for (const field of ['material', 'colour'] as const)
      if (row[field] === undefined) flaws.push({ field, message: 'is missing' });
  const place = placeOf(row, null, flaws);
  // The rules want a product that is on offer; of one that is not, only spools that are retired as well can come.
  const bracket = retired && named?.retired === true;
  const create: Ask = {
    ...row,
    type: 'spool.create',
    filament: row.filament === undefined ? { product: { maker, material, colour } } : { id: row.filament },
    totalMg,
    remainingMg: row.remainingMg ?? totalMg,
    location: place?.location ?? row.location,
  };
  return {
    flaws,
    before: bracket ? [{ type: 'filament.restore', id: named.id }] : [],
    create,
    after: (id) => [
      ...(retired ? [{ type: 'spool.retire', id } as const] : []),
      ...(bracket ? [{ type: 'filament.retire', id: named.id } as const] : []),
    ],
    last: (id) => (place === null || place.printer === null ? [] : [{ ...place, type: 'spool.move', id }]),
  };
}

function planKnown(row: Given, spool: Spool, { filaments }: State): RowPlan {
  const filament = filaments.get(spool.filament);
  const edit = edited('spool.edit', row, spool);
  const flaws: Flaw[] = [...edit.flaws, ...weightFlaw(row, spool.totalMg)];
  if (row.filament !== undefined && row.filament !== spool.filament)
    flaws.push({ field: 'filament', message: `is ${spool.filament} and cannot change` });
  else if (filament !== undefined) flaws.push(...productFlaws(row, filament));
  if (row.totalMg !== undefined && row.totalMg !== spool.totalMg)
    flaws.push({ field: 'totalMg', message: 'cannot change: it is what the spool held when it was new' });
  const { remainingMg, retired } = row;
  const place = placeOf(row, spool, flaws);
  const moves =
    place !== null &&
    (place.printer !== spool.printer || place.slot !== spool.slot || place.location !== spool.location);
  // Spools may change places with each other: all are taken out before the first is put in. One that is printing
  // can only go on to another slot of its printer, and is left where it is until then.
  const outFirst = moves && (place.printer === null || (spool.printer !== null && spool.printingMg === 0));
  return {
    flaws,
    create: null,
    after: (id) => {
      const asks: Ask[] = [];
      if (retired === false && spool.retired) asks.push({ type: 'spool.restore', id });
      asks.push(...edit.asks);
      if (remainingMg !== undefined && remainingMg !== spool.remainingMg)
        asks.push({ type: 'spool.weigh', id, remainingMg });
      if (outFirst) asks.push({ type: 'spool.move', id, location: place.location });
      if (retired === true && !spool.retired) asks.push({ type: 'spool.retire', id });
      return asks;
    },
    last: (id) => (moves && place.printer !== null ? [{ ...place, type: 'spool.move', id }] : []),
  };
}
