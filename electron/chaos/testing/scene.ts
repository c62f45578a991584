/** A shop under load, what is done to it, and what it shows when that is over. */
import { onTestFinished } from 'vitest';
import { type Load, startLoad } from '../../testing/load/load.ts';
import { shownBy } from '../../testing/load/shown.ts';
import { type Disturbance, verdict } from '../../testing/load/verdict.ts';
import { type ShopOptions, type ShopProcesses, startShop } from '../../testing/shop-processes.ts';

export type Scene = Readonly<{
  shop: ShopProcesses;
  load: Load;
  /** Does something to the shop and waits until all workstations have a leader and take writes again. */
  disturb(act: () => Promise<void>): Promise<void>;
  /** Ends the load; resolves with everything that went wrong, in words. */
  conclude(): Promise<string[]>;
}>;

/** Three workstations, 16 writers, 4 readers; removed when the test is finished. */
export async function openScene(options: ShopOptions = {}): Promise<Scene> {
  const shop = await startShop(options);
  onTestFinished(() => shop.stopAll());
  const urls = shop.numbers.map((number) => shop.url(number));
  const load = await startLoad({ urls, writers: 16, readers: 4 });
  const disturbances: Disturbance[] = [];
  return {
    shop,
    load,
    async disturb(act) {
      const from = performance.now();
      await act();
      await shop.startAll();
      await shop.untilLed();
      await shownBy(shop);
      disturbances.push({ from, to: performance.now() });
      await load.acknowledge(200);
    },
    async conclude() {
      const history = await load.end();
      return verdict(history, await shownBy(shop), disturbances);
    },
  };
}
