/** What is left on a spool and of a filament, judged the same wherever it is shown. */
import { colourKey } from './free-grams.ts';
import type { Demand, Filament, Shop, Spool } from './model.ts';
import type { Id } from './text.ts';

/** A spool with less than this part of its full weight left is low. */
const LOW = 0.1;

export function isLow({ remainingMg, totalMg }: Pick<Spool, 'remainingMg' | 'totalMg'>): boolean {
  return remainingMg < totalMg * LOW;
}

/** What there is of one filament on its spools in use. */
export type FilamentStock = Readonly<{
  filament: Filament;
  /** How many spools. */
  spools: number;
  remainingMg: number;
  /** Promised to jobs that name one of the spools, and to running prints. */
  reservedMg: number;
  /** Its part of what jobs that name no spool are promised of its material and colour. */
  demandedMg: number;
  /** What nobody was promised; negative where a scale found less than that. */
  freeMg: number;
  /** What is missing to the amount below which more is to be bought; 0 where nothing is, or nobody said one. */
  missingMg: number;
}>;

/** Whether more of it is to be bought. */
export const isToBuy = ({ filament, missingMg }: Pick<FilamentStock, 'filament' | 'missingMg'>) =>
  missingMg > 0 && !filament.retired;

type Sums = {
  filament: Filament;
  spools: number;
  remainingMg: number;
  reservedMg: number;
  demandedMg: number;
};

/**
 * The stock of each filament, in no order; of retired ones, where there are spools left. A job that names no spool may
 * get its grams from any filament that fits: each carries a part of the promise, by what it has free.
 */
export function stockOf({
  filaments,
  spools,
  demands,
}: Pick<Shop, 'filaments' | 'spools' | 'demands'>): readonly FilamentStock[] {
  const sums = new Map<Id, Sums>();
  for (const filament of filaments.values())
    sums.set(filament.id, { filament, spools: 0, remainingMg: 0, reservedMg: 0, demandedMg: 0 });
  for (const spool of spools.values()) {
    const sum = sums.get(spool.filament);
    if (spool.retired || sum === undefined) continue;
    sum.spools += 1;
    sum.remainingMg += spool.remainingMg;
    sum.reservedMg += spool.reservedMg;
  }
  const here = [...sums.values()].filter(({ filament, spools: count }) => !filament.retired || count > 0);
  share(here, [...demands.values()]);
  return here.map((sum) => {
    const freeMg = freeOf(sum);
    return {
      ...sum,
      freeMg,
      missingMg: Math.max(0, (sum.filament.reorderBelowMg ?? 0) - Math.max(0, freeMg)),
    };
  });
}

const freeOf = ({ remainingMg, reservedMg, demandedMg }: Sums) => remainingMg - reservedMg - demandedMg;

/** First what is asked of a colour, then what may be any: as promises are counted (`promises.ts`). */
function share(stock: readonly Sums[], demands: readonly Demand[]): void {
  const groups = new Map<string, Sums[]>();
  const ordered = [...stock].sort((a, b) => (a.filament.id < b.filament.id ? -1 : 1));
  for (const sum of ordered) {
    const { material, colour } = sum.filament;
    for (const key of [colourKey(material, colour), colourKey(material, null)]) {
      const group = groups.get(key);
      if (group) group.push(sum);
      else groups.set(key, [sum]);
    }
  }
  const ofColour = demands.filter(({ colour }) => colour !== null);
  const ofAny = demands.filter(({ colour }) => colour === null);
  for (const { id, reservedMg } of [...ofColour, ...ofAny]) spread(groups.get(id) ?? [], reservedMg);
}

/** Adds whole milligrams to each by what it has free, or to all alike where nothing is; together they are `mg`. */
function spread(group: readonly Sums[], mg: number): void {
  const free = group.map((sum) => Math.max(0, freeOf(sum)));
  const total = free.reduce((sum, one) => sum + one, 0);
  let [left, weightLeft] = [mg, total > 0 ? total : group.length];
  group.forEach((sum, i) => {
    const weight = total > 0 ? (free[i] ?? 0) : 1;
    const part = weightLeft === 0 ? 0 : Math.round((left * weight) / weightLeft);
    sum.demandedMg += part;
    left -= part;
    weightLeft -= weight;
  });
}
