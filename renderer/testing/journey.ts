/** What every journey stands on: a shop of real workstations, consoles to look at it, and a clean record. */
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { fillShop } from '../../electron/demo-fill.ts';
import { startShop } from '../../electron/testing/shop-processes.ts';
import type { ShopProcesses } from '../../electron/testing/shop-processes.ts';
import type { Command } from '../../shared/domain/commands.ts';
import { openConsoles } from './consoles.ts';
import type { Consoles } from './consoles.ts';

export type Journey = Readonly<{
  /** Three workstations, numbered from 1. */
  shop: ShopProcesses;
  consoles: Consoles;
}>;

/**
 * Starts a shop with these records before the journeys of a file, and makes sure after each that no page
 * complained, broke the content policy or spoke to anybody but its workstation.
 */
export function startJourney(records: readonly Command[] = []): () => Journey {
  let journey: Journey | null = null;
  const here = (): Journey => {
    if (!journey) throw new Error('The shop is not started yet.');
    return journey;
  };
  beforeAll(async () => {
    const shop = await startShop();
    try {
      await fillShop(shop.url(1), records);
      journey = { shop, consoles: await openConsoles((number) => shop.url(number)) };
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
