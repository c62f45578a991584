/** Rules of spools: physical reels and the grams on them. */
import { findOrCreate } from './filaments.ts';
import { accept, duplicateId, edit, inUse, notFound, retired, type Rule } from './rule.ts';

export const createSpool: Rule<'spool.create'> = (draft, body, { at }) => {
  if (body.id !== undefined && draft.get('spools', body.id)) return duplicateId('spools', body.id);
  if ('id' in body.filament) {
    const named = draft.get('filaments', body.filament.id);
    if (named === undefined) return notFound('filaments', body.filament.id);
    if (named.retired) return retired('filaments', named.id);
  }
  const filament =
    'product' in body.filament
      ? findOrCreate(draft, body.filament.product, at)
      : draft.get('filaments', body.filament.id);
  if (filament === undefined) throw new TypeError('the product was looked up above');
  const id = body.id ?? draft.newId('spools');
  draft.put('filaments', { ...filament, spools: filament.spools + 1 });
  draft.put('spools', {
    id,
    filament: filament.id,
    totalMg: body.totalMg,
    remainingMg: Math.min(body.remainingMg, body.totalMg),
    reservedMg: 0,
    printingMg: 0,
    note: body.note,
    retired: false,
    createdAt: at,
  });
  return accept(id);
};

export const editSpool: Rule<'spool.edit'> = (draft, { id, note }) => edit(draft, 'spools', id, { note });

/** What the scale says wins, even under what is reserved: jobs that then fall short wait. */
export const weighSpool: Rule<'spool.weigh'> = (draft, { id, remainingMg }) => {
  const spool = draft.get('spools', id);
  if (spool === undefined) return notFound('spools', id);
  if (spool.retired) return retired('spools', id);
  return edit(draft, 'spools', id, { remainingMg: Math.min(remainingMg, spool.totalMg) });
};

export const retireSpool: Rule<'spool.retire'> = (draft, { id }) => {
  const spool = draft.get('spools', id);
  if (spool === undefined) return notFound('spools', id);
  if (spool.retired) return retired('spools', id);
  if (spool.reservedMg > 0) return inUse('spools', id, 'jobs');
  draft.put('spools', { ...spool, retired: true });
  const filament = draft.get('filaments', spool.filament);
  if (filament) draft.put('filaments', { ...filament, spools: filament.spools - 1 });
  return accept(id);
};
