/** What each screen lets through; kept while another screen is looked at. */
import { create } from 'zustand';
import type { ActivityFilter } from '../view/activity.ts';
import type { FilamentFilter } from '../view/filaments.ts';
import type { JobFilter } from '../view/jobs.ts';

export type Filters = Readonly<{
  printers: Readonly<{ retired: boolean }>;
  filament: FilamentFilter;
  activity: ActivityFilter;
  jobs: Readonly<{ status: JobFilter; search: string }>;
}>;

export const useFilters = create<Filters>()(() => ({
  printers: { retired: false },
  filament: { search: '', retired: false },
  activity: { search: '', person: '', kind: '' },
  jobs: { status: 'All', search: '' },
}));

/** Changes what the screen lets through. */
export function setFilter<S extends keyof Filters>(screen: S, changed: Partial<Filters[S]>): void {
  useFilters.setState((filters) => ({ [screen]: { ...filters[screen], ...changed } }));
}
