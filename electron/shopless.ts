/** A workstation that belongs to no shop yet: it answers, and every answer says so. */
import { Tables } from '../shared/domain/tables.ts';
import type { Health } from '../shared/contract/health.ts';
import { Unavailable, type Workstation } from './workstation-interface.ts';

const SENTENCE = 'no shop yet: found one with --found NAME';

export function createShopless(): Workstation {
  const shop = new Tables();
  const health: Health = {
    mode: 'noShop',
    shop: '',
    members: [],
    mayFail: 0,
    waitingFor: null,
    staleMs: 0,
    findings: [],
    details: {
      node: '',
      clusterId: '',
      role: 'none',
      term: 0,
      leader: null,
      commitIndex: 0,
      appliedIndex: 0,
      lastIndex: 0,
      snapshotIndex: 0,
      digest: '',
      damaged: false,
      drops: {},
    },
  };
  const refuse = () => Promise.reject(new Unavailable(SENTENCE));
  return {
    execute: refuse,
    barrier: refuse,
    shop,
    appliedIndex: 0,
    health: () => health,
    watch: () => () => undefined,
    watchHealth: () => () => undefined,
  };
}
