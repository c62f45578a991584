/** What every journey stands on: a shop of real workstations, consoles to look at it, and a clean record. */
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { fillShop } from '../../electron/demo-fill.ts';
import { startShop } from '../../electron/testing/shop-processes.ts';
import type { ShopProcesses } from '../../electron/testing/shop-processes.ts';
import type { CommandInput } from '../../shared/domain/commands.ts';
import { openAppConsoles } from './app-consoles.ts';
import { openBrowserConsoles } from './browser-consoles.ts';
import type { BrowserConsoles } from './browser-consoles.ts';
import type { Consoles } from './consoles.ts';

export type Journey<C extends Consoles = Consoles> = Readonly<{
  /** Three workstations, numbered from 1. */
  shop: ShopProcesses;
  consoles: C;
}>;

/**
 * Starts a shop with these records before the journeys of a file, and makes sure after each that no page
 * complained, broke the content policy or spoke to anybody but its workstation. Which world it is in is up to
 * the project that runs the file: three workstations looked at with a browser, or three apps.
 */
export function startJourney(records: readonly CommandInput[] = []): () => Journey {
  const isDesktop = inject('world') === 'desktop';
  return walk(records, isDesktop, (shop) =>
    isDesktop ? Promise.resolve(openAppConsoles((number) => shop.app(number))) : openInBrowser(shop),
  );
}

/** The same, where only a browser will do. */
export function startBrowserJourney(records: readonly CommandInput[] = []): () => Journey<BrowserConsoles> {
  return walk(records, false, openInBrowser);
}

const openInBrowser = (shop: ShopProcesses) => openBrowserConsoles((number) => shop.url(number));

function walk<C extends Consoles>(
  records: readonly CommandInput[],
  withWindows: boolean,
  openConsoles: (shop: ShopProcesses) => Promise<C>,
): () => Journey<C> {
  let journey: Journey<C> | null = null;
  const here = (): Journey<C> => {
    if (!journey) throw new Error('The shop is not started yet.');
    return journey;
  };
  beforeAll(async () => {
    const shop = await startShop({ apps: () => withWindows });
    try {
      await fillShop(shop.url(1), records);
      journey = { shop, consoles: await openConsoles(shop) };
    } catch (cause) {
      await shop.stopAll();
      throw cause;
    }
  });
  afterEach(async () => {
    await here().consoles.closePages();
    expect(here().consoles.takeFaults()).toEqual([]);
  });
  afterAll(async () => {
    await journey?.consoles.close();
    await journey?.shop.stopAll();
  });
  return here;
}
