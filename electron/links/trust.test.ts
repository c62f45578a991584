/** Who gets in by a certificate, who is told why not, and what newcomers may say. */
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthority, issueLeaf, selfSigned } from '../membership/identity/authority.ts';
import { createKeyPair } from '../membership/identity/keys.ts';
import { dialJoin, type FramedSocket, JoinDialError, MAX_JOIN_FRAME } from './joins.ts';
import { refusalFrame } from './refusal.ts';
import { encodeFrame } from './frames.ts';
import { credentialsOf, LINK_PROTOCOL } from './secure.ts';
import { helloOf, type Note, type TestNode, tlsNet, type TlsNet } from './testing/nodes.ts';
import { Stranger } from './testing/stranger.ts';
import type { TlsLinks } from './tls.ts';
import type { Address, LinkIdentity } from './types.ts';

let net: TlsNet;
let node: TestNode;
let address: Address;
/** Whether the host of a newcomer has nothing to say to it. */
let endsAtOnce: boolean;
let joined: { socket: FramedSocket; heard: unknown[]; closed: boolean }[];
beforeEach(async () => {
  net = tlsNet();
  joined = [];
  endsAtOnce = false;
  node = await net.start(
    'a',
    {},
    {
      peers: () => [],
      timing: { hello: 1_500 },
      onJoin: (socket) => {
        const one = { socket, heard: [] as unknown[], closed: false };
        joined.push(one);
        if (endsAtOnce) socket.end();
        return {
          message: (value) => {
            one.heard.push(value);
            socket.send({ echo: value });
          },
          closed: () => (one.closed = true),
        };
      },
    },
  );
  address = net.addresses.get('a')!;
});
afterEach(() => net.stop());

const drops = () => node.links.drops();
const refused = (code: string) => expect.objectContaining({ refused: code }) as unknown;

async function selfMade(): Promise<LinkIdentity> {
  const { privateKey } = await createKeyPair();
  return { certificate: await selfSigned(privateKey), privateKey, chain: [] };
}

/** Ends the handshake, or is refused in it. */
async function handshake(options: ConnectionOptions): Promise<TLSSocket | string> {
  const socket = connect({ ...address, rejectUnauthorized: false, ...options });
  const failed = once(socket, 'error').then(([cause]: unknown[]) => (cause as { code: string }).code);
  return Promise.race([once(socket, 'secureConnect').then(() => socket), failed]);
}

describe('a link is refused', () => {
  it('without a certificate, in one frame', async () => {
    const socket = connect({ ...address, rejectUnauthorized: false, ALPNProtocols: [LINK_PROTOCOL] });
    const stranger = new Stranger(socket);
    await stranger.closed;
    expect(stranger.frames).toEqual([refused('refused')]);
    expect(drops()).toEqual({ 'no certificate': 1 });
  });

  it('with a certificate that is self-made, of another shop, or somebody else’s', async () => {
    const { privateKey, publicKey } = await createKeyPair();
    const other = await createAuthority({ clusterId: 'cluster-1', generation: 0 });
    const ids = { clusterId: 'cluster-1', epoch: 0, node: 'b' };
    const foreign = { certificate: await issueLeaf(other, { ...ids, publicKey }), privateKey };
    for (const identity of [await selfMade(), { ...foreign, chain: [other.certificate] }]) {
      const stranger = (await Stranger.at(address, identity)).hello('b', 'a');
      await stranger.closed;
      expect(stranger.frames).toEqual([refused('refused')]);
    }
    const c = (await Stranger.at(address, await net.shop.identityOf('c'))).hello('b', 'a');
    await c.closed;
    expect(drops()).toEqual({ 'refused: refused': 2, 'unknown node': 1 });
    expect(node.told).toEqual([]);
  });

  it('of a removed node and of a copy, each told so (edge cases 20 and 21)', async () => {
    net.shop.removed.add('b');
    net.shop.copies.add('boot of c');
    const b = (await Stranger.at(address, await net.shop.identityOf('b'))).hello('b', 'a');
    const c = (await Stranger.at(address, await net.shop.identityOf('c'))).hello('c', 'a');
    await Promise.all([b.closed, c.closed]);
    expect([b.frames, c.frames]).toEqual([[refused('removed')], [refused('copy')]]);
  });

  it('in TLS 1.2, in another protocol, in the clear', async () => {
    const credentials = credentialsOf(await net.shop.identityOf('b'));
    expect(await handshake({ maxVersion: 'TLSv1.2' })).toMatch(/^ERR_SSL|ECONNRESET/);
    const http = { secureContext: credentials.context, ALPNProtocols: ['http/1.1'] };
    expect(await handshake(http)).toMatch(/^ERR_SSL|ECONNRESET/);
    const plain = connectTcp(address);
    plain.write(encodeFrame({ type: 'good' }));
    await once(plain.resume(), 'close');
    expect(drops()).toEqual({ 'handshake failed': 3 });
  });

  it('of somebody who never begins the handshake, in time', async () => {
    await once(connectTcp(address).resume(), 'close');
    expect(drops()).toEqual({ 'no hello in time': 1 });
  });

  it('of one address that opens too many, before any handshake', async () => {
    const few = await net.start('f', {}, { peers: () => [], accept: { burst: 2, perSecond: 0 } });
    const sockets = Array.from({ length: 5 }, () => connectTcp(net.addresses.get('f')!).resume());
    await expect.poll(() => few.links.drops()['too many from one address']).toBe(3);
    for (const socket of sockets) socket.destroy();
  });
});

