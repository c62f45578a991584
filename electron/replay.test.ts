import { expect, it } from 'vitest';
import { untilApplied } from './replay.ts';
import type { Watcher } from './workstation-interface.ts';

function replaying() {
  const watchers = new Set<Watcher>();
  let index = 0;
  return {
    watchers,
    appliedIndex: () => index,
    watch: (watcher: Watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    goTo(next: number, how: 'changes' | 'reset') {
      const batch = { from: index, to: next, changes: [], filings: [] };
      index = next;
      for (const watcher of [...watchers]) {
        if (how === 'reset') watcher.reset();
        else watcher.changes(batch);
      }
    },
  };
}

it('waits for the index, over entries and a snapshot, and watches no longer than that', async () => {
  const state = replaying();
  let done = false;
  const waiting = untilApplied(state, 10).then(() => (done = true));
  state.goTo(4, 'reset');
  state.goTo(9, 'changes');
  await Promise.resolve();
  expect(done).toBe(false);
  state.goTo(12, 'changes');
  await waiting;
  expect(state.watchers.size).toBe(0);
});

it('does not wait for what is applied already', async () => {
  const state = replaying();
  await untilApplied(state, 0);
  expect(state.watchers.size).toBe(0);
});
