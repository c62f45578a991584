/** Rules of products: what one can buy. */
import type { Draft } from './draft.ts';
import type { Filament } from './model.ts';
import { accept, duplicateId, edit, inUse, notFound, refuse, retired, type Rule } from './rule.ts';
import type { Id } from './text.ts';

type Product = Pick<Filament, 'maker' | 'material' | 'colour' | 'hex'>;

/** Two products are the same if maker, material and colour name are, whatever their letter case. */
const sameText = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** The product on offer that equals this one. Products are few, so looking at each is cheap. */
function equalProduct(draft: Draft, product: Product): Filament | undefined {
  for (const filament of draft.before('filaments')) {
    if (filament.retired || filament.material !== product.material) continue;
    if (sameText(filament.maker, product.maker) && sameText(filament.colour, product.colour)) return filament;
  }
  return undefined;
}

function create(draft: Draft, id: Id, { maker, material, colour, hex }: Product, at: number): Filament {
  const filament = { id, maker, material, colour, hex, spools: 0, retired: false, createdAt: at };
  draft.put('filaments', filament);
  return filament;
}

/** The product that equals this one, made if there is none. */
export function findOrCreate(draft: Draft, product: Product, at: number): Filament {
  return equalProduct(draft, product) ?? create(draft, draft.newId('filaments'), product, at);
}

export const createFilament: Rule<'filament.create'> = (draft, body, { at }) => {
  if (body.id !== undefined && draft.get('filaments', body.id)) return duplicateId('filaments', body.id);
  const equal = equalProduct(draft, body);
  if (equal) return refuse({ code: 'duplicateProduct', params: { id: equal.id } });
  return accept(create(draft, body.id ?? draft.newId('filaments'), body, at).id);
};

export const editFilament: Rule<'filament.edit'> = (draft, { id, maker, colour, hex }) => {
  const filament = draft.get('filaments', id);
  if (filament === undefined) return notFound('filaments', id);
  const product = { ...filament, maker: maker ?? filament.maker, colour: colour ?? filament.colour };
  const equal = filament.retired ? undefined : equalProduct(draft, product);
  if (equal !== undefined && equal.id !== id)
    return refuse({ code: 'duplicateProduct', params: { id: equal.id } });
  return edit(draft, 'filaments', id, { maker, colour, hex });
};

export const retireFilament: Rule<'filament.retire'> = (draft, { id }) => {
  const filament = draft.get('filaments', id);
  if (filament === undefined) return notFound('filaments', id);
  if (filament.retired) return retired('filaments', id);
  if (filament.spools > 0) return inUse('filaments', id, 'spools');
  draft.put('filaments', { ...filament, retired: true });
  return accept(id);
};
