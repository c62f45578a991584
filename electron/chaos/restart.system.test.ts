/** A workstation that starts again shows what it knew, even while nobody else is there. */
import { expect, it, onTestFinished } from 'vitest';
import { Client } from '../testing/load/client.ts';
import { startLoad } from '../testing/load/load.ts';
import { idsOf } from '../testing/load/reader.ts';
import { printer } from '../testing/load/wishes.ts';
import { startShop } from '../testing/shop-processes.ts';

const WRITES = 2_000;
/** What was being committed in the last moment is not known to be for certain while a workstation is alone. */
const LAST_MOMENT = 200;

it('answers only when it has its records back: its first list is not a part of what it showed before', async () => {
  const shop = await startShop();
  onTestFinished(() => shop.stopAll());
  const load = await startLoad({
    urls: shop.numbers.map((number) => shop.url(number)),
    writers: 32,
    readers: 0,
    wish: (writer, n) => printer(`w${writer}-${n}`),
  });
  await load.acknowledge(WRITES);
  await load.end();
  await shop.killAll();

  await shop.start(1);
  const client = new Client(shop.url(1));
  onTestFinished(() => client.close());
  const first = await client.call({ method: 'GET', path: '/api/v1/printers?consistency=local' });
  expect(first).toMatchObject({ status: 200 });
  expect(first.kind === 'answered' && idsOf(first.body).length).toBeGreaterThan(WRITES - LAST_MOMENT);
});
