/** Records as a file for people: how it is called, of what kind it is, and what is in it. */
import { type ExportName, exportFileName } from '../contract/files.ts';
import type { State } from '../domain/model.ts';
import { exportShop } from './export.ts';
import { writeActivity } from './sheets/activity.ts';
import { SHEETS } from './sheets/index.ts';
import { writeSheet } from './sheets/write.ts';

export type ExportedFile = Readonly<{
  name: string;
  /** Of its content, without its encoding, which is UTF-8. */
  type: string;
  parts: Iterable<string>;
}>;

/** @param state which has to stay as it is until the last part is taken */
export function exportFile(what: ExportName | 'activity', state: State): ExportedFile {
  const name = exportFileName(what);
  if (what === 'everything') return { name, type: 'application/json', parts: exportShop(state) };
  const parts =
    what === 'activity' ? writeActivity(state) : writeSheet(SHEETS[what], state, { past: true, mark: true });
  return { name, type: 'text/csv', parts };
}
