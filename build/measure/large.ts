/** What the whole does with the records of a large shop: start, reading, writing, the console, a workstation that was away. */
import { createShop } from '../../electron/testing/shop-processes.ts';
import { PROBED } from '../../electron/testing/probe.ts';
import type { Figure, Row } from './figure.ts';
import { buildState } from './large/build.ts';
import { catchingUpRows } from './large/catching-up.ts';
import { consoleRows } from './large/console.ts';
import { listRows } from './large/lists.ts';
import { OLDEST_JOB } from './large/history.ts';
import { memoryRows, startRows, starts } from './large/starts.ts';
import { writeRows, writesAt } from './large/writes.ts';
import { withShop } from './with-shop.ts';

/** The third one has been away since the shop was founded. */
const FILLED = [1, 2];
const AWAY = 3;

export const large: Figure = {
  name: 'large',
  async measure() {
    const empty = await withShop({ env: () => PROBED }, async (shop) => ({
      starts: await starts(shop, '/api/v2/jobs'),
      writes: await writesAt(shop),
    }));
    const shop = await createShop({ env: () => PROBED });
    try {
      const rows: Row[] = [...(await buildState(shop, FILLED))];
      rows.push(...(await catchingUpRows(shop, FILLED, AWAY)));
      rows.push(...startRows('empty shop', empty.starts));
      rows.push(...startRows('large shop', await starts(shop, `/api/v2/jobs/${OLDEST_JOB}`)));
      rows.push(...(await memoryRows(shop)));
      rows.push(...(await listRows(shop)));
      rows.push(...(await consoleRows(shop)));
      rows.push(...writeRows(empty.writes, await writesAt(shop)));
      return rows;
    } finally {
      await shop.stopAll();
    }
  },
};
