/** One write after another on a quiet shop, as a person's click would be. */
import { Client } from '../../electron/testing/load/client.ts';
import { printer } from '../../electron/testing/load/wishes.ts';
import { type Figure, type Row, timesRow } from './figure.ts';
import { withShop } from './with-shop.ts';

const WARM_UP = 50;
const WRITES = 300;

export const write: Figure = {
  name: 'write',
  measure: () =>
    withShop({}, async (shop) => {
      const leader = await shop.untilLed();
      const follower = shop.numbers.find((number) => number !== leader) ?? leader;
      return [
        await timesAt('one write, sent to the leader', shop.url(leader)),
        await timesAt('one write, sent to another workstation', shop.url(follower)),
      ];
    }),
};

async function timesAt(what: string, url: string): Promise<Row> {
  const client = new Client(url);
  const times: number[] = [];
  for (let n = 0; n < WARM_UP + WRITES; n++) {
    const id = `${new URL(url).port}-${n}`;
    const begun = performance.now();
    const reply = await client.call({
      method: 'POST',
      path: '/api/v1/printers',
      body: printer(id).body,
      key: id,
    });
    if (reply.kind !== 'answered' || reply.status !== 201) throw new Error(JSON.stringify(reply));
    if (n >= WARM_UP) times.push(performance.now() - begun);
  }
  client.close();
  return timesRow(what, times);
}
