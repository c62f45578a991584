/** Free grams by material and colour, so that a promise has not to look at every spool. */
import type { Change, Entities, Filament, Spool, TableName } from './model.ts';
import type { Id } from './text.ts';

/** One material in one colour, whatever its letter case, or the material in any (`null`). */
export const colourKey = (material: string, colour: string | null): string =>
  JSON.stringify([material, colour?.toLowerCase() ?? null]);

/** Milligrams on a spool that nobody was promised; negative after a weighing that found less. */
export const freeOn = ({ remainingMg, reservedMg }: Pick<Spool, 'remainingMg' | 'reservedMg'>) =>
  remainingMg - reservedMg;

/** A spool that is short helps nobody, and harms none. */
const gives = (spool: Spool | null | undefined) => (spool && !spool.retired ? Math.max(0, freeOn(spool)) : 0);

type Kind = Pick<Filament, 'material' | 'colour'>;

/**
 * Sums over the spools in use. Kept up from changes; `base` is what they were before: a draft has its own sums on top
 * of the shop's.
 */
export class FreeGrams {
  readonly #base: FreeGrams | null;
  readonly #kinds = new Map<Id, Kind | null>();
  /** By filament, and by `colourKey`. */
  readonly #filaments = new Map<Id, number>();
  readonly #colours = new Map<string, number>();

  constructor(base: FreeGrams | null = null) {
    this.#base = base;
  }

  /** Free milligrams of a material, in one colour or in any. */
  of(material: string, colour: string | null): number {
    return this.#ofColour(colourKey(material, colour));
  }

  #ofColour(key: string): number {
    return (this.#base === null ? 0 : this.#base.#ofColour(key)) + (this.#colours.get(key) ?? 0);
  }
  #ofFilament(id: Id): number {
    return (this.#base === null ? 0 : this.#base.#ofFilament(id)) + (this.#filaments.get(id) ?? 0);
  }
  #kindOf(id: Id): Kind | null {
    const kind = this.#kinds.get(id);
    if (kind !== undefined || this.#base === null) return kind ?? null;
    return this.#base.#kindOf(id);
  }

  /** @param before what the table had under that id */
  take({ table, id, entity }: Change, before: Entities[TableName] | undefined): void {
    if (table === 'filaments') this.#takeFilament(id, entity);
    if (table !== 'spools') return;
    const was = before as Spool | undefined;
    if (was) this.#add(was.filament, -gives(was));
    if (entity) this.#add(entity.filament, gives(entity));
  }

  #add(filament: Id, mg: number): void {
    if (mg === 0) return;
    this.#filaments.set(filament, (this.#filaments.get(filament) ?? 0) + mg);
    this.#addTo(this.#kindOf(filament), mg);
  }

  #addTo(kind: Kind | null, mg: number): void {
    if (kind === null || mg === 0) return;
    for (const key of [colourKey(kind.material, null), colourKey(kind.material, kind.colour)])
      this.#colours.set(key, (this.#colours.get(key) ?? 0) + mg);
  }

  /** A filament that is called otherwise takes what its spools give along. */
  #takeFilament(id: Id, after: Kind | null): void {
    const before = this.#kindOf(id);
    if (before?.material === after?.material && before?.colour === after?.colour) return;
    const mg = this.#ofFilament(id);
    this.#addTo(before, -mg);
    this.#addTo(after, mg);
    this.#kinds.set(id, after && { material: after.material, colour: after.colour });
  }
}
