/** The first page of every list of `/api/v2` of a large shop, linearizably. */
import type { ShopProcesses } from '../../../electron/testing/shop-processes.ts';
import { type Row, timesRow } from '../figure.ts';
import { withApi } from './api.ts';

const NUMBER = 1;
const WARM_UP = 5;
const ASKED = 100;

const LISTS: readonly (readonly [what: string, path: string])[] = [
  ['printers', 'printers'],
  ['filaments', 'filaments'],
  ['spools', 'spools'],
  ['waiting jobs', 'jobs?status=Queued'],
  ['finished jobs, from the archive too', 'jobs?status=Done'],
  ['prints', 'prints'],
  ['activity', 'activity'],
  ['the queue, with where each job fits', 'queue'],
];

export function listRows(shop: ShopProcesses): Promise<readonly Row[]> {
  return withApi(shop.url(NUMBER), async (api) => {
    const rows: Row[] = [];
    for (const [what, list] of LISTS) {
      const path = `/api/v2/${list}`;
      await api.times(WARM_UP, () => ({ method: 'GET', path }));
      rows.push(timesRow(`first 100 of ${what}`, await api.times(ASKED, () => ({ method: 'GET', path }))));
    }
    return rows;
  });
}
