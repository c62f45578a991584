/**
 * Sends packets to the group as fast as they go: `foreign` (a busy network's), `self` (the one whose name leads to
 * itself), `fuzz` (valid ones with bytes changed) or `many` (workstations that do not exist), so many of them,
 * in turn from each of the addresses. Or `listen`: prints what comes, as hexadecimal, with the port that it came from.
 * Arguments: kind, count, addresses.
 */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { announcementPacket, foreignPacket, header, queryPacket } from './packets.ts';

const [kind = '', count = '0', addresses = ''] = process.argv.slice(2);
const [GROUP, PORT] = ['224.0.0.251', 5353];
/** Packets that are handed over in one turn. */
const BATCH = 50;

/** Repeatable numbers below 2³². (mulberry32) */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const below = random(1);
const valid = [queryPacket(), announcementPacket(), announcementPacket({ node: 'fuzzed', shop: 'F' })];

function fuzzed(): Buffer {
  const bytes = Buffer.from(valid[below(valid.length)] ?? []);
  for (let times = 1 + below(4); times > 0; times -= 1) {
    const value = [0, 1, 12, 0x3f, 0xc0, 0xff, below(256)][below(7)] ?? 0;
    bytes[below(bytes.length)] = value;
  }
  return below(4) === 0 ? bytes.subarray(0, below(bytes.length)) : bytes;
}

function packet(n: number): Buffer {
  switch (kind) {
    case 'foreign':
      return foreignPacket(`Printer ${n}`);
    case 'self':
      return Buffer.concat([header({ questions: 1 }), Buffer.from([0xc0, 12, 0, 12, 0, 1])]);
    case 'many':
      return announcementPacket({ node: `bogus-${n}`, shop: 'x'.repeat(120), workstation: 'y'.repeat(120) });
    default:
      return fuzzed();
  }
}

async function open(address: string): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  socket.bind(PORT, kind === 'listen' ? '0.0.0.0' : address);
  await once(socket, 'listening');
  socket.setMulticastInterface(address);
  if (kind === 'listen') socket.addMembership(GROUP, address);
  return socket;
}

/** Resolves once it is on its way, or certain not to be. */
function send(n: number): Promise<void> {
  return new Promise((resolve) => {
    sockets[n % sockets.length]?.send(packet(n), PORT, GROUP, () => resolve());
  });
}

const sockets = await Promise.all(addresses.split(',').map(open));
if (kind === 'listen') {
  for (const socket of sockets) {
    socket.on('message', (bytes, { port }) => process.stdout.write(`${port} ${bytes.toString('hex')}\n`));
  }
  process.stdout.write('ready\n');
} else {
  for (let from = 0; from < Number(count); from += BATCH) {
    const size = Math.min(BATCH, Number(count) - from);
    await Promise.all(Array.from({ length: size }, (_, n) => send(from + n)));
    await turn();
  }
  for (const socket of sockets) socket.close();
  process.stdout.write('sent\n');
}
