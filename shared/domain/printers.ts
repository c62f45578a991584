/** Rules of printers. */
import { accept, duplicateId, edit, inUse, notFound, retired, type Rule } from './rule.ts';

export const createPrinter: Rule<'printer.create'> = (draft, body, { at }) => {
  if (body.id !== undefined && draft.get('printers', body.id)) return duplicateId('printers', body.id);
  const id = body.id ?? draft.newId('printers');
  const { maker, model, note } = body;
  draft.put('printers', { id, maker, model, note, print: null, openJobs: 0, retired: false, createdAt: at });
  return accept(id);
};

export const editPrinter: Rule<'printer.edit'> = (draft, { id, maker, model, note }) =>
  edit(draft, 'printers', id, { maker, model, note });

export const retirePrinter: Rule<'printer.retire'> = (draft, { id }) => {
  const printer = draft.get('printers', id);
  if (printer === undefined) return notFound('printers', id);
  if (printer.retired) return retired('printers', id);
  if (printer.openJobs > 0) return inUse('printers', id, 'jobs');
  draft.put('printers', { ...printer, retired: true });
  return accept(id);
};
