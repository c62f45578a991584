/** What bringing in a file really did: told from what the shop filed about it, not from what was planned. */
import type { FileRow } from '../../../shared/contract/files.ts';
import type { Activity, Archive } from '../../../shared/domain/model.ts';
import type { Id } from '../../../shared/domain/text.ts';

/** Activities that are looked through from the newest on: a file is asked about soon after it was brought in. */
const LOOKED_THROUGH = 5_000;

/**
 * The ids of records that a batch made, in the order in which it did.
 * @param ids that it was answered with: each of its commands filed one activity, one behind the other
 * @returns null where that cannot be found any more
 */
export function madeBy(ids: readonly Id[], activity: Archive<Activity>): readonly Id[] | null {
  const end = activity.length - ids.length;
  for (let first = end; first >= Math.max(0, end - LOOKED_THROUGH); first--) {
    // From the end on: most places are ruled out by one look.
    const isIt = ids.every((_, i) => {
      const at = ids.length - 1 - i;
      return activity.at(first + at)?.changes.some(({ id }) => id === ids[at]) === true;
    });
    if (isIt) return ids.flatMap((_, i) => made(activity.at(first + i)));
  }
  return null;
}

/** A filament that a spool brought along is no record of the file. */
function made(activity: Activity | undefined): readonly Id[] {
  const [kind = ''] = activity?.action.split('.') ?? [];
  return (activity?.changes ?? [])
    .filter(({ table, before }) => before === null && table === `${kind}s`)
    .map(({ id }) => id);
}

type Named = FileRow & Readonly<{ generated?: boolean }>;

/** Rows of new records with the ids that these got. @param made as `madeBy` gives them */
export function withIds(creates: readonly Named[], made: readonly Id[]): readonly FileRow[] {
  const named = new Set(creates.filter(({ generated }) => generated !== true).map(({ id }) => id));
  const generated = made.filter((id) => !named.has(id));
  let next = 0;
  return creates.map(({ generated: isGenerated = false, ...row }) =>
    isGenerated ? { ...row, id: generated[next++] ?? row.id } : row,
  );
}

export type Done = Readonly<{
  creates: readonly FileRow[];
  changes: readonly FileRow[];
  same: readonly FileRow[];
}>;

/**
 * What a file did that was brought in before.
 * @param rows of the file in the order in which they are brought in; without an id where they name none
 * @param answered ids that the batch was answered with
 */
export function doneBefore(
  rows: readonly (Omit<FileRow, 'id'> & Readonly<{ id?: Id }>)[],
  answered: readonly Id[],
  activity: Archive<Activity>,
): Done {
  const touched = new Set(answered);
  const named = new Set(rows.map(({ id }) => id));
  const made = madeBy(answered, activity) ?? [...touched].filter((id) => !named.has(id));
  const isMade = new Set(made);
  const done = { creates: [] as Named[], changes: [] as FileRow[], same: [] as FileRow[] };
  for (const row of rows) {
    const { id } = row;
    if (id === undefined) done.creates.push({ ...row, id: '', generated: true });
    else done[isMade.has(id) ? 'creates' : touched.has(id) ? 'changes' : 'same'].push({ ...row, id });
  }
  return { ...done, creates: withIds(done.creates, made) };
}
