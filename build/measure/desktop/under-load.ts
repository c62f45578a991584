/** Whether the window's process still answers at once while the shop is as busy as it can be. */
import { setTimeout as pause } from 'node:timers/promises';
import { startLoad } from '../../../electron/testing/load/load.ts';
import { probe, PROBED } from '../../../electron/testing/probe.ts';
import { type Row, valueRow } from '../figure.ts';
import { urlsOf, withShop } from '../with-shop.ts';
import { usableWindow } from './console.ts';

const WARM_UP_MS = 3_000;
const MEASURED_MS = 15_000;

/** Rows: the event loop's delay in main under 16 writers, its window open. */
export function underLoad(): Promise<readonly Row[]> {
  const isApp = (number: number) => number === 1;
  return withShop({ apps: isApp, env: (number) => (isApp(number) ? PROBED : {}) }, async (shop) => {
    const { browser } = await usableWindow(shop.app(1));
    const load = await startLoad({ urls: urlsOf(shop), writers: 16, readers: 0 });
    await pause(WARM_UP_MS);
    await probe(shop.app(1));
    let writes = 0;
    const unwatch = load.watch(() => (writes += 1));
    await pause(MEASURED_MS);
    unwatch();
    const { loopP99, loopMax } = await probe(shop.app(1));
    const { serverErrors } = await load.end();
    await browser.close();
    const perSecond = Math.round(writes / (MEASURED_MS / 1000));
    const inMs = (value: number) => `${value.toFixed(1)} ms`;
    return [
      valueRow('app, 16 writers: writes a second of the whole shop', String(perSecond)),
      valueRow('app, 16 writers: answers of 5xx', String(serverErrors.length)),
      valueRow('app, 16 writers: delay of the event loop in main, p99', inMs(loopP99)),
      valueRow('app, 16 writers: delay of the event loop in main, longest', inMs(loopMax)),
    ];
  });
}
