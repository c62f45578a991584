/** The time between a start and the moment when the records are what they were when the node stopped. */
import type { Watcher } from './workstation-interface.ts';

/** What is watched: the index applied so far, and who is to be told of changes. */
export type Replaying = Readonly<{
  appliedIndex: () => number;
  watch: (watcher: Watcher) => () => void;
}>;

/** Resolves once everything up to `index` is applied. */
export function untilApplied({ appliedIndex, watch }: Replaying, index: number): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (appliedIndex() < index) return;
      unwatch();
      resolve();
    };
    const unwatch = watch({ changes: look, reset: look });
    look();
  });
}
