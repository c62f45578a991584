/** Rules of products: what one can buy. */
import type { Product } from './commands.ts';
import type { Draft } from './draft.ts';
import type { Filament } from './model.ts';
import { productKey } from './products.ts';
import {
  accept,
  duplicateId,
  edit,
  inUse,
  notFound,
  notRetired,
  refuse,
  retired,
  type Rule,
} from './rule.ts';
import type { Id } from './text.ts';

/** The product on offer that equals this one. */
function equalProduct(
  draft: Draft,
  product: Pick<Product, 'maker' | 'material' | 'colour'>,
): Filament | undefined {
  for (const filament of draft.filamentsLike(productKey(product))) if (!filament.retired) return filament;
  return undefined;
}

function create(draft: Draft, id: Id, product: Product, at: number): Filament {
  const filament = { ...product, id, spools: 0, retired: false, createdAt: at };
  draft.put('filaments', filament);
  return filament;
}

/** The product that equals this one, made if there is none. */
export function findOrCreate(draft: Draft, product: Product, at: number): Filament {
  return equalProduct(draft, product) ?? create(draft, draft.newId('filaments'), product, at);
}

export const createFilament: Rule<'filament.create'> = (draft, { id, ...product }, { at }) => {
  if (id !== undefined && draft.get('filaments', id)) return duplicateId('filaments', id);
  const equal = equalProduct(draft, product);
  if (equal) return refuse({ code: 'duplicateProduct', params: { id: equal.id } });
  return accept(create(draft, id ?? draft.newId('filaments'), product, at).id);
};

export const editFilament: Rule<'filament.edit'> = (draft, { id, ...fields }) => {
  const filament = draft.get('filaments', id);
  if (filament === undefined) return notFound('filaments', id);
  const { maker = filament.maker, colour = filament.colour } = fields;
  const equal = filament.retired ? undefined : equalProduct(draft, { ...filament, maker, colour });
  if (equal !== undefined && equal.id !== id)
    return refuse({ code: 'duplicateProduct', params: { id: equal.id } });
  return edit(draft, 'filaments', id, fields);
};

export const retireFilament: Rule<'filament.retire'> = (draft, { id }) => {
  const filament = draft.get('filaments', id);
  if (filament === undefined) return notFound('filaments', id);
  if (filament.retired) return retired('filaments', id);
  if (filament.spools > 0) return inUse('filaments', id, 'spools');
  draft.put('filaments', { ...filament, retired: true });
  return accept(id);
};

export const restoreFilament: Rule<'filament.restore'> = (draft, { id }) => {
  const filament = draft.get('filaments', id);
  if (filament === undefined) return notFound('filaments', id);
  if (!filament.retired) return notRetired('filaments', id);
  const equal = equalProduct(draft, filament);
  if (equal) return refuse({ code: 'duplicateProduct', params: { id: equal.id } });
  draft.put('filaments', { ...filament, retired: false });
  return accept(id);
};
