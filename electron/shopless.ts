/** A workstation that belongs to no shop yet: it answers, and every answer says so. */
import { Tables } from '../shared/domain/tables.ts';
import { NO_SHOP } from '../shared/contract/health.ts';
import { Unavailable, type Workstation } from './workstation-interface.ts';

const SENTENCE = 'no shop yet: found one with --found NAME';

export function createShopless(): Workstation {
  const shop = new Tables();
  const refuse = () => Promise.reject(new Unavailable(SENTENCE));
  return {
    execute: refuse,
    manage: refuse,
    barrier: refuse,
    shop,
    appliedIndex: 0,
    health: () => NO_SHOP,
    watch: () => () => undefined,
    watchHealth: () => () => undefined,
  };
}
