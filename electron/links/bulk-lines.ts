/**
 * Connections for what is large (snapshots), one with each peer that it is sent to, beside the links: heartbeats never
 * wait behind it. Opened when there is something to send, by whoever sends; closed when nothing was for a while. Until
 * one is open, or where none can be, what is large goes over the link.
 */
import type { NodeId } from '../raft/types.ts';
import type { Connection } from './connection.ts';
import type { Address, Peer } from './types.ts';

/** Ticks (seconds) without anything sent, after which a line is closed. */
const IDLE_TICKS = 10;
/** Ticks between attempts to open one. */
const AGAIN_TICKS = 10;

type Line = {
  connection: Connection | null;
  /** Ticks since something was to be sent. */
  idle: number;
  /** Ticks until it may be dialled again. */
  wait: number;
  attempts: number;
};

export class BulkLines {
  readonly #peers: () => readonly Peer[];
  readonly #dial: (peer: NodeId, address: Address) => void;
  readonly #lines = new Map<NodeId, Line>();
  /** Those that peers have opened, to send on. */
  readonly #incoming = new Map<NodeId, Connection>();

  /** @param dial is to end in `opened` or in nothing */
  constructor(peers: () => readonly Peer[], dial: (peer: NodeId, address: Address) => void) {
    this.#peers = peers;
    this.#dial = dial;
  }

  /** The line to send on; null: there is none now, and the next attempt to open one is under way. */
  to(peer: NodeId): Connection | null {
    const line = this.#lines.get(peer) ?? { connection: null, idle: 0, wait: 0, attempts: 0 };
    this.#lines.set(peer, line);
    line.idle = 0;
    if (line.connection !== null || line.wait > 0) return line.connection;
    const addresses = this.#peers().find(({ id }) => id === peer)?.addresses ?? [];
    const address = addresses[line.attempts++ % Math.max(1, addresses.length)];
    line.wait = AGAIN_TICKS;
    if (address !== undefined) this.#dial(peer, address);
    return null;
  }

  /** It is introduced. Who opened it sends on it. */
  opened(peer: NodeId, direction: 'dialled' | 'accepted', connection: Connection): void {
    if (direction === 'accepted') {
      this.#incoming.get(peer)?.close();
      this.#incoming.set(peer, connection);
      return;
    }
    const line = this.#lines.get(peer);
    if (line === undefined) connection.close();
    else line.connection = connection;
  }

  closed(peer: NodeId, connection: Connection): void {
    if (this.#incoming.get(peer) === connection) this.#incoming.delete(peer);
    const line = this.#lines.get(peer);
    if (line?.connection === connection) line.connection = null;
  }

  /** Those with this peer. */
  of(peer: NodeId): readonly Connection[] {
    const own = this.#lines.get(peer)?.connection ?? null;
    const theirs = this.#incoming.get(peer);
    return [...(own === null ? [] : [own]), ...(theirs === undefined ? [] : [theirs])];
  }

  /** To be called once a second. */
  tick(): void {
    for (const connection of this.#incoming.values()) connection.tick();
    for (const [peer, line] of this.#lines) {
      line.connection?.tick();
      line.idle += 1;
      line.wait = Math.max(0, line.wait - 1);
      if (line.idle <= IDLE_TICKS) continue;
      this.#lines.delete(peer);
      line.connection?.close();
    }
  }
}
