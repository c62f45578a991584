import { Groups } from './groups.ts';
import type { Filament } from './model.ts';
import type { Id } from './text.ts';

type Named = Pick<Filament, 'maker' | 'material' | 'colour'>;

/** What makes two products one: maker, material and colour name, whatever their letter case. */
export const productKey = ({ maker, material, colour }: Named): string =>
  JSON.stringify([material, maker.toLowerCase(), colour.toLowerCase()]);

const keyOf = (filament: Filament | null | undefined) => (filament ? productKey(filament) : undefined);

/** Filaments by their product. */
export class Products {
  readonly #groups = new Groups();

  /** @param key from `productKey` */
  of(key: string): Iterable<Id> {
    return this.#groups.of(key);
  }

  take(id: Id, before: Filament | undefined, after: Filament | null): void {
    this.#groups.move(id, keyOf(before), keyOf(after));
  }
}
