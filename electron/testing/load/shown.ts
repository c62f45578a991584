/** What each workstation of a shop shows, read linearizably from every one of them. */
import type { ShopProcesses } from '../shop-processes.ts';
import { Client } from './client.ts';
import { LISTS, type ListName } from './history.ts';
import type { Shown } from './verdict.ts';

/** Rejects where one of them does not answer with lists. */
export async function shownBy(shop: ShopProcesses): Promise<Shown[]> {
  return Promise.all(
    shop.numbers.map(async (number) => {
      const client = new Client(shop.url(number));
      const lists: Record<ListName, unknown[]> = { printers: [], filaments: [], jobs: [] };
      for (const list of LISTS) lists[list] = await rowsOf(client, list);
      client.close();
      return { node: shop.id(number), lists };
    }),
  );
}

async function rowsOf(client: Client, list: ListName): Promise<unknown[]> {
  const reply = await client.call({ method: 'GET', path: `/api/v1/${list}` });
  if (reply.kind !== 'answered' || !Array.isArray(reply.body)) {
    throw new Error(`${client.url} does not show its ${list}: ${JSON.stringify(reply)}`);
  }
  return reply.body as unknown[];
}
