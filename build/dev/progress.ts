/** What follows from how the builds go: start, restart, reload, or nothing yet. Pure. */

/** What is built apart, each by its own configuration. */
export const PARTS = ['node', 'main', 'preload', 'renderer'] as const;
export type Part = (typeof PARTS)[number];

export type BuildEvent = 'begun' | 'built' | 'failed';

export type Progress = Readonly<{
  parts: Readonly<Record<Part, BuildEvent>>;
  /** Built since the app last got what there was. */
  fresh: ReadonlySet<Part>;
  /** Whether an app was ever started from it. */
  started: boolean;
}>;

export const NOTHING_BUILT: Progress = {
  parts: { node: 'begun', main: 'begun', preload: 'begun', renderer: 'begun' },
  fresh: new Set(),
  started: false,
};

export function advance(progress: Progress, part: Part, event: BuildEvent): Progress {
  const fresh = event === 'built' ? new Set([...progress.fresh, part]) : progress.fresh;
  return { ...progress, parts: { ...progress.parts, [part]: event }, fresh };
}

/** `reload`: only what the window's page is made of is new. */
export type Next = 'wait' | 'start' | 'restart' | 'reload';

/** What to do now, and the progress once it is done. Parts that do not fit together are never run. */
export function next(progress: Progress): Readonly<{ act: Next; after: Progress }> {
  const isWhole = PARTS.every((part) => progress.parts[part] === 'built');
  if (!isWhole || progress.fresh.size === 0) return { act: 'wait', after: progress };
  const after: Progress = { ...progress, fresh: new Set(), started: true };
  if (!progress.started) return { act: 'start', after };
  const isPageOnly = [...progress.fresh].every((part) => part === 'renderer');
  return { act: isPageOnly ? 'reload' : 'restart', after };
}
