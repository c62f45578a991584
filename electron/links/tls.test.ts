/** What links over TLS promise beyond what all links do: where they listen, and what strangers can do. */
import { type AddressInfo, connect, createServer, type Server } from 'node:net';

import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LinkAddressError, LinkListenError } from './address.ts';
import { encodeFrame } from './frames.ts';
import { helloFrame, MAX_HELLO_BYTES } from './hello.ts';
import { credentialsOf, LINK_PROTOCOL, secureAccepted } from './secure.ts';
import { decodeNote, helloOf, tlsNet, type TestNode } from './testing/nodes.ts';
import { TestShop } from './testing/shop.ts';
import { Stranger } from './testing/stranger.ts';
import { createTlsLinks } from './tls.ts';
import type { Address, Hello, LinkIdentity } from './types.ts';

const LOOPBACK = { host: '127.0.0.1', port: 0 };
const silent = { message: () => undefined, up: () => undefined, down: () => undefined };

describe('links over TLS listen and dial', () => {
  const shop = new TestShop();
  let identity: LinkIdentity;
  beforeAll(async () => {
    identity = await shop.identityOf('a');
  });
  const linksAt = (listen: Address) =>
    createTlsLinks({
      self: () => helloOf('a'),
      identity,
      judge: shop.judge,
      listen,
      peers: () => [],
      decode: decodeNote,
    });

  it.each(['0.0.0.0', '::', 'localhost', '127.0.0.1'])('on any address, as on "%s"', async (host) => {
    const links = linksAt({ host, port: 0 });
    expect((await links.start(silent)).port).toBeGreaterThan(0);
    await links.stop();
  });

  it('not on what is no address, or not this computer’s', async () => {
    await expect(linksAt({ host: '', port: 0 }).start(silent)).rejects.toThrow(LinkAddressError);
    await expect(linksAt({ host: '192.0.2.1', port: 0 }).start(silent)).rejects.toThrow(
      'Cannot listen for other workstations on 192.0.2.1:0: this computer does not have that address.',
    );
  });

  it.each([-1, 65_536, 1.5, NaN])('on ports, which %d is not', async (port) => {
    await expect(linksAt({ ...LOOPBACK, port }).start(silent)).rejects.toThrow('is not a port');
    const peers = () => [{ id: 'b', addresses: [{ ...LOOPBACK, port }] }];
    const net = tlsNet();
    const node = await net.start('a', {}, { peers });
    await expect.poll(() => node.links.drops()['forbidden address']).toBeGreaterThan(0);
    await net.stop();
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

describe('a node that listens over TLS', () => {
  let net: ReturnType<typeof tlsNet>;
  let node: TestNode;
  let address: Address;
  let log: string[];
  /** Each node's certificate, made once. */
  let identities: Map<string, LinkIdentity>;
  const stranger = async (as = 'b') => {
    const identity = identities.get(as) ?? (await net.shop.identityOf(as));
    identities.set(as, identity);
    return Stranger.at(address, identity);
  };
  beforeEach(async () => {
    net = tlsNet();
    identities = new Map();
    log = [];
    // It knows "b", which has an address where nobody listens.
    const options = {
      log: (sentence: string) => log.push(sentence),
      peers: () => [{ id: 'b', addresses: [net.addresses.get('b') ?? { host: '127.0.0.1', port: 1 }] }],
      timing: { hello: 1_000 },
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

  const refusedWith = (code: unknown) => ({
    refused: code,
    sentence: expect.any(String) as unknown,
    chain: expect.any(Array) as unknown,
  });

  const bad: [string, Partial<Hello>, string, string][] = [
    ['other shop', { clusterId: 'cluster-2' }, 'b', 'a'],
    ['other epoch', { epoch: 1 }, 'b', 'a'],
    ['own id', {}, 'a', 'a'],
    ['not addressed to this node', {}, 'b', 'c'],
    ['malformed hello', { name: 'x'.repeat(201) }, 'b', 'a'],
    ['malformed hello', { epoch: -1 }, 'b', 'a'],
    ['malformed hello', { boot: { counter: 1, nonce: '' } }, 'b', 'a'],
    ['malformed hello', { link: { port: 65_536 } }, 'b', 'a'],
    ['malformed hello', {}, 'b', 'x'.repeat(65)],
  ];
  it.each(bad)('refuses a hello: %s %j', async (reason, more, from, to) => {
    for (let n = 0; n < 3; n++) {
      const one = (await stranger(from)).hello(from, to, more);
      await one.closed;
      expect(one.frames).toEqual([refusedWith(expect.any(String))]);
    }
    expect(node.links.drops()[reason]).toBe(3);
    expect(log).toHaveLength(1);
    expect(node.told).toEqual([]);
    await servesGoodPeer();
  });

  it.each([
    ['not printraft', { ...(helloFrame(helloOf('b'), [], 'a') as object), magic: 'printrafd' }],
    ['other version', { ...(helloFrame(helloOf('b'), [], 'a') as object), version: 1 }],
    ['other version', { magic: 'printraft', version: 99, all: 'else is new' }],
    ['not printraft', { type: 'good' }],
    ['not printraft', null],
    ['not printraft', 'GET / HTTP/1.1'],
  ])('refuses a first frame: %s', async (reason, frame) => {
    const one = await stranger();
    one.socket.write(Buffer.concat([encodeFrame(frame), encodeFrame({ type: 'good' })]));
    await one.closed;
    expect(one.frames).toEqual([refusedWith(reason === 'other version' ? 'update' : 'refused')]);
    expect(node.links.drops()[reason]).toBe(1);
    expect(node.told).toEqual([]);
    await servesGoodPeer();
  });

  it('waits only so long for a hello', async () => {
    const one = await stranger();
    one.socket.write(encodeFrame(helloFrame(helloOf('b'), [], 'a')).subarray(0, 20));
    await one.closed;
    expect(node.links.drops()).toEqual({ 'no hello in time': 1 });
    await servesGoodPeer();
  });

  it('reads no long frame of somebody who has not introduced himself', async () => {
    const one = await stranger();
    const header = Buffer.alloc(4);
    header.writeUInt32BE(MAX_HELLO_BYTES + 1);
    one.socket.write(header);
    await one.closed;
    expect(node.links.drops()).toEqual({ 'oversized frame': 1 });
  });

  it('holds 64 connections without hello at most, and the newest have the better chance', async () => {
    await stranger();
    const crowd = await Promise.all(Array.from({ length: 69 }, () => stranger()));
    await expect.poll(() => node.links.drops()['too many without hello']).toBe(6);
    await servesGoodPeer();
    for (const { socket } of crowd) socket.destroy();
  });

  it('names sources of its log’s sentences as often as it must, and then only counts', async () => {
    for (let n = 0; n < 300; n++) await (await stranger()).hello(`z\n${n}`, 'a').closed;
    expect(node.links.drops()['unknown node']).toBe(300);
    expect(log).toHaveLength(256);
    expect(log.at(-1)).toContain('Further refusals are only counted.');
    expect(log.filter((sentence) => sentence.includes('\n'))).toEqual([]);
  });

  it('answers a good hello with its own, and pings from then on', async () => {
    const one = (await stranger()).hello('b', 'a');
    const link = { port: address.port };
    const { chain } = await net.shop.identityOf('a');
    expect(await one.firstFrame()).toEqual(helloFrame(helloOf('a', { link }), chain, 'b'));
    await expect.poll(() => one.frames.slice(1, 3), { timeout: 5_000 }).toEqual([null, null]);
    one.socket.destroy();
  });

  it('takes a peer that connects anew for restarted', async () => {
    const first = (await stranger()).hello('b', 'a', { name: 'before' });
    await first.firstFrame();
    const second = (await stranger()).hello('b', 'a', { name: 'after' });
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
      const peer = (await stranger()).hello('b', 'a');
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
    const hello = encodeFrame(helloFrame(helloOf('b'), [], 'a'));
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
        const one = await stranger();
        if (polite) one.socket.write(hello);
        for (const bytes of parts) one.socket.write(bytes);
        one.socket.end();
        await one.closed;
      }),
      { numRuns: 300 },
    );
    expect(Object.values(node.links.drops()).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(100);
    await servesGoodPeer();
  });

  it('holds no more than its bound for a peer that does not read', async () => {
    const peer = (await stranger()).hello('b', 'a');
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

describe('a connection over TLS', () => {
  const nets: ReturnType<typeof tlsNet>[] = [];
  const servers: Server[] = [];
  afterEach(async () => {
    await Promise.all(nets.splice(0).map((net) => net.stop()));
    for (const server of servers.splice(0)) server.close();
  });
  const newNet = () => {
    const net = tlsNet();
    nets.push(net);
    return net;
  };

  it('is closed when nothing comes for five pings, and not before', async () => {
    const net = newNet();
    const options = {
      timing: { ping: 60 },
      peers: () => [{ id: 'b', addresses: [{ host: '127.0.0.1', port: 1 }] }],
    };
    const node = await net.start('a', {}, options);
    const peer = (await Stranger.at(net.addresses.get('a')!, await net.shop.identityOf('b'))).hello('b', 'a');
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
    const net = newNet();
    const credentials = credentialsOf(await net.shop.identityOf('c'));
    const server = createServer((socket) => {
      const other = new Stranger(secureAccepted(socket, credentials, [LINK_PROTOCOL]));
      void other.firstFrame().then(() => other.hello('c', 'a'));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const bound = server.address() as AddressInfo;
    const peers = () =>
      ['b', 'c'].map((id) => ({
        id,
        addresses: [{ host: '127.0.0.1', port: id === 'b' ? bound.port : 1 }],
      }));
    const node = await net.start('a', {}, { peers });
    await expect.poll(() => node.links.drops()['unknown node']).toBeGreaterThan(0);
    expect(node.told).toEqual([]);
  });

  it('may be there twice, when both dialled at once: told once, used once, and one may go', async () => {
    const accepted: Stranger[] = [];
    const net = newNet();
    const identity = await net.shop.identityOf('b');
    const server = createServer((socket) => {
      const peer = new Stranger(secureAccepted(socket, credentialsOf(identity), [LINK_PROTOCOL]));
      accepted.push(peer);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const bound = server.address() as AddressInfo;
    const peers = () => [{ id: 'b', addresses: [{ host: '127.0.0.1', port: bound.port }] }];
    const node = await net.start('a', {}, { peers });
    await expect.poll(() => accepted.length).toBe(1);

    // b dials while a's own attempt is under way, then answers that one too.
    const dialledByB = (await Stranger.at(net.addresses.get('a')!, await net.shop.identityOf('b'))).hello(
      'b',
      'a',
    );
    await dialledByB.firstFrame();
    const dialledByA = accepted[0]!;
    expect(await dialledByA.firstFrame()).toMatchObject({ magic: 'printraft', node: 'a', to: 'b' });
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
    const peers = () => [{ id: 'b', addresses: [{ host: '127.0.0.1', port: 1 }] }];
    const node = await net.start('a', {}, { peers });
    const peer = (await Stranger.at(net.addresses.get('a')!, await net.shop.identityOf('b'))).hello('b', 'a');
    await peer.firstFrame();
    let pieces = 0;
    peer.socket.on('data', () => pieces++);
    for (let n = 0; n < 1_000; n++) node.links.send('b', { type: 'n', n });
    await expect.poll(() => peer.frames.length).toBeGreaterThan(1_000);
    expect(pieces).toBeLessThan(10);
    peer.socket.destroy();
  });
});
