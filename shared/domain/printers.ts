/** Rules of printers. */
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
import { unload } from './slots.ts';

export const createPrinter: Rule<'printer.create'> = (draft, { id: chosen, ...fields }, { at }) => {
  if (chosen !== undefined && draft.get('printers', chosen)) return duplicateId('printers', chosen);
  const id = chosen ?? draft.newId('printers');
  draft.put('printers', {
    ...fields,
    id,
    state: 'ready',
    loaded: [],
    print: null,
    openJobs: 0,
    retired: false,
    createdAt: at,
  });
  return accept(id);
};

export const editPrinter: Rule<'printer.edit'> = (draft, { id, ...fields }) => {
  const printer = draft.get('printers', id);
  if (printer === undefined) return notFound('printers', id);
  const beyond =
    fields.slots === undefined ? undefined : printer.loaded.slice(fields.slots).find((one) => one !== null);
  if (beyond !== undefined) {
    const slot = printer.loaded.indexOf(beyond) + 1;
    return refuse({ code: 'slotTaken', params: { printer: id, slot, spool: beyond } });
  }
  return edit(draft, 'printers', id, fields);
};

export const clearPrinter: Rule<'printer.clear'> = (draft, { id }) => {
  const printer = draft.get('printers', id);
  if (printer === undefined) return notFound('printers', id);
  if (printer.state !== 'plate') return refuse({ code: 'plateClear', params: { printer: id } });
  draft.put('printers', { ...printer, state: 'ready' });
  return accept(id);
};

/** Whoever puts a printer back to work has looked at its plate. A print that runs goes on. */
export const maintainPrinter: Rule<'printer.maintain'> = (draft, { id, on }) => {
  const printer = draft.get('printers', id);
  if (printer === undefined) return notFound('printers', id);
  if (printer.retired) return retired('printers', id);
  if (on) return edit(draft, 'printers', id, { state: 'maintenance' });
  return printer.state === 'maintenance' ? edit(draft, 'printers', id, { state: 'ready' }) : accept(id);
};

export const retirePrinter: Rule<'printer.retire'> = (draft, { id }) => {
  const printer = draft.get('printers', id);
  if (printer === undefined) return notFound('printers', id);
  if (printer.retired) return retired('printers', id);
  if (printer.openJobs > 0 || printer.print !== null) return inUse('printers', id, 'jobs');
  for (const spool of printer.loaded) if (spool !== null) unload(draft, spool, '');
  draft.put('printers', { ...(draft.get('printers', id) ?? printer), retired: true });
  return accept(id);
};

export const restorePrinter: Rule<'printer.restore'> = (draft, { id }) => {
  const printer = draft.get('printers', id);
  if (printer === undefined) return notFound('printers', id);
  if (!printer.retired) return notRetired('printers', id);
  draft.put('printers', { ...printer, retired: false });
  return accept(id);
};
