/** What 50,000 writes leave behind: memory, and the time of a start. */
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '../../electron/testing/load/client.ts';
import { startLoad } from '../../electron/testing/load/load.ts';
import { idsOf } from '../../electron/testing/load/reader.ts';
import { printer } from '../../electron/testing/load/wishes.ts';
import { type Probe, probe, PROBED } from '../../electron/testing/probe.ts';
import type { ShopProcesses } from '../../electron/testing/shop-processes.ts';
import { type Figure, type Row, row, timesRow } from './figure.ts';
import { urlsOf, withShop } from './with-shop.ts';

const WRITES = 50_000;
const STARTS = 5;
const IDLE_MS = 5_000;

export const long: Figure = {
  name: 'long',
  measure: () =>
    withShop({ env: () => PROBED }, async (shop) => {
      await pause(IDLE_MS);
      const idle = await probeAll(shop);
      const load = await startLoad({
        urls: urlsOf(shop),
        writers: 64,
        readers: 0,
        wish: (writer, n) => printer(`w${writer}-${n}`),
      });
      await load.acknowledge(WRITES);
      const { acknowledged, serverErrors } = await load.end();
      if (serverErrors.length > 0) throw new Error(JSON.stringify(serverErrors[0]));
      await pause(IDLE_MS);
      const filled = await probeAll(shop);
      return [
        ...memoryRows('idle, after its start', idle),
        ...memoryRows(`after ${acknowledged} writes`, filled),
        ...(await startRows(shop, acknowledged)),
      ];
    }),
};

function probeAll(shop: ShopProcesses): Promise<Probe[]> {
  return Promise.all(shop.numbers.map((number) => probe(shop.process(number))));
}

function memoryRows(when: string, probes: readonly Probe[]): Row[] {
  const inMb = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MB`;
  const of = (key: 'rss' | 'heapUsed') => probes.map((one) => one[key]);
  return [row(`memory ${when}: RSS`, of('rss'), inMb), row(`memory ${when}: heap`, of('heapUsed'), inMb)];
}

/** One workstation is killed and started again, beside two that run. */
async function startRows(shop: ShopProcesses, records: number): Promise<Row[]> {
  const number = 1;
  const [toLocal, toLinearizable]: [number[], number[]] = [[], []];
  for (let n = 0; n < STARTS; n++) {
    await shop.kill(number);
    await shop.untilLed();
    const begun = performance.now();
    await shop.start(number);
    toLocal.push(performance.now() - begun);
    const client = new Client(shop.url(number));
    const reply = await client.call({ method: 'GET', path: '/api/v1/printers' });
    client.close();
    if (reply.kind !== 'answered' || reply.status !== 200 || idsOf(reply.body).length < records - 1) {
      throw new Error(`not everything is there: ${JSON.stringify(reply).slice(0, 200)}`);
    }
    toLinearizable.push(performance.now() - begun);
  }
  return [
    timesRow(`start with ${records} records → it answers`, toLocal),
    timesRow(`start with ${records} records → it has shown all of them, linearizably`, toLinearizable),
  ];
}
