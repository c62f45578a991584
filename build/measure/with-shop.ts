import { type ShopOptions, type ShopProcesses, startShop } from '../../electron/testing/shop-processes.ts';

/** Three workstations for the time of `use`, removed afterwards. */
export async function withShop<T>(
  options: ShopOptions,
  use: (shop: ShopProcesses) => Promise<T>,
): Promise<T> {
  const shop = await startShop(options);
  try {
    return await use(shop);
  } finally {
    await shop.stopAll();
  }
}

export function urlsOf(shop: ShopProcesses): string[] {
  return shop.numbers.map((number) => shop.url(number));
}
