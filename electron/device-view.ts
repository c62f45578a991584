/**
 * The workstation as devices on the LAN have it: they work with the records. Who belongs to the shop is changed at
 * a workstation itself, where somebody can be seen doing it.
 */
import type { Managed } from '../shared/contract/membership.ts';
import type { Workstation } from './workstation-interface.ts';

const REFUSED: Managed = {
  ok: false,
  code: 'notFromDevices',
  sentence: 'Who belongs to the shop is changed at one of its workstations, not from another device.',
};

export function forDevices(workstation: Workstation): Workstation {
  return {
    execute: (command, options) => workstation.execute(command, options),
    answers: (prefix) => workstation.answers(prefix),
    barrier: () => workstation.barrier(),
    manage: () => Promise.resolve(REFUSED),
    get shop() {
      return workstation.shop;
    },
    get appliedIndex() {
      return workstation.appliedIndex;
    },
    health: () => workstation.health(),
    watch: (watcher) => workstation.watch(watcher),
    watchHealth: (listener) => workstation.watchHealth(listener),
  };
}
