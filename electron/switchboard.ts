/**
 * The workstation as screens and REST see it for as long as the program runs, whatever is behind it: nobody's
 * yet, a member of a shop, a former member. They keep their connection while it changes.
 */
import { type Watcher, type Workstation } from './workstation-interface.ts';
import type { Health } from '../shared/contract/health.ts';

export type Switchboard = Workstation & Readonly<{ connect: (inner: Workstation) => void }>;

/** Begins with `first`; `connect` puts another in its place, and everybody reads the records anew. */
export function createSwitchboard(first: Workstation): Switchboard {
  let inner = first;
  const watchers = new Set<Watcher>();
  const listeners = new Set<(health: Health) => void>();
  let unplug: () => void = () => undefined;

  const plug = () => {
    const stops = [
      inner.watch({
        changes: (batch) => {
          for (const watcher of [...watchers]) watcher.changes(batch);
        },
        reset: () => {
          for (const watcher of [...watchers]) watcher.reset();
        },
      }),
      inner.watchHealth(tellHealth),
    ];
    unplug = () => {
      for (const stop of stops) stop();
    };
  };
  const tellHealth = (health: Health) => {
    for (const listener of [...listeners]) listener(health);
  };
  plug();

  return {
    connect(next) {
      unplug();
      inner = next;
      plug();
      for (const watcher of [...watchers]) watcher.reset();
      tellHealth(inner.health());
    },
    execute: (command, options) => inner.execute(command, options),
    answers: (prefix) => inner.answers(prefix),
    barrier: () => inner.barrier(),
    manage: (action) => inner.manage(action),
    get shop() {
      return inner.shop;
    },
    get appliedIndex() {
      return inner.appliedIndex;
    },
    health: () => inner.health(),
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    watchHealth(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
