/** What bringing in a file really did: told from what the shop filed about it, not from what was planned. */
import type { FilePlace, FileRow } from '../../../shared/contract/files.ts';
import { same } from '../../../shared/domain/activity.ts';
import type { Activity, Archive } from '../../../shared/domain/model.ts';
import { type Id, sameText } from '../../../shared/domain/text.ts';

/** Activities that are looked through from the newest on: a file is asked about soon after it was brought in. */
const LOOKED_THROUGH = 5_000;

/** Whether an activity can be what a command filed. @param id that the command was answered with */
export type Fits = (activity: Activity, id: Id) => boolean;

/**
 * The ids of records that a batch made, in the order in which it did.
 * @param ids that it was answered with: each of its commands filed one activity, one behind the other
 * @param fitting what else is known of these, one for each of `ids`
 * @returns null where that cannot be found any more
 */
export function madeBy(
  ids: readonly Id[],
  activity: Archive<Activity>,
  fitting: readonly Fits[] = [],
): readonly Id[] | null {
  const end = activity.length - ids.length;
  for (let first = end; first >= Math.max(0, end - LOOKED_THROUGH); first--) {
    // From the end on: most places are ruled out by one look.
    const isIt = ids.every((_, i) => {
      const at = ids.length - 1 - i;
      const [id = '', one] = [ids[at], activity.at(first + at)];
      return one !== undefined && changeOf(one, id) !== undefined && fitting[at]?.(one, id) !== false;
    });
    if (isIt) return ids.flatMap((_, i) => made(activity.at(first + i)));
  }
  return null;
}

const changeOf = ({ changes }: Activity, id: Id) => changes.find((change) => change.id === id);

/** A filament that a spool brought along is no record of the file. */
function made(activity: Activity | undefined): readonly Id[] {
  const [kind = ''] = activity?.action.split('.') ?? [];
  return (activity?.changes ?? [])
    .filter(({ table, before }) => before === null && table === `${kind}s`)
    .map(({ id }) => id);
}

type Named = FileRow & Readonly<{ generated?: boolean }>;

/**
 * Rows of new records with the ids that these got, without those of which that is not known any more.
 * @param made as `madeBy` gives them
 */
export function withIds(creates: readonly Named[], made: readonly Id[]): readonly FileRow[] {
  const named = new Set(creates.filter(({ generated }) => generated !== true).map(({ id }) => id));
  const generated = made.filter((id) => !named.has(id));
  let next = 0;
  return creates
    .map(({ generated: isGenerated = false, ...row }) =>
      isGenerated ? { ...row, id: generated[next++] ?? row.id } : row,
    )
    .filter(({ id }) => id !== '');
}

export type Done = Readonly<{
  creates: readonly FileRow[];
  changes: readonly FileRow[];
  same: readonly FileRow[];
}>;

type Fields = Readonly<Record<string, unknown>>;
/** A row as it stands in a file: without an id where it names none. `given`: what else it says. */
export type RowBefore = Readonly<{ place: FilePlace; id?: Id; given?: Fields }>;

/**
 * What a file did that was brought in before.
 * @param table that it is of; null where each of its rows has an id
 * @param rows in the order in which they are brought in
 * @param answered ids that the batch was answered with
 */
export function doneBefore(
  table: string | null,
  rows: readonly RowBefore[],
  answered: readonly Id[],
  activity: Archive<Activity>,
): Done {
  const touched = new Set(answered);
  const named = new Map(
    rows.flatMap(({ id, given = {} }) => (id === undefined ? [] : [[id, given] as const])),
  );
  const [surely, likely] = fittingOf(table, named, answered);
  const made =
    // Whoever edits these records afterwards leaves the same ids behind: what says the same as the file comes first.
    madeBy(answered, activity, likely) ??
    madeBy(answered, activity, surely) ??
    [...touched].filter((id) => !named.has(id));
  const isMade = new Set(made);
  const done = { creates: [] as Named[], changes: [] as FileRow[], same: [] as FileRow[] };
  for (const { place, id } of rows) {
    if (id === undefined) done.creates.push({ ...place, id: '', generated: true });
    else done[isMade.has(id) ? 'creates' : touched.has(id) ? 'changes' : 'same'].push({ ...place, id });
  }
  return { ...done, creates: withIds(done.creates, made) };
}

const anything: Fits = () => true;

/** What is known of the activities of a batch: for sure, and most likely. */
function fittingOf(
  table: string | null,
  named: ReadonlyMap<Id, Fields>,
  answered: readonly Id[],
): readonly [surely: readonly Fits[], likely: readonly Fits[]] {
  // What no row names was made, by the first command that was answered with it. Others may be about other tables.
  const makes: Fits = (activity, id) => {
    const change = changeOf(activity, id);
    return change?.before === null || change?.table !== table;
  };
  const surely = answered.map((id, at) => (named.has(id) || answered.indexOf(id) !== at ? anything : makes));
  const likely = surely.map((fits, at) => {
    const given = named.get(answered[at] ?? '');
    return given === undefined ? fits : (activity: Activity, id: Id) => says(given, activity, id);
  });
  return [surely, likely];
}

/** Whether an activity can have come of what a row says: a record is made once, and an edit is of what differed. */
function says(given: Fields, activity: Activity, id: Id): boolean {
  const change = changeOf(activity, id);
  if (change === undefined || change.before === null) return true;
  // What else a command changes beside what it is told to is no field of the row: a spool that retires leaves its slot.
  const isEdit = activity.action.endsWith('.edit');
  return Object.entries(change.after ?? {}).every(([name, value]) =>
    given[name] === undefined ? !isEdit : equal(given[name], value),
  );
}

const equal = (said: unknown, kept: unknown) =>
  same(said, kept) || (typeof said === 'string' && typeof kept === 'string' && sameText(said, kept));
