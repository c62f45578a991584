/** What the activity screen shows, from the records of the archive. */
import type { Activity } from '../../shared/domain/model.ts';
import { isUndoable } from '../../shared/domain/undo.ts';
import { activityWords, deedWords } from './activity-words.ts';

export const KINDS = ['Jobs', 'Printers', 'Spools', 'Filament', 'Taken back'] as const;
export type ActivityKind = (typeof KINDS)[number];

const KIND_OF: Readonly<Record<string, ActivityKind>> = {
  job: 'Jobs',
  printer: 'Printers',
  spool: 'Spools',
  filament: 'Filament',
  activity: 'Taken back',
};

/** Empty: whichever. */
export type ActivityFilter = Readonly<{ search: string; person: string; kind: ActivityKind | '' }>;

/** Activities that pass the filter; a search is for words of their sentences. */
export function findActivities(
  activities: readonly Activity[],
  { search, person, kind }: ActivityFilter,
): readonly Activity[] {
  const wanted = search.trim().toLowerCase();
  return activities.filter(
    (activity) =>
      (person === '' || activity.operator === person) &&
      (kind === '' || KIND_OF[activity.action.split('.')[0] ?? ''] === kind) &&
      (wanted === '' || activityWords(activity).toLowerCase().includes(wanted)),
  );
}

/** Who did any of it, by name. */
export function peopleOf(activities: readonly Activity[]): readonly string[] {
  const names = new Set(activities.map(({ operator }) => operator));
  names.delete('');
  return [...names].sort((a, b) => a.localeCompare(b));
}

/** Those among them that were taken back, unless that was taken back as well. */
export function takenBack(newestFirst: readonly Activity[]): ReadonlySet<string> {
  const gone = new Set<string>();
  for (const { id, undoes } of newestFirst) if (undoes !== null && !gone.has(id)) gone.add(undoes);
  return gone;
}

/** Whether somebody may try to take it back. */
export function canUndo({ id, action }: Activity, gone: ReadonlySet<string>): boolean {
  return isUndoable(action) && !gone.has(id);
}

export type Day = Readonly<{ day: string; activities: readonly Activity[] }>;
const dayFormat = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const otherYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });

/** By days, as this window counts them. */
export function byDays(activities: readonly Activity[], now: number): readonly Day[] {
  const days: { day: string; activities: Activity[] }[] = [];
  for (const activity of activities) {
    const day = dayWords(activity.at, now);
    const last = days.at(-1);
    if (last?.day === day) last.activities.push(activity);
    else days.push({ day, activities: [activity] });
  }
  return days;
}

function dayWords(at: number, now: number): string {
  const [date, today] = [new Date(at), new Date(now)];
  if (date.toDateString() === today.toDateString()) return 'Today';
  return (date.getFullYear() === today.getFullYear() ? dayFormat : otherYear).format(date);
}

/** A table for other programs, its header first, then the newest first. */
export function activityRows(activities: readonly Activity[]): readonly (readonly string[])[] {
  const rows = activities.map((activity) => [
    activity.id,
    new Date(activity.at).toISOString(),
    activity.operator,
    activity.workstation,
    activity.action,
    deedWords(activity),
  ]);
  return [['number', 'time', 'operator', 'workstation', 'action', 'what'], ...rows];
}
