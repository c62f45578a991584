/** One workstation of three may fail; with two gone the last one says so, and shows what it knows. */
import { expect, it, onTestFinished } from 'vitest';
import { Client } from '../testing/load/client.ts';
import { idsOf } from '../testing/load/reader.ts';
import { printer } from '../testing/load/wishes.ts';
import { startShop } from '../testing/shop-processes.ts';
import { until } from '../testing/until.ts';

it('one may fail; the last of three takes no write, says why, shows what it has, and recovers', async () => {
  const shop = await startShop();
  onTestFinished(() => shop.stopAll());
  const leader = await shop.untilLed();
  const [second, last] = shop.numbers.filter((number) => number !== leader) as [number, number];
  const client = new Client(shop.url(last));
  onTestFinished(() => client.close());
  const write = (id: string) =>
    client.call({ method: 'POST', path: '/api/v1/printers', body: printer(id).body, key: id });
  const list = (query = '') => client.call({ method: 'GET', path: `/api/v1/printers${query}` });
  const shows = (reply: Awaited<ReturnType<typeof list>>) =>
    reply.kind === 'answered' && reply.status === 200 ? idsOf(reply.body) : reply;

  expect(await write('before')).toMatchObject({ status: 201 });

  await shop.kill(leader);
  expect(await write('one-gone')).toMatchObject({ status: 201 });
  expect(shows(await list())).toEqual(['before', 'one-gone']);

  await shop.kill(second);
  const refused = await write('two-gone');
  expect(refused).toMatchObject({ status: 503, body: { success: false } });
  expect(JSON.stringify(refused)).toMatch(/majority|other workstations/);
  expect(await list()).toMatchObject({ status: 503, body: { success: false } });
  const begun = performance.now();
  expect(shows(await list('?consistency=local'))).toEqual(['before', 'one-gone']);
  expect(performance.now() - begun).toBeLessThan(500);

  await shop.start(second);
  await until('writing again', async () => {
    const reply = await write('back');
    return reply.kind === 'answered' && reply.status === 201;
  });
  await shop.start(leader);
  await shop.untilLed();
  for (const number of shop.numbers) {
    const other = new Client(shop.url(number));
    const reply = await other.call({ method: 'GET', path: '/api/v1/printers' });
    other.close();
    // What was refused for want of a majority is not made later either.
    expect(shows(reply)).toEqual(['before', 'one-gone', 'back']);
  }
});