it('a newcomer is accepted by its certificate, though nobody has heard of it', async () => {
  const stranger = (await Stranger.at(address, await net.shop.identityOf('new'))).hello('new', 'a');
  await stranger.firstFrame();
  expect(node.told).toEqual([{ type: 'up', peer: 'new', hello: helloOf('new') }]);
  stranger.socket.destroy();
});

it('nothing is resumed: each connection shows its certificate', async () => {
  const options = { secureContext: credentialsOf(await net.shop.identityOf('b')).context };
  const first = connect({
    ...address,
    ...options,
    rejectUnauthorized: false,
    ALPNProtocols: [LINK_PROTOCOL],
  });
  const tickets: Buffer[] = [];
  first.on('session', (ticket: Buffer) => tickets.push(ticket));
  const stranger = new Stranger(first).hello('b', 'a');
  await stranger.firstFrame();
  for (const session of [...tickets, first.getSession()]) {
    const again = await handshake({ ...options, session, ALPNProtocols: [LINK_PROTOCOL] });
    if (typeof again === 'string') continue;
    expect(again.isSessionReused()).toBe(false);
    again.destroy();
  }
  first.destroy();
});

describe('who refuses', () => {
  it('is believed when its certificate is the shop’s', async () => {
    const b = await net.start('b', {}, { peers: () => [{ id: 'a', addresses: [address] }] });
    net.shop.removed.clear();
    await b.untilConnected('a');
    node.links.disconnect('b', 'removed');
    await b.until(() => b.told.some(({ type }) => type === 'refused'));
    expect(b.told.find(({ type }) => type === 'refused')).toMatchObject({ peer: 'a', code: 'removed' });
  });

  it('is nobody when it could not prove that, so that a stranger removes nobody', async () => {
    const stranger = await Stranger.at(address, await selfMade());
    stranger.socket.write(encodeFrame(refusalFrame('removed', 'go away', [])));
    await stranger.closed;
    expect(node.told).toEqual([{ type: 'refused', peer: null, code: 'removed' }]);
  });
});

it('another identity counts from the next connection on', async () => {
  const identity = await net.shop.identityOf('a');
  (node.links as TlsLinks<Note>).setIdentity(identity);
  const stranger = await Stranger.at(address, await net.shop.identityOf('b'));
  const shown = stranger.socket.getPeerX509Certificate();
  expect(shown?.raw.toString('base64')).toBe(identity.certificate);
  stranger.socket.destroy();
});

describe('somebody who wants in', () => {
  const open = async (identity: LinkIdentity) => {
    const heard: unknown[] = [];
    let closed = false;
    const socket = await dialJoin(address, identity, () => ({
      message: (value) => heard.push(value),
      closed: () => (closed = true),
    }));
    return { socket, heard, isClosed: () => closed };
  };

  it('speaks in frames, and both sides know both certificates', async () => {
    const identity = await selfMade();
    const candidate = await open(identity);
    candidate.socket.send({ hello: 1 });
    await expect.poll(() => candidate.heard).toEqual([{ echo: { hello: 1 } }]);
    const [host] = joined;
    expect(host!.socket.peerCertificate).toEqual(candidate.socket.ownCertificate);
    expect(candidate.socket.peerCertificate).toEqual(host!.socket.ownCertificate);
    candidate.socket.end();
    expect(candidate.isClosed()).toBe(true);
    await expect.poll(() => host!.closed).toBe(true);
    expect(node.told).toEqual([]);
  });

  it('sends no long frame, and is not heard when it does', async () => {
    const candidate = await open(await selfMade());
    expect(() => candidate.socket.send('x'.repeat(MAX_JOIN_FRAME))).toThrow(RangeError);
    const raw = connect({ ...address, rejectUnauthorized: false, ALPNProtocols: ['printraft-join/1'] });
    raw.write(Buffer.from([0, 1, 0, 0]));
    await once(raw.resume(), 'close');
    expect(drops()).toEqual({ 'oversized frame': 1 });
    candidate.socket.end();
  });

  it('is one of sixteen at most', async () => {
    const identity = await selfMade();
    const all = [];
    for (let n = 0; n < 16; n++) all.push(await open(identity));
    const extra = await open(identity);
    await expect.poll(extra.isClosed).toBe(true);
    expect(drops()).toEqual({ 'too many newcomers': 1 });
    for (const { socket } of all) socket.end();
  });

  it('whom the host ends at once takes no place from others', async () => {
    endsAtOnce = true;
    const identity = await selfMade();
    for (let n = 0; n < 17; n++) {
      const turned = await open(identity);
      await expect.poll(turned.isClosed).toBe(true);
    }
    expect(joined).toHaveLength(17);
    expect(joined.every(({ closed }) => closed)).toBe(true);
  });

  it('hears in a sentence that nobody lets anybody in there', async () => {
    const shut = await net.start('s', {}, { peers: () => [] });
    const at = net.addresses.get('s')!;
    const quiet = () => ({ message: () => undefined, closed: () => undefined });
    await expect(dialJoin(at, await selfMade(), quiet)).rejects.toThrow(JoinDialError);
    await shut.links.stop();
    await expect(dialJoin(at, await selfMade(), quiet)).rejects.toThrow(
      `No workstation lets anybody in at 127.0.0.1:${at.port}: nobody answers there, or something else does.`,
    );
  });
});
