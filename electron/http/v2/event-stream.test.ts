/** Slow clients and silent ones. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createSolo, type Solo } from '../../testing/solo.ts';
import type { ChangeBatch } from '../../workstation-interface.ts';
import { MAX_UNSENT_BYTES, streamEvents } from './event-stream.ts';
import { History } from './history.ts';
import { EventClient } from './testing/event-client.ts';
import { soon } from './testing/soon.ts';

let solo: Solo;
let history: History;
let heartbeatMs: number;
let port: number;
let responses: ServerResponse[];
beforeEach(async () => {
  solo = createSolo();
  history = new History(solo);
  heartbeatMs = 60_000;
  responses = [];
  const server = createServer((request, response) => {
    responses.push(response.writeHead(200));
    const after = Number(request.url?.slice(1));
    streamEvents(response, history, { after, shop: () => 's', log: () => undefined, heartbeatMs });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
});

/** @param reads false: it takes the head and then nothing */
async function open(after: number, reads = true): Promise<EventClient> {
  const client = new EventClient(port, `/${after}`);
  onTestFinished(() => client.close());
  if (!reads) {
    client.pauseAtHead = true;
    await soon(() => client.status).toBe(200);
    return client;
  }
  await soon(() => client.lastId).not.toBe('');
  return client;
}

/** A change of about that many characters. */
function change(characters: number): Promise<unknown> {
  const product = { material: 'PLA', colour: 'x' };
  const count = Math.max(1, Math.round(characters / 1_000));
  const note = 'x'.repeat(330);
  return solo.execute({
    type: 'spool.create',
    filament: { product },
    totalMg: 9,
    remainingMg: 9,
    note,
    count,
  });
}

const indexes = (client: EventClient) => client.data<ChangeBatch>('change').map(({ to }) => to);
const upTo = (last: number) => Array.from({ length: last }, (_, n) => n + 1);

describe('a client that is up to date', () => {
  it('and then reads nothing is cut off with a MiB unsent, and goes on later', async () => {
    const client = await open(0);
    client.pause();
    const [response] = responses;
    for (let n = 0; n < 200 && response?.destroyed === false; n += 1) {
      await change(200_000);
      await new Promise((resolve) => setTimeout(resolve, 1));
      expect(response.writableLength).toBeLessThan(MAX_UNSENT_BYTES + 500_000);
    }
    expect(response?.destroyed).toBe(true);
    client.resume();
    await soon(() => client.ended).toBe(false);
    // What the system had taken for it may be more than is kept.
    const known = Number(client.lastId);
    const isKept = history.reaches(known);
    const again = await open(known);
    await soon(() => again.lastId).toBe(String(solo.appliedIndex));
    expect([...indexes(client), ...indexes(again)]).toEqual(upTo(isKept ? solo.appliedIndex : known));
    expect(again.data('reset')).toHaveLength(isKept ? 0 : 1);
  });

  it('and reads gets everything', async () => {
    const client = await open(0);
    for (let n = 0; n < 50; n += 1) {
      await change(100_000);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await soon(() => indexes(client)).toEqual(upTo(50));
  });
});

describe('a client that was away', () => {
  it('is told megabytes that it missed, as fast as it reads, with what changes meanwhile', async () => {
    for (let n = 0; n < 40; n += 1) await change(100_000);
    const client = await open(0, false);
    await change(1_000);
    setTimeout(() => client.resume(), 50);
    await change(1_000);
    await soon(() => indexes(client)).toEqual(upTo(42));
    expect(client.ended).toBeNull();
  });

  it('and is overtaken by what is forgotten begins anew', async () => {
    for (let n = 0; n < 30; n += 1) await change(190_000);
    const client = await open(0, false);
    await new Promise((resolve) => setTimeout(resolve, 30));
    for (let n = 0; n < 60; n += 1) await change(190_000);
    client.resume();
    await soon(() => client.lastId).toBe('90');
    expect(client.data('reset').length).toBeGreaterThan(0);
    // Between two beginnings there is no gap.
    let last = 0;
    for (const { event, id } of client.events) {
      if (event === 'change') expect(Number(id)).toBe(last + 1);
      last = Number(id);
    }
  });
});

describe('while nothing changes', () => {
  it('a comment comes now and then', async () => {
    heartbeatMs = 20;
    const client = await open(0);
    await soon(() => client.comments.length).toBeGreaterThan(2);
    expect(client.events).toEqual([]);
  });

  it('a client that takes nothing is not kept', async () => {
    for (let n = 0; n < 30; n += 1) await change(190_000);
    heartbeatMs = 100;
    const client = await open(0, false);
    await new Promise((resolve) => setTimeout(resolve, 600));
    client.resume();
    await soon(() => client.ended).toBe(false);
  });
});
