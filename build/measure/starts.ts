/** Cold starts: three new workstations, until they have a leader and take a write. */
import { Client } from '../../electron/testing/load/client.ts';
import { printer } from '../../electron/testing/load/wishes.ts';
import { createShop, type ShopProcesses } from '../../electron/testing/shop-processes.ts';
import { type Figure, timesRow } from './figure.ts';

const STARTS = 10;

export const starts: Figure = {
  name: 'starts',
  async measure() {
    const [toLeader, toWrite]: [number[], number[]] = [[], []];
    for (let n = 0; n < STARTS; n++) {
      const shop = await createShop();
      try {
        const begun = performance.now();
        await shop.startAll();
        const up = performance.now();
        await shop.untilLed();
        toLeader.push(performance.now() - up);
        await write(shop);
        toWrite.push(performance.now() - begun);
      } finally {
        await shop.stopAll();
      }
    }
    return [
      timesRow('the third workstation answers → all name one leader', toLeader),
      timesRow('three processes are started → the first write is acknowledged', toWrite),
    ];
  },
};

async function write(shop: ShopProcesses): Promise<void> {
  const client = new Client(shop.url(1));
  const reply = await client.call({ method: 'POST', path: '/api/v1/printers', body: printer('p').body });
  client.close();
  if (reply.kind !== 'answered' || reply.status !== 201) throw new Error(JSON.stringify(reply));
}
