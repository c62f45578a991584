/** What each workstation of a shop shows, read linearizably from every one of them. */
import type { ShopProcesses } from '../shop-processes.ts';
import { until } from '../until.ts';
import { Client } from './client.ts';
import { LISTS, type ListName } from './history.ts';
import type { Shown } from './verdict.ts';

/** How long all may need to find their leader again on a machine that has much else to do, in ms. */
const PATIENCE_MS = 20_000;

/** Asks again where the answer is 503. Rejects where one of them does not answer with lists in the end. */
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

function rowsOf(client: Client, list: ListName): Promise<unknown[]> {
  return until(
    `${client.url} shows its ${list}`,
    async () => {
      const reply = await client.call({ method: 'GET', path: `/api/v1/${list}` });
      if (reply.kind === 'answered' && reply.status === 503) return null;
      if (reply.kind === 'answered' && Array.isArray(reply.body)) return reply.body as unknown[];
      throw new Error(`${client.url} does not show its ${list}: ${JSON.stringify(reply)}`);
    },
    PATIENCE_MS,
  );
}
