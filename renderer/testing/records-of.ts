/** What a workstation answers over REST, to hold against what its console shows. */
import { z } from 'zod';
import type { ShopProcesses } from '../../electron/testing/shop-processes.ts';

export type ListName = 'printers' | 'filaments' | 'jobs';

const Rows = z.array(z.record(z.string(), z.unknown()));

/** Read so that every write acknowledged before is in it. */
export async function listOf(
  shop: ShopProcesses,
  number: number,
  list: ListName,
): Promise<readonly Record<string, unknown>[]> {
  const response = await fetch(`${shop.url(number)}/api/v1/${list}`);
  if (!response.ok) throw new Error(`${list} of workstation ${number}: HTTP ${response.status}`);
  return Rows.parse(await response.json());
}

/** All records that REST shows, as one string to compare. */
export async function recordsOf(shop: ShopProcesses, number: number): Promise<string> {
  const lists = await Promise.all(
    (['printers', 'filaments', 'jobs'] as const).map((list) => listOf(shop, number, list)),
  );
  return JSON.stringify(lists);
}
