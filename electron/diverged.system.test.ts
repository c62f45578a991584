/** A workstation whose records came to differ, as a memory that flips a bit can have it, finds out and mends itself. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { recordsOf } from './in-directory.ts';
import { openStorage } from './storage/open.ts';
import { Client } from './testing/load/client.ts';
import { startShop } from './testing/shop-processes.ts';
import { until } from './testing/until.ts';

/** Every so many entries the workstations compare (`Timing.digestEntries`). */
const DIGEST_ENTRIES = 1_024;
const WRITERS = 16;

it('one of three gets its records anew from the others, while these go on', async () => {
  const shop = await startShop();
  onTestFinished(() => shop.stopAll());
  /** On the first and the second. */
  const write = (name: string, count: number) =>
    Promise.all(
      Array.from({ length: WRITERS }, async (_, writer) => {
        for (let n = 0; n < count / WRITERS; n++) {
          const body = JSON.stringify({ id: `${name}-${writer}-${n}`, company: 'Prusa', model: 'MK4S' });
          const url = `${shop.url(1 + (writer % 2))}/api/v1/printers`;
          const headers = { 'content-type': 'application/json' };
          expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(201);
        }
      }),
    );
  await write('w1', 500);
  await shop.kill(3, 'SIGTERM');
  await alter(recordsOf(shop.directory(3)));
  await shop.start(3);
  await write('w2', 2 * DIGEST_ENTRIES);

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

  // The same again: it would go on like that, so it ends and says so; the others go on.
  await shop.kill(3, 'SIGTERM');
  await alter(recordsOf(shop.directory(3)));
  await shop.start(3);
  await write('w3', 2 * DIGEST_ENTRIES);
  expect(await shop.process(3).ended).toMatchObject({ code: 1 });
  expect(shop.stderr(3)).toMatch(/again, within a day: this computer's memory is at fault/);
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
