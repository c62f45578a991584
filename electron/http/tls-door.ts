/**
 * Stands before TLS: counts the connections of each network, and looks at the first byte. TLS costs the event loop
 * work for each handshake, whoever asks for it; and whoever speaks plain HTTP here should be told, not dropped.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { networkOf } from './networks.ts';
import { rawRefusal } from './refused.ts';

export type DoorLimits = Readonly<{
  /** At once, from one network. */
  open: number;
  /** New ones from one network within `windowMs`. */
  fresh: number;
  windowMs: number;
  /** Until the first byte. */
  silenceMs: number;
}>;

export const LIMITS: DoorLimits = { open: 64, fresh: 300, windowMs: 10_000, silenceMs: 10_000 };

/** The first byte of a TLS record that begins a handshake (RFC 8446 §5.1). */
const HANDSHAKE = 0x16;
const MAX_NETWORKS = 4096;

type Network = { open: number; fresh: number; since: number };

/** Puts itself before `server`, which speaks HTTPS. Returns how to cut all connections. */
export function standBefore(server: Server, limits: DoorLimits = LIMITS): () => void {
  const serve = server.listeners('connection') as ((this: Server, socket: Socket) => void)[];
  server.removeAllListeners('connection');
  const networks = new Map<string, Network>();
  const sockets = new Set<Socket>();

  const admit = (name: string): Network | null => {
    const now = performance.now();
    let network = networks.get(name);
    if (network === undefined) {
      if (networks.size >= MAX_NETWORKS) forgetIdle(networks, now - limits.windowMs);
      if (networks.size >= MAX_NETWORKS) return null;
      network = { open: 0, fresh: 0, since: now };
      networks.set(name, network);
    }
    if (now - network.since >= limits.windowMs) {
      network.since = now;
      network.fresh = 0;
    }
    network.fresh += 1;
    return network.open < limits.open && network.fresh <= limits.fresh ? network : null;
  };

  server.on('connection', (socket: Socket) => {
    socket.on('error', () => socket.destroy());
    const network = admit(networkOf(socket.remoteAddress ?? ''));
    if (network === null) {
      socket.destroy();
      return;
    }
    network.open += 1;
    sockets.add(socket);
    socket.once('close', () => {
      network.open -= 1;
      sockets.delete(socket);
    });
    const timer = setTimeout(() => socket.destroy(), limits.silenceMs);
    socket.once('close', () => clearTimeout(timer));
    socket.once('readable', () => {
      clearTimeout(timer);
      const first = socket.read() as Buffer | null;
      if (first === null) socket.destroy();
      else if (first[0] === HANDSHAKE) {
        // TLS takes over what was read and all that comes.
        socket.unshift(first);
        for (const listener of serve) listener.call(server, socket);
      } else {
        const words = 'This port speaks HTTPS only: its address begins with https://.';
        socket.end(rawRefusal(400, words), () => socket.destroy());
      }
    });
  });

  return () => {
    for (const socket of sockets) socket.destroy();
  };
}

function forgetIdle(networks: Map<string, Network>, before: number): void {
  for (const [name, { open, since }] of networks) if (open === 0 && since < before) networks.delete(name);
}
