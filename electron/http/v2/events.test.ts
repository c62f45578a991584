/** `GET /api/v2/events` as its clients meet it. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { call, forge, OWN_WATCHERS, serveSolo, type Served } from '../../testing/http.ts';
import type { ChangeBatch } from '../../workstation-interface.ts';
import { MAX_STREAMS } from './events.ts';
import { EventClient } from './testing/event-client.ts';
import { soon } from './testing/soon.ts';

let served: Served;
beforeEach(async () => {
  served = await serveSolo();
  onTestFinished(() => served.http.close());
});

function open(query = '', lastId = ''): EventClient {
  const client = new EventClient(served.port, `/api/v2/events${query}`, lastId);
  onTestFinished(() => client.close());
  return client;
}
/** Opened, and told where it is. */
async function opened(query = '', lastId = ''): Promise<EventClient> {
  const client = open(query, lastId);
  await soon(() => client.status).toBe(200);
  await soon(() => client.lastId).not.toBe('');
  return client;
}
let made = 0;
const add = (note = '') => {
  made += 1;
  return served.solo.execute({ type: 'printer.create', id: `P${made}`, maker: 'a', model: 'b', note });
};
const changes = (client: EventClient) => client.data<ChangeBatch>('change');
const resets = (client: EventClient) => client.data<{ index: number; shop: string }>('reset');

describe('a stream', () => {
  it('begins with where it is, and tells what changes with whole records', async () => {
    await add();
    const client = await opened();
    await add();
    await soon(() => client.events.length).toBe(2);
    expect(resets(client)).toEqual([{ index: 1, shop: 'solo' }]);
    expect(changes(client)).toMatchObject([{ from: 1, to: 2, filings: [{ archive: 'activity' }] }]);
    const entity = served.solo.shop.printers.get(`P${made}`);
    expect(changes(client)[0]?.changes).toEqual([{ table: 'printers', id: entity?.id, entity }]);
    expect(client.lastId).toBe('2');
    expect(client.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  });

  it.each([
    ['?after=1', ''],
    ['', '1'],
    ['?after=0', '1'],
  ])('asked for %s with Last-Event-ID %j goes on after that', async (query, lastId) => {
    for (let n = 0; n < 3; n += 1) await add();
    const client = await opened(query, lastId);
    await soon(() => changes(client).map(({ to }) => to)).toEqual([2, 3]);
    expect(resets(client)).toEqual([]);
  });

  it('that is up to date is told where it is, so that it goes on from there', async () => {
    await add();
    const client = await opened('?after=1');
    expect([client.lastId, client.events]).toEqual(['1', []]);
  });

  it.each([
    ['?after=7', '', 'is ahead of what is here'],
    ['', 'seven', 'is none of ours'],
    ['?after=1&shop=other', '', 'is of another shop'],
  ])('%s %j %s, and begins anew', async (query, lastId) => {
    for (let n = 0; n < 2; n += 1) await add();
    const client = await opened(query, lastId);
    await soon(() => resets(client)).toEqual([{ index: 2, shop: 'solo' }]);
    await add();
    await soon(() => changes(client).map(({ to }) => to)).toEqual([3]);
  });

  it('of this shop goes on', async () => {
    await add();
    const client = await opened('?after=0&shop=solo');
    await soon(() => changes(client).map(({ to }) => to)).toEqual([1]);
  });

  it('begins anew where the state was replaced, and again for whoever was away then', async () => {
    await add();
    const client = await opened('?after=0');
    served.solo.replaceState();
    await soon(() => resets(client)).toEqual([{ index: 1, shop: 'solo' }]);
    expect(resets(await opened('', '1'))).toEqual([{ index: 1, shop: 'solo' }]);
    await add();
    for (const one of [client, await opened('', '2')]) await soon(() => one.lastId).toBe('2');
  });

  it('begins anew where what is missing is not kept any more', async () => {
    for (let n = 0; n < 5; n += 1) await add('x'.repeat(500));
    for (let n = 0; n < 10_000; n += 1) await served.solo.execute({ type: 'printer.clear', id: 'none' });
    const client = await opened('?after=3');
    expect(resets(client)).toMatchObject([{ index: 10_005 }]);
  });

  it.each(['after=x', 'after=-1', 'after=1.5', 'since=1', 'consistency=x'])(
    '?%s is refused',
    async (query) => {
      expect(await call(served, 'GET', `/api/v2/events?${query}`)).toMatchObject({ status: 400 });
    },
  );

  it('is not asked for by another method', async () => {
    for (const method of ['HEAD', 'POST', 'DELETE'])
      expect((await fetch(`${served.url}/api/v2/events`, { method })).status).toBe(405);
  });

  it('is only for pages of this workstation', async () => {
    const ask = (headers: Record<string, string>) => forge(served, 'GET', '/api/v2/events', headers);
    expect((await ask({ host: 'evil.example' })).status).toBe(403);
    const host = `127.0.0.1:${served.port}`;
    expect((await ask({ host, origin: 'https://evil.example' })).status).toBe(403);
    expect((await ask({ host, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });

  it('is not opened without a majority, unless what is here will do', async () => {
    const before = await opened();
    served.solo.setMode('readingOnly');
    const refused = await call(served, 'GET', '/api/v2/events');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    await opened('?consistency=local');
    expect(before.ended).toBeNull();
  });
});

it('whoever is cut off anywhere and comes back gets every change once, in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ writes: fc.nat({ max: 6 }), cut: fc.boolean(), early: fc.boolean() }), {
        minLength: 1,
        maxLength: 8,
      }),
      async (day) => {
        const start = served.solo.appliedIndex;
        const told: ChangeBatch[] = [];
        let client = await opened(`?after=${start}`);
        for (const { writes, cut, early } of day) {
          for (let n = 0; n < writes; n += 1) await add();
          if (!cut) continue;
          if (!early) await soon(() => client.lastId).toBe(String(served.solo.appliedIndex));
          client.close();
          told.push(...changes(client));
          client = await opened('', client.lastId);
        }
        await soon(() => client.lastId).toBe(String(served.solo.appliedIndex));
        client.close();
        told.push(...changes(client));
        expect(told.map(({ from }) => from)).toEqual(told.map((_, n) => start + n));
        expect(told.map(({ to }) => to)).toEqual(told.map((_, n) => start + n + 1));
        expect(told).toHaveLength(served.solo.appliedIndex - start);
      },
    ),
    { numRuns: 25 },
  );
});

describe('a server', () => {
  it('has room for so many streams, and again when one is gone', async () => {
    const clients = await Promise.all(Array.from({ length: MAX_STREAMS }, () => opened()));
    const tooMany = await call(served, 'GET', '/api/v2/events');
    expect([tooMany.status, tooMany.headers.get('retry-after')]).toEqual([503, '10']);
    expect(served.solo.watchers).toBe(OWN_WATCHERS);
    clients[0]?.close();
    await soon(async () => {
      const one = open();
      await soon(() => one.status).not.toBe(0);
      return one.status;
    }).toBe(200);
  });

  it('that stops ends them as they should be ended, and watches nothing any more', async () => {
    const clients = [await opened(), await opened()];
    const began = performance.now();
    await served.http.close();
    expect(performance.now() - began).toBeLessThan(1_900);
    for (const client of clients) await soon(() => client.ended).toBe(true);
    expect(served.solo.watchers).toBe(0);
  });
});
