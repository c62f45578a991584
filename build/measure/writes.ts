/** Sixteen writers over three workstations. */
import { setTimeout as pause } from 'node:timers/promises';
import { startLoad } from '../../electron/testing/load/load.ts';
import { probe, PROBED } from '../../electron/testing/probe.ts';
import { type Figure, row, timesRow, valueRow } from './figure.ts';
import { urlsOf, withShop } from './with-shop.ts';

const WARM_UP_MS = 3_000;
const MEASURED_MS = 15_000;

export const writes: Figure = {
  name: 'writes',
  measure: () =>
    withShop({ env: () => PROBED }, async (shop) => {
      const load = await startLoad({ urls: urlsOf(shop), writers: 16, readers: 0 });
      const probeAll = () => Promise.all(shop.numbers.map((number) => probe(shop.process(number))));
      await pause(WARM_UP_MS);
      await probeAll();
      const times: number[] = [];
      const begun = performance.now();
      const unwatch = load.watch((from, to) => times.push(to - from));
      await pause(MEASURED_MS);
      unwatch();
      const seconds = (performance.now() - begun) / 1000;
      const probes = await probeAll();
      const { serverErrors } = await load.end();
      const inMs = (value: number) => `${value.toFixed(1)} ms`;
      return [
        valueRow('16 writers: writes a second', String(Math.round(times.length / seconds))),
        valueRow('16 writers: answers of 5xx', String(serverErrors.length)),
        timesRow('16 writers: one write', times),
        row(
          '16 writers: delay of the event loop, p99 of each workstation',
          probes.map(({ loopP99 }) => loopP99),
          inMs,
        ),
        row(
          '16 writers: delay of the event loop, longest of each workstation',
          probes.map(({ loopMax }) => loopMax),
          inMs,
        ),
      ];
    }),
};
