/**
 * Links without sockets, for tests: nodes in one process, with delays and cuts at will. Messages go
 * through the same encoding, check and limits as on a socket, so nobody shares an object with anybody.
 */
import type { NodeId } from '../raft/types.ts';
import { Drops } from './drops.ts';
import { decodeBody, encodeFrame, HEADER_BYTES } from './frames.ts';
import type { Address, DropCounts, Hello, LinkEvents, Links, RefusalCode } from './types.ts';

export type MemoryNetworkOptions<M> = Readonly<{
  decode: (value: unknown) => M | null;
  /** How long a message is under way, in ms; asked for each. Those of one connection keep their order. */
  delay?: (from: NodeId, to: NodeId) => number;
  maxFrameBytes?: number;
  /** What may be under way in one direction of a connection, in bytes. */
  maxBacklogBytes?: number;
}>;

export type MemoryNetwork<M> = Readonly<{
  /** A node's links; it meets every other node that is started, except of another shop or epoch. */
  links: (self: Hello) => Links<M>;
  /** Closes the connection between two nodes, with what is under way, until healed. */
  cut: (a: NodeId, b: NodeId) => void;
  heal: (a: NodeId, b: NodeId) => void;
}>;

export function createMemoryNetwork<M>(options: MemoryNetworkOptions<M>): MemoryNetwork<M> {
  const network = new Network(options);
  return {
    links: (self) => new MemoryLinks(self, network),
    cut: (a, b) => network.cut(a, b),
    heal: (a, b) => network.heal(a, b),
  };
}

class Network<M> {
  readonly options: Required<MemoryNetworkOptions<M>>;
  readonly #running = new Map<NodeId, MemoryLinks<M>>();
  readonly #cuts = new Set<string>();
  #ports = 0;

  constructor(options: MemoryNetworkOptions<M>) {
    this.options = {
      delay: () => 0,
      maxFrameBytes: 1024 * 1024,
      maxBacklogBytes: 8 * 1024 * 1024,
      ...options,
    };
  }

  join(node: MemoryLinks<M>): Address {
    this.#running.set(node.self.node, node);
    for (const other of this.#running.values()) this.#meet(node, other);
    return { host: 'memory', port: ++this.#ports };
  }

  leave(node: MemoryLinks<M>): void {
    if (this.#running.get(node.self.node) === node) this.#running.delete(node.self.node);
  }

  cut(a: NodeId, b: NodeId): void {
    this.#cuts.add(pairOf(a, b));
    this.#running.get(a)?.hangUp(b);
  }

  heal(a: NodeId, b: NodeId): void {
    this.#cuts.delete(pairOf(a, b));
    const [one, other] = [this.#running.get(a), this.#running.get(b)];
    if (one !== undefined && other !== undefined) this.#meet(one, other);
  }

  #meet(a: MemoryLinks<M>, b: MemoryLinks<M>): void {
    if (a === b) return;
    setImmediate(() => {
      const running = [a, b].every((node) => this.#running.get(node.self.node) === node);
      if (!running || this.#cuts.has(pairOf(a.self.node, b.self.node))) return;
      if (a.connected().has(b.self.node)) return;
      const sameShop = a.self.clusterId === b.self.clusterId;
      if (!sameShop || a.self.epoch !== b.self.epoch) {
        for (const node of [a, b]) node.refuse(sameShop ? 'other epoch' : 'other shop');
        return;
      }
      a.open(b);
      b.open(a);
    });
  }
}

/** One direction of a connection. */
type Way<M> = { to: MemoryLinks<M>; queue: Buffer[]; bytes: number; open: boolean };

class MemoryLinks<M> implements Links<M> {
  readonly self: Hello;
  readonly #network: Network<M>;
  readonly #ways = new Map<NodeId, Way<M>>();
  readonly #drops = new Drops(() => undefined);
  #events: LinkEvents<M> | null = null;

  constructor(self: Hello, network: Network<M>) {
    this.self = self;
    this.#network = network;
  }

  start(events: LinkEvents<M>): Promise<Address> {
    this.#events = events;
    return Promise.resolve(this.#network.join(this));
  }

  send(to: NodeId, message: M): void {
    const { delay, maxFrameBytes, maxBacklogBytes } = this.#network.options;
    const way = this.#ways.get(to);
    if (way === undefined) {
      this.#drops.count('not connected', to, null);
      return;
    }
    const frame = encodeFrame(message);
    if (frame.length - HEADER_BYTES > maxFrameBytes) {
      this.#drops.count('message too large', to, null);
      return;
    }
    if (way.bytes >= maxBacklogBytes) {
      this.#drops.count('backlog full', to, null);
      return;
    }
    way.queue.push(frame);
    way.bytes += frame.length;
    // Each timer delivers the oldest, whichever fires first: so the order stays.
    const ms = delay(this.self.node, to);
    if (ms > 0) setTimeout(() => this.#deliver(way), ms);
    else setImmediate(() => this.#deliver(way));
  }

  #deliver(way: Way<M>): void {
    const frame = way.queue.shift();
    if (frame === undefined || !way.open) return;
    way.bytes -= frame.length;
    way.to.#receive(this.self.node, frame);
  }

  #receive(from: NodeId, frame: Buffer): void {
    const decoded = decodeBody(frame.subarray(HEADER_BYTES));
    const message = decoded.ok ? this.#network.options.decode(decoded.value) : null;
    if (message === null) this.#drops.count('malformed message', from, null);
    else this.#events?.message(from, message);
  }

  connected(): ReadonlySet<NodeId> {
    return new Set(this.#ways.keys());
  }

  disconnect(peer: NodeId, code: RefusalCode): void {
    const other = this.#close(peer)?.to;
    other?.refusedBy(this.self.node, code);
  }

  refusedBy(peer: NodeId, code: RefusalCode): void {
    this.#events?.refused?.(peer, code);
    this.#close(peer);
  }

  drops(): DropCounts {
    return this.#drops.counts();
  }

  stop(): Promise<void> {
    this.#events = null;
    this.#network.leave(this);
    for (const peer of [...this.#ways.keys()]) this.hangUp(peer);
    return Promise.resolve();
  }

  refuse(reason: 'other shop' | 'other epoch'): void {
    this.#drops.count(reason, this.self.node, null);
  }

  open(peer: MemoryLinks<M>): void {
    this.#ways.set(peer.self.node, { to: peer, queue: [], bytes: 0, open: true });
    this.#events?.up(peer.self.node, peer.self, 'memory');
  }

  /** Closes the connection with that peer on both sides. */
  hangUp(peer: NodeId): void {
    const other = this.#close(peer)?.to;
    if (other !== undefined) other.#close(this.self.node);
  }

  #close(peer: NodeId): Way<M> | undefined {
    const way = this.#ways.get(peer);
    if (way === undefined) return undefined;
    way.open = false;
    this.#ways.delete(peer);
    this.#events?.down(peer);
    return way;
  }
}

function pairOf(a: NodeId, b: NodeId): string {
  return JSON.stringify([a, b].sort());
}
