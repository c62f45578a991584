/** What bringing in a file really did: told from what the shop filed about it, not from what was planned. */
import type { FilePlace, FileRow } from '../../../shared/contract/files.ts';
import type { Activity, Archive } from '../../../shared/domain/model.ts';
import type { Id } from '../../../shared/domain/text.ts';

/** A row as it stands in a file: without an id where it names none. */
export type RowBefore = Readonly<{ place: FilePlace; id?: Id }>;
export type Done = Readonly<{
  creates: readonly FileRow[];
  changes: readonly FileRow[];
  same: readonly FileRow[];
}>;

/**
 * @param tables that its rows are of
 * @param rows in the order in which they are brought in
 * @param filed where in `activity` what was done about them begins, and ends
 */
export function doneOf(
  tables: readonly string[],
  rows: readonly RowBefore[],
  [begin, end]: readonly [number, number],
  activity: Archive<Activity>,
): Done {
  const made = new Set<Id>();
  const changed = new Set<Id>();
  for (let at = begin; at < end; at++)
    for (const { table, id, before } of activity.at(at)?.changes ?? []) {
      // A filament that a spool brought along is no record of the file.
      if (tables.includes(table)) (before === null ? made : changed).add(id);
    }
  const named = new Set(rows.map(({ id }) => id));
  const generated = [...made].filter((id) => !named.has(id));
  const done = { creates: [] as FileRow[], changes: [] as FileRow[], same: [] as FileRow[] };
  for (const { place, id: own } of rows) {
    const id = own ?? generated.shift();
    // Nothing was made of a row that was left out.
    if (id === undefined) continue;
    done[made.has(id) ? 'creates' : changed.has(id) ? 'changes' : 'same'].push({ ...place, id });
  }
  return done;
}
