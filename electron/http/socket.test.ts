import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { PROTOCOL_VERSION } from '../../shared/contract/protocol.ts';
import { OWN_WATCHERS, serveSolo } from '../testing/http.ts';
import type { Served } from '../testing/http.ts';
import { createSolo } from '../testing/solo.ts';
import { serveSockets } from './socket.ts';

type Json = Record<string, unknown> & {
  id?: number;
  error?: unknown;
  push?: string;
  body?: Record<string, unknown>;
};

let served: Served;
const sockets: WebSocket[] = [];
beforeEach(async () => {
  served = await serveSolo();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await served.http.close();
});

/** A console's connection: what arrived, and a way to wait for more. */
async function connect(port = served.port) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/console`, { origin: `http://127.0.0.1:${port}` });
  sockets.push(socket);
  const received: Json[] = [];
  socket.on('message', (data: Buffer) => received.push(JSON.parse(data.toString()) as Json));
  await once(socket, 'open');
  return {
    socket,
    received,
    say: (message: unknown) => socket.send(JSON.stringify(message)),
    hello: () =>
      socket.send(JSON.stringify({ id: 0, request: 'hello', params: { protocol: PROTOCOL_VERSION } })),
    until: async (test: (message: Json) => boolean): Promise<Json> => {
      for (;;) {
        const found = received.find(test);
        if (found) return found;
        await once(socket, 'message');
      }
    },
    closed: async (): Promise<number> => {
      if (socket.readyState === socket.CLOSED) throw new Error('closed before anybody listened');
      const [code] = (await once(socket, 'close')) as [number];
      return code;
    },
  };
}

describe('the console over its WebSocket', () => {
  it('follows what others do over REST', async () => {
    const console = await connect();
    console.hello();
    console.say({ id: 1, request: 'subscribe', params: {} });
    await console.until(({ push, body }) => push === 'state' && body?.done === true);
    await fetch(`${served.url}/api/v1/printers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: 'P1', company: 'Prusa', model: 'MK4' }),
    });
    const { body } = await console.until(({ push }) => push === 'changes');
    expect(body).toMatchObject({ from: 0, to: served.solo.appliedIndex });
    expect(body?.changes).toContainEqual({
      table: 'printers',
      id: 'P1',
      entity: served.solo.shop.printers.get('P1'),
    });
  });

  it('is told what was wrong with a frame, and goes on', async () => {
    const console = await connect();
    for (const frame of ['', '{', 'null', '[]', '{"id":1}']) console.socket.send(frame);
    console.hello();
    await console.until(({ id }) => id === 0);
    expect(console.received).toHaveLength(6);
    expect(console.received[0]).toEqual({
      id: -1,
      error: { code: 'badRequest', message: 'The frame must be JSON.' },
    });
    expect(console.received[4]).toMatchObject({ id: 1, error: { code: 'badRequest' } });
  });

  it('that sends thousands of messages at once leaves every other turn of the event loop to others', async () => {
    const console = await connect();
    console.hello();
    await console.until(({ id }) => id === 0);
    let thisTurn = 0;
    let most = 0;
    vi.spyOn(served.solo, 'execute').mockImplementation(() => {
      thisTurn += 1;
      most = Math.max(most, thisTurn);
      setImmediate(() => (thisTurn = 0));
      return Promise.resolve({ ok: true, id: 'P1' });
    });
    const command = { type: 'job.start', id: 'J1' };
    // In one write, so that many arrive with one read.
    const { _socket: stream } = console.socket as unknown as { _socket: Socket };
    stream.cork();
    for (let id = 1; id <= 200; id += 1) {
      console.say({ id, request: 'execute', params: { key: `key-${id}-x`, command } });
    }
    stream.uncork();
    await console.until(({ id }) => id === 200);
    expect(most).toBeLessThanOrEqual(2);
  });

  it.each(['\ud800'.repeat(8), '\0'.repeat(8), 'ü'.repeat(8), 'short'])(
    'may not use the key %j, which could not travel',
    async (key) => {
      const console = await connect();
      console.hello();
      console.say({ id: 1, request: 'execute', params: { key, command: { type: 'job.start', id: 'J1' } } });
      const { error } = await console.until(({ id }) => id === 1);
      expect(error).toEqual({
        code: 'badRequest',
        message: 'key: must be 8 to 64 printable ASCII characters',
      });
    },
  );

  it('is closed over a binary frame or one of more than 64 KiB', async () => {
    const binary = await connect();
    binary.socket.send(Buffer.from('{}'));
    expect(await binary.closed()).toBe(1003);
    const long = await connect();
    long.socket.send('x'.repeat(64 * 1024 + 1));
    expect(await long.closed()).toBe(1009);
    const next = await connect();
    next.hello();
    expect(await next.until(({ id }) => id === 0)).toMatchObject({ result: { build: 'test' } });
  });

  it('that stops reading is cut off before it costs memory', async () => {
    const slow = await connect();
    slow.hello();
    slow.say({ id: 1, request: 'subscribe', params: {} });
    await slow.until(({ push, body }) => push === 'state' && body?.done === true);
    slow.socket.pause();
    const note = 'x'.repeat(500);
    for (let n = 0; n < 40_000 && served.solo.watchers > OWN_WATCHERS; n += 1) {
      await served.solo.execute({ type: 'printer.create', id: `P${n}`, maker: 'm', model: 'x', note });
      if (n % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(served.solo.watchers).toBe(OWN_WATCHERS);
    slow.socket.resume();
    expect((await slow.until(({ push }) => push === 'reset')).body).toEqual({ reason: 'behind' });
    slow.received.length = 0;
    slow.say({ id: 2, request: 'subscribe', params: {} });
    const { body } = await slow.until(({ push, body: state }) => push === 'state' && state?.done === true);
    expect(body?.index).toBe(served.solo.appliedIndex);
  });

  it('leaves nothing behind when it goes', async () => {
    const console = await connect();
    console.hello();
    console.say({ id: 1, request: 'subscribe', params: {} });
    await console.until(({ push }) => push === 'health');
    expect(served.solo.watchers).toBe(OWN_WATCHERS + 1);
    console.socket.close();
    await console.closed();
    await expect.poll(() => served.solo.watchers).toBe(OWN_WATCHERS);
  });

  it('is answered at /console only', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${served.port}/api/v1/jobs`);
    socket.on('error', () => undefined);
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(response.statusCode).toBe(404);
  });

  it('has only so many windows', async () => {
    for (let n = 0; n < 64; n += 1) await connect();
    const socket = new WebSocket(`ws://127.0.0.1:${served.port}/console`);
    socket.on('error', () => undefined);
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(response.statusCode).toBe(503);
  });

  it('that no longer answers pings is ended', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const close = serveSockets(
      server,
      () => null,
      createSolo(),
      'test',
      () => undefined,
      50,
    );
    const lively = await connect(port);
    const dead = new WebSocket(`ws://127.0.0.1:${port}/console`, { autoPong: false });
    sockets.push(dead);
    const [code] = (await once(dead, 'close')) as [number];
    expect(code).toBe(1006);
    expect(lively.socket.readyState).toBe(WebSocket.OPEN);
    close();
    server.close();
  });
});
