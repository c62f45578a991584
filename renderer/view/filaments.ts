/** What the filament screen shows, from the tables. */
import { productName } from '../../shared/contract/words.ts';
import type { Filament, Shop, Spool } from '../../shared/domain/model.ts';
import { type FilamentStock, isLow, isToBuy, stockOf } from '../../shared/domain/stock.ts';
import { byId, groupBy, perObject } from './memo.ts';

/** `short`: weighed under what is promised to its jobs. */
export type SpoolMark = 'short' | 'empty' | 'low' | null;

/** Milligrams on the spool that no job has reserved; negative where it falls short. */
export function freeMg(spool: Spool): number {
  return spool.remainingMg - spool.reservedMg;
}

/** `In XL-1, slot 3`, or the shelf; empty where nobody said. */
export function placeWords({
  printer,
  slot,
  location,
}: Pick<Spool, 'printer' | 'slot' | 'location'>): string {
  if (printer === null) return location;
  return slot === null || slot === 1 ? `In ${printer}` : `In ${printer}, slot ${slot}`;
}

export function markOf(spool: Spool): SpoolMark {
  if (freeMg(spool) < 0) return 'short';
  if (spool.remainingMg === 0) return 'empty';
  return isLow(spool) ? 'low' : null;
}

export const filamentsInOrder = perObject((filaments: Shop['filaments']): readonly Filament[] =>
  [...filaments.values()].sort(
    (a, b) =>
      Number(a.retired) - Number(b.retired) ||
      a.material.localeCompare(b.material) ||
      productName(a).localeCompare(productName(b)) ||
      byId(a, b),
  ),
);

const none: readonly Spool[] = [];

const spoolsByFilament = perObject((spools: Shop['spools']): ReadonlyMap<string, readonly Spool[]> => {
  const sorted = [...spools.values()].sort((a, b) => Number(a.retired) - Number(b.retired) || byId(a, b));
  return groupBy(sorted, (spool) => spool.filament);
});

/** The spools of a filament; retired ones last. */
export function spoolsOf(spools: Shop['spools'], filament: string): readonly Spool[] {
  return spoolsByFilament(spools).get(filament) ?? none;
}

/** The materials of what the shop has, each once. */
export const materialsOf = perObject((filaments: Shop['filaments']): readonly string[] => [
  ...new Set(
    filamentsInOrder(filaments)
      .filter(({ retired }) => !retired)
      .map(({ material }) => material),
  ),
]);

/** The colours that there are of a material, each once whatever its letter case. */
export function coloursOf(filaments: Shop['filaments'], material: string): readonly string[] {
  const colours = new Map<string, string>();
  for (const filament of filamentsInOrder(filaments)) {
    if (filament.retired || filament.material !== material) continue;
    const key = filament.colour.toLowerCase();
    if (!colours.has(key)) colours.set(key, filament.colour);
  }
  return [...colours.values()].sort((a, b) => a.localeCompare(b));
}

/** What is to be bought again, the scarcest first. */
export function shortages(tables: Pick<Shop, 'filaments' | 'spools' | 'demands'>): readonly FilamentStock[] {
  const part = ({ freeMg, filament: { reorderBelowMg } }: FilamentStock) => freeMg / (reorderBelowMg ?? 1);
  return stockOf(tables)
    .filter(isToBuy)
    .sort((a, b) => part(a) - part(b) || byId(a.filament, b.filament));
}

export type FilamentFilter = Readonly<{ search: string; retired: boolean }>;
export type FilamentGroup = Readonly<{ filament: Filament; spools: readonly Spool[] }>;

/**
 * Filament with its spools. A search keeps a filament with all its spools where the filament is meant,
 * else only those spools that are.
 */
export function filamentGroups(
  tables: Pick<Shop, 'filaments' | 'spools'>,
  { search, retired }: FilamentFilter,
): readonly FilamentGroup[] {
  const wanted = search.trim().toLowerCase();
  const means = (text: string) => text.toLowerCase().includes(wanted);
  return filamentsInOrder(tables.filaments).flatMap((filament) => {
    if (filament.retired && !retired) return [];
    const spools = spoolsOf(tables.spools, filament.id).filter((spool) => retired || !spool.retired);
    if (wanted === '' || means(`${productName(filament)} ${filament.id}`)) return [{ filament, spools }];
    const meant = spools.filter((spool) =>
      means(`${spool.id} ${spool.note} ${spool.location} ${spool.lot} ${spool.printer ?? ''}`),
    );
    return meant.length > 0 ? [{ filament, spools: meant }] : [];
  });
}

export type Stock = Readonly<{ spools: number; remainingMg: number; reservedMg: number; little: number }>;

/** What the spools in use hold together; `little` counts those with a mark. */
export const stock = perObject((spools: Shop['spools'] | readonly Spool[]): Stock => {
  const inUse = [...spools.values()].filter((spool) => !spool.retired);
  const sum = (of: (spool: Spool) => number) => inUse.reduce((total, spool) => total + of(spool), 0);
  return {
    spools: inUse.length,
    remainingMg: sum((spool) => spool.remainingMg),
    reservedMg: sum((spool) => spool.reservedMg),
    little: inUse.filter((spool) => markOf(spool) !== null).length,
  };
});
