/** What links over TCP promise beyond what all links do: where they listen, and what strangers can do. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LinkAddressError, LinkListenError } from './address.ts';
import { encodeFrame, FrameReader, decodeBody } from './frames.ts';
import { helloFrame, MAX_HELLO_BYTES } from './hello.ts';
import { decodeNote, helloOf, MAX_FRAME, tcpNet, type TestNode } from './testing/nodes.ts';
import { createTcpLinks } from './tcp.ts';
import type { Address, Hello } from './types.ts';

const LOOPBACK = { host: '127.0.0.1', port: 0 };
const silent = { message: () => undefined, up: () => undefined, down: () => undefined };

/** Somebody with a socket and no manners. */
class Stranger {
  readonly socket: Socket;
  readonly frames: unknown[] = [];
  readonly closed: Promise<void>;
  #heard: () => void = () => undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined);
    const reader = new FrameReader();
    socket.on('data', (chunk: Buffer) => {
      reader.push(
        chunk,
        () => MAX_FRAME,
        (body) => {
          const decoded = decodeBody(body);
          return decoded.ok && this.frames.push(decoded.value) > 0;
        },
      );
      this.#heard();
    });
  }

  static async at(address: Address): Promise<Stranger> {
    const socket = connect(address);
    await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
    return new Stranger(socket);
  }

  hello(from: string, to: string, more: Partial<Hello> = {}): this {
    this.socket.write(encodeFrame(helloFrame(helloOf(from, more), to)));
    return this;
  }

  async firstFrame(): Promise<unknown> {
    while (this.frames.length === 0) await new Promise<void>((resolve) => (this.#heard = resolve));
    return this.frames[0];
  }
}

describe('links over TCP listen and dial', () => {
  const linksAt = (listen: Address, peer?: Address) =>
    createTcpLinks({
      self: helloOf('a'),
      listen,
      peers: () => (peer === undefined ? [] : [{ id: 'b', address: peer }]),
      decode: decodeNote,
    });

  it.each(['0.0.0.0', '::', 'localhost', '192.168.1.10', '127.0.0.1.example.org', ''])(
    'on loopback only, not on "%s"',
    async (host) => {
      await expect(linksAt({ host, port: 0 }).start(silent)).rejects.toThrow(LinkAddressError);
      await expect(linksAt(LOOPBACK, { host, port: 7100 }).start(silent)).rejects.toThrow(
        'links are not encrypted yet, so they may only use 127.0.0.1 or ::1',
      );
    },
  );

  it.each([-1, 65_536, 1.5, NaN])('on ports, which %d is not', async (port) => {
    await expect(linksAt({ ...LOOPBACK, port }).start(silent)).rejects.toThrow('is not a port');
    await expect(linksAt(LOOPBACK, { ...LOOPBACK, port }).start(silent)).rejects.toThrow('is not a port');
  });

  it('on one of their own, or say in a sentence that it is taken', async () => {
    const first = linksAt(LOOPBACK);
    const address = await first.start(silent);
    const second = linksAt(address);
    await expect(second.start(silent)).rejects.toThrow(
      new LinkListenError(
        `Cannot listen for other workstations on 127.0.0.1:${address.port}: the port is taken by another program.`,
      ),
    );
    await Promise.all([first.stop(), second.stop()]);
    const third = linksAt(address);
    await expect(third.start(silent)).resolves.toEqual(address);
    await third.stop();
  });

  it('not any more once stopped, even before they listened', async () => {
    const links = linksAt(LOOPBACK);
    const starting = links.start(silent);
    await links.stop();
    const { port } = await starting;
    const refused = new Promise((resolve) => connect({ ...LOOPBACK, port }).once('error', resolve));
    await expect(refused).resolves.toMatchObject({ code: 'ECONNREFUSED' });
    await expect(linksAtStopped()).rejects.toThrow(LinkListenError);

    async function linksAtStopped() {
      const stopped = linksAt(LOOPBACK);
      await stopped.stop();
      return stopped.start(silent);
    }
  });
});

describe('a node that listens over TCP', () => {
  let net: ReturnType<typeof tcpNet>;
  let node: TestNode;
  let address: Address;
  let log: string[];
  beforeEach(async () => {
    net = tcpNet();
    log = [];
    // It knows "b", which has an address where nobody listens.
    const options = {
      log: (sentence: string) => log.push(sentence),
      peers: () => [{ id: 'b', address: net.addresses.get('b') ?? { host: '127.0.0.1', port: 1 } }],
      timing: { hello: 300 },
    };
    node = await net.start('a', {}, options);
    address = net.addresses.get('a')!;
  });
  afterEach(() => net.stop());

  /** The point of it all: whatever strangers did, a good peer is served. */
  async function servesGoodPeer() {
    const b = await net.start('b');
    await Promise.all([node.untilConnected('b'), b.untilConnected('a')]);
    const before = node.messages.length;
    b.links.send('a', { type: 'good' });
    await node.untilMessages(before + 1);
    expect(node.messages.at(-1)).toEqual({ type: 'good' });
    await b.links.stop();
    await node.until(() => !node.links.connected().has('b'));
  }

  const bad: [string, Partial<Hello>, string, string][] = [
    ['other shop', { clusterId: 'cluster-2' }, 'b', 'a'],
    ['other epoch', { epoch: 1 }, 'b', 'a'],
    ['own id', {}, 'a', 'a'],
    ['unknown node', {}, 'z', 'a'],
    ['not addressed to this node', {}, 'b', 'c'],
    ['malformed hello', { name: 'x'.repeat(201) }, 'b', 'a'],
    ['malformed hello', { epoch: -1 }, 'b', 'a'],
    ['malformed hello', {}, 'b', 'x'.repeat(65)],
  ];
  it.each(bad)('refuses a hello: %s %j', async (reason, more, from, to) => {
    for (let n = 0; n < 3; n++) {
      const stranger = (await Stranger.at(address)).hello(from, to, more);
      await stranger.closed;
      expect(stranger.frames).toEqual([]);
    }
    expect(node.links.drops()[reason]).toBe(3);
    expect(log).toHaveLength(1);
    expect(node.told).toEqual([]);
    await servesGoodPeer();
  });

  it.each([
    ['not printraft', { ...(helloFrame(helloOf('b'), 'a') as object), magic: 'printrafd' }],
    ['other version', { ...(helloFrame(helloOf('b'), 'a') as object), version: 2 }],
    ['other version', { magic: 'printraft', version: 99, all: 'else is new' }],
    ['not printraft', { type: 'good' }],
    ['not printraft', null],
    ['not printraft', 'GET / HTTP/1.1'],
  ])('refuses a first frame: %s', async (reason, frame) => {
    const stranger = await Stranger.at(address);
    stranger.socket.write(Buffer.concat([encodeFrame(frame), encodeFrame({ type: 'good' })]));
    await stranger.closed;
    expect(node.links.drops()[reason]).toBe(1);
    expect(node.told).toEqual([]);
    await servesGoodPeer();
  });

  it('waits only so long for a hello', async () => {
    const stranger = await Stranger.at(address);
    stranger.socket.write(encodeFrame(helloFrame(helloOf('b'), 'a')).subarray(0, 20));
    await stranger.closed;
    expect(node.links.drops()).toEqual({ 'no hello in time': 1 });
    await servesGoodPeer();
  });

  it('reads no long frame of somebody who has not introduced himself', async () => {
    const stranger = await Stranger.at(address);
    const header = Buffer.alloc(4);
    header.writeUInt32BE(MAX_HELLO_BYTES + 1);
    stranger.socket.write(header);
    await stranger.closed;
    expect(node.links.drops()).toEqual({ 'oversized frame': 1 });
  });

  it('holds 64 connections without hello at most, and the newest have the better chance', async () => {
    const crowd = await Promise.all(Array.from({ length: 70 }, () => Stranger.at(address)));
    await expect.poll(() => node.links.drops()['too many without hello']).toBe(6);
    await servesGoodPeer();
    for (const { socket } of crowd) socket.destroy();
  });

  it('names sources of its log’s sentences as often as it must, and then only counts', async () => {
    for (let n = 0; n < 300; n++) await (await Stranger.at(address)).hello(`z\n${n}`, 'a').closed;
    expect(node.links.drops()['unknown node']).toBe(300);
    expect(log).toHaveLength(256);
    expect(log.at(-1)).toContain('Further refusals are only counted.');
    expect(log.filter((sentence) => sentence.includes('\n'))).toEqual([]);
  });

  it('answers a good hello with its own, and pings from then on', async () => {
    const stranger = (await Stranger.at(address)).hello('b', 'a');
    expect(await stranger.firstFrame()).toEqual(helloFrame(helloOf('a'), 'b'));
    await expect.poll(() => stranger.frames.slice(1, 3), { timeout: 5_000 }).toEqual([null, null]);
    stranger.socket.destroy();
  });

  it('takes a peer that connects anew for restarted', async () => {
    const first = (await Stranger.at(address)).hello('b', 'a', { name: 'before' });
    await first.firstFrame();
    const second = (await Stranger.at(address)).hello('b', 'a', { name: 'after' });
    await Promise.all([first.closed, second.firstFrame()]);
    expect(node.told).toEqual([
      { type: 'up', peer: 'b', hello: helloOf('b', { name: 'before' }) },
      { type: 'down', peer: 'b' },
      { type: 'up', peer: 'b', hello: helloOf('b', { name: 'after' }) },
    ]);
    second.socket.destroy();
  });

  it('closes a peer’s connection at the first frame that is none', async () => {
    for (const [reason, bytes] of [
      ['undecodable frame', Buffer.from([0, 0, 0, 1, 0xc1])],
      ['empty frame', Buffer.alloc(4)],
      ['oversized frame', Buffer.from([0xff, 0xff, 0xff, 0xff])],
    ] as const) {
      const peer = (await Stranger.at(address)).hello('b', 'a');
      await peer.firstFrame();
      peer.socket.write(
        Buffer.concat([encodeFrame({ type: 'before' }), bytes, encodeFrame({ type: 'after' })]),
      );
      await peer.closed;
      expect(node.links.drops()[reason]).toBe(1);
    }
    expect(node.messages.map(({ type }) => type)).toEqual(['before', 'before', 'before']);
    await servesGoodPeer();
  });

  it('bears any bytes, before a hello and after one', async () => {
    const hello = encodeFrame(helloFrame(helloOf('b'), 'a'));
    const frame = fc.uint8Array({ minLength: 1, maxLength: 300 }).map((body) => {
      const whole = Buffer.alloc(4 + body.length);
      whole.writeUInt32BE(body.length);
      whole.set(body, 4);
      return whole;
    });
    const mutated = fc.tuple(fc.nat(hello.length - 1), fc.nat(255)).map(([at, byte]) => {
      const copy = Buffer.from(hello);
      copy[at] = byte;
      return copy;
    });
    const good = fc.jsonValue().map((value) => encodeFrame({ type: 'n', value }));
    const noise = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
    const shapes = fc.jsonValue().map((value) => encodeFrame(value));
    const part = fc.oneof(frame, mutated, good, noise, shapes);
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(part, { maxLength: 6 }), async (polite, parts) => {
        const stranger = await Stranger.at(address);
        if (polite) stranger.socket.write(hello);
        for (const bytes of parts) stranger.socket.write(bytes);
        stranger.socket.end();
        await stranger.closed;
      }),
      { numRuns: 300 },
    );
    expect(Object.values(node.links.drops()).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(100);
    await servesGoodPeer();
  });

  it('holds no more than its bound for a peer that does not read', async () => {
    const peer = (await Stranger.at(address)).hello('b', 'a');
    await peer.firstFrame();
    peer.socket.pause();
    const filler = 'x'.repeat(50_000);
    const before = process.memoryUsage().rss;
    for (let n = 0; n < 4_000; n++) {
      node.links.send('b', { type: 'n', filler });
      if (n % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    // 200 MB were to be sent; the kernel takes a few.
    expect(node.links.drops()['backlog full']).toBeGreaterThan(3_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
    peer.socket.destroy();
    await node.until(() => !node.links.connected().has('b'));
    await servesGoodPeer();
  });
});

describe('a connection over TCP', () => {
  const nets: ReturnType<typeof tcpNet>[] = [];
  const servers: Server[] = [];
  afterEach(async () => {
    await Promise.all(nets.splice(0).map((net) => net.stop()));
    for (const server of servers.splice(0)) server.close();
  });
  const newNet = () => {
    const net = tcpNet();
    nets.push(net);
    return net;
  };

  it('is closed when nothing comes for five pings, and not before', async () => {
    const net = newNet();
    const options = {
      timing: { ping: 60 },
      peers: () => [{ id: 'b', address: { host: '127.0.0.1', port: 1 } }],
    };
    const node = await net.start('a', {}, options);
    const peer = (await Stranger.at(net.addresses.get('a')!)).hello('b', 'a');
    await peer.firstFrame();
    // As long as it says something, it stays.
    for (let n = 0; n < 10; n++) {
      peer.socket.write(encodeFrame(null));
      const heard = peer.frames.length;
      await expect.poll(() => peer.frames.length, { interval: 5 }).toBeGreaterThan(heard);
    }
    expect(node.links.drops()).toEqual({});
    await peer.closed;
    expect(node.links.drops()).toEqual({ silent: 1 });
    expect(node.told.map(({ type }) => type)).toEqual(['up', 'down']);
  });

  it('lives as long as both sides do, without a message', async () => {
    const net = newNet();
    const timing = { ping: 40 };
    const a = await net.start('a', {}, { timing });
    const b = await net.start('b', {}, { timing });
    await Promise.all([a.untilConnected('b'), b.untilConnected('a')]);
    const later = Date.now() + 600;
    await expect.poll(() => Date.now() > later, { timeout: 5_000 }).toBe(true);
    expect([...a.told, ...b.told].map(({ type }) => type)).toEqual(['up', 'up']);
  });

  it('is dialled to the node that is meant, or not used', async () => {
    // Behind b's address, somebody else listens.
    const server = createServer((socket) => {
      const other = new Stranger(socket);
      void other.firstFrame().then(() => other.hello('c', 'a'));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const bound = server.address() as AddressInfo;
    const peers = () =>
      ['b', 'c'].map((id) => ({ id, address: { host: '127.0.0.1', port: id === 'b' ? bound.port : 1 } }));
    const node = await newNet().start('a', {}, { peers });
    await expect.poll(() => node.links.drops()['unknown node']).toBeGreaterThan(0);
    expect(node.told).toEqual([]);
  });

  it('may be there twice, when both dialled at once: told once, used once, and one may go', async () => {
    const accepted: Stranger[] = [];
    const server = createServer((socket) => {
      const peer = new Stranger(socket);
      accepted.push(peer);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const bound = server.address() as AddressInfo;
    const net = newNet();
    const peers = () => [{ id: 'b', address: { host: '127.0.0.1', port: bound.port } }];
    const node = await net.start('a', {}, { peers });
    await expect.poll(() => accepted.length).toBe(1);

    // b dials while a's own attempt is under way, then answers that one too.
    const dialledByB = (await Stranger.at(net.addresses.get('a')!)).hello('b', 'a');
    await dialledByB.firstFrame();
    const dialledByA = accepted[0]!;
    expect(await dialledByA.firstFrame()).toEqual(helloFrame(helloOf('a'), 'b'));
    node.links.send('b', { type: 'over b’s' });
    await expect.poll(() => dialledByB.frames.at(-1)).toEqual({ type: 'over b’s' });
    dialledByA.hello('b', 'a');
    dialledByA.socket.write(encodeFrame({ type: 'from b' }));
    await node.untilMessages(1);

    // "a" is the smaller id: from now on both send on what it dialled, and hear on both.
    node.links.send('b', { type: 'over a’s' });
    await expect.poll(() => dialledByA.frames.at(-1)).toEqual({ type: 'over a’s' });
    dialledByB.socket.write(encodeFrame({ type: 'also from b' }));
    await node.untilMessages(2);
    expect(node.told.map(({ type }) => type)).toEqual(['up', 'message', 'message']);

    dialledByA.socket.destroy();
    await dialledByA.closed;
    await expect
      .poll(() => {
        node.links.send('b', { type: 'over b’s again' });
        return dialledByB.frames.at(-1);
      })
      .toEqual({ type: 'over b’s again' });
    expect(node.links.connected().has('b')).toBe(true);
    dialledByB.socket.destroy();
    await node.until(() => node.told.at(-1)?.type === 'down');
    expect(accepted.length).toBe(1);
  });

  it('sends what one turn produced in few pieces', async () => {
    const net = newNet();
    const peers = () => [{ id: 'b', address: { host: '127.0.0.1', port: 1 } }];
    const node = await net.start('a', {}, { peers });
    const peer = (await Stranger.at(net.addresses.get('a')!)).hello('b', 'a');
    await peer.firstFrame();
    let pieces = 0;
    peer.socket.on('data', () => pieces++);
    for (let n = 0; n < 1_000; n++) node.links.send('b', { type: 'n', n });
    await expect.poll(() => peer.frames.length).toBeGreaterThan(1_000);
    expect(pieces).toBeLessThan(10);
    peer.socket.destroy();
  });
});
