/** Rules of spools: physical reels, the grams on them and where they are. */
import type { CommandBody } from './commands.ts';
import type { Draft } from './draft.ts';
import { findOrCreate } from './filaments.ts';
import type { Filament } from './model.ts';
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
import { load, unload } from './slots.ts';
import type { Id } from './text.ts';
import { fresh } from './versions.ts';

export const createSpool: Rule<'spool.create'> = (draft, body, { at }) => {
  const { count } = body;
  if (body.id !== undefined && draft.get('spools', body.id)) return duplicateId('spools', body.id);
  if (body.id !== undefined && count > 1) return refuse({ code: 'oneId', params: { count } });
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
  const ids = Array.from({ length: count }, () => createOne(draft, filament, body, at));
  draft.put('filaments', { ...filament, spools: filament.spools + count });
  const [first = ''] = ids;
  return count === 1 ? accept(first) : { ok: true, id: first, ids };
};

function createOne(draft: Draft, filament: Filament, body: CommandBody<'spool.create'>, at: number): Id {
  const id = body.id ?? draft.newId('spools');
  const { totalMg, note, location, lot, emptyReelMg, priceCents, openedAt, driedAt } = body;
  draft.put(
    'spools',
    fresh('spools', {
      id,
      filament: filament.id,
      totalMg,
      remainingMg: Math.min(body.remainingMg, totalMg),
      reservedMg: 0,
      printingMg: 0,
      note,
      retired: false,
      createdAt: at,
      ...{ location, lot, emptyReelMg, priceCents, openedAt, driedAt },
    }),
  );
  return id;
}

export const editSpool: Rule<'spool.edit'> = (draft, { id, ...fields }) => edit(draft, 'spools', id, fields);

/** What the scale says wins, even under what is reserved: jobs that then fall short wait. */
export const weighSpool: Rule<'spool.weigh'> = (draft, { id, remainingMg, grossMg }) => {
  const spool = draft.get('spools', id);
  if (spool === undefined) return notFound('spools', id);
  if (spool.retired) return retired('spools', id);
  if ((remainingMg === undefined) === (grossMg === undefined))
    return refuse({ code: 'oneWeight', params: { spool: id } });
  let netMg = remainingMg;
  if (grossMg !== undefined) {
    const emptyReelMg = spool.emptyReelMg ?? draft.get('filaments', spool.filament)?.emptyReelMg ?? null;
    if (emptyReelMg === null) return refuse({ code: 'reelUnknown', params: { spool: id } });
    if (grossMg < emptyReelMg) return refuse({ code: 'underReel', params: { spool: id, emptyReelMg } });
    netMg = grossMg - emptyReelMg;
  }
  return edit(draft, 'spools', id, { remainingMg: Math.min(netMg ?? 0, spool.totalMg) });
};

export const moveSpool: Rule<'spool.move'> = (draft, { id, printer, slot, location }) => {
  const spool = draft.get('spools', id);
  if (spool === undefined) return notFound('spools', id);
  if (spool.retired) return retired('spools', id);
  const staysAt = spool.printer !== null && spool.printer === printer;
  if (spool.printingMg > 0 && spool.printer !== null && !staysAt)
    return refuse({ code: 'printing', params: { kind: 'spool', id } });
  if (printer === null) {
    unload(draft, id, location);
    return accept(id);
  }
  const to = draft.get('printers', printer);
  if (to === undefined) return notFound('printers', printer);
  if (to.retired) return retired('printers', printer);
  const wanted = slot ?? 1;
  if (wanted > to.slots) return refuse({ code: 'noSuchSlot', params: { printer, slots: to.slots } });
  const there = to.loaded[wanted - 1] ?? null;
  if (there === id) return accept(id);
  if (there !== null) return refuse({ code: 'slotTaken', params: { printer, slot: wanted, spool: there } });
  load(draft, id, printer, wanted);
  return accept(id);
};

export const retireSpool: Rule<'spool.retire'> = (draft, { id }) => {
  const spool = draft.get('spools', id);
  if (spool === undefined) return notFound('spools', id);
  if (spool.retired) return retired('spools', id);
  if (spool.reservedMg > 0) return inUse('spools', id, 'jobs');
  unload(draft, id, spool.location);
  draft.put('spools', { ...(draft.get('spools', id) ?? spool), retired: true });
  const filament = draft.get('filaments', spool.filament);
  if (filament) draft.put('filaments', { ...filament, spools: filament.spools - 1 });
  return accept(id);
};

export const restoreSpool: Rule<'spool.restore'> = (draft, { id }) => {
  const spool = draft.get('spools', id);
  if (spool === undefined) return notFound('spools', id);
  if (!spool.retired) return notRetired('spools', id);
  const filament = draft.get('filaments', spool.filament);
  if (filament === undefined || filament.retired) return retired('filaments', spool.filament);
  draft.put('spools', { ...spool, retired: false });
  draft.put('filaments', { ...filament, spools: filament.spools + 1 });
  return accept(id);
};
