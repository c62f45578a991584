/** A workstation whose records came to differ, as a memory that flips a bit can have it, finds out and mends itself. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { recordsOf } from './in-directory.ts';
import { openStorage } from './storage/open.ts';
import { Client } from './testing/load/client.ts';
import { startLoad } from './testing/load/load.ts';
import { printer } from './testing/load/wishes.ts';
import { startShop } from './testing/shop-processes.ts';
import { until } from './testing/until.ts';

/** Every so many entries the workstations compare (`Timing.digestEntries`). */
const DIGEST_ENTRIES = 1_024;

it('one of three gets its records anew from the others, while these go on', async () => {
  const shop = await startShop();
  onTestFinished(() => shop.stopAll());
  const urls = [1, 2].map((number) => shop.url(number));
  const load = await startLoad({
    urls,
    writers: 16,
    readers: 0,
    wish: (writer, n) => printer(`w${writer}-${n}`),
  });
  await load.acknowledge(500);
  await shop.kill(3, 'SIGTERM');
  await alter(recordsOf(shop.directory(3)));
  await shop.start(3);
  await load.acknowledge(2 * DIGEST_ENTRIES);
  await load.end();

  await until('a look at what differs', () => Promise.resolve(/had come to differ/.test(shop.stderr(3))));
  const shown = async (number: number) => {
    const client = new Client(shop.url(number));
    try {
      return await client.call({ method: 'GET', path: '/api/v1/printers' });
    } finally {
      client.close();
    }
  };
  await until('the same everywhere', async () => {
    const [first, third] = [await shown(1), await shown(3)];
    return (
      third.kind === 'answered' && third.status === 200 && JSON.stringify(first) === JSON.stringify(third)
    );
  });
  expect(await readdir(join(recordsOf(shop.directory(3)), 'diverged'))).not.toEqual([]);
  expect(shop.isRunning(3)).toBe(true);
});

/** Rewrites the log so that one change in it says something else; all checksums are in order. */
async function alter(records: string): Promise<void> {
  const storage = await openStorage(records);
  const { hardState, entries } = storage.opened;
  const altered = entries.map((entry) =>
    entry.payload.kind === 'command'
      ? {
          ...entry,
          payload: { ...entry.payload, data: entry.payload.data.replaceAll('w1-', 'x1-') },
        }
      : entry,
  );
  expect(altered).not.toEqual(entries);
  await storage.append({ hardState, firstIndex: altered[0]?.index ?? 1, entries: altered });
  await storage.close();
}
