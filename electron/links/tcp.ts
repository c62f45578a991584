/**
 * Links over plain TCP, for nodes on one computer: bound to loopback, because anybody who can
 * connect and knows the shop's id is believed. Either side dials; connections carry both ways.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { NodeId } from '../raft/types.ts';
import {
  assertLinkAddress,
  formatAddress,
  LinkAddressError,
  LinkListenError,
  listenError,
} from './address.ts';
import { Connection, type ConnectionFault } from './connection.ts';
import { Dialer } from './dialer.ts';
import { Drops, quoted } from './drops.ts';
import { encodeFrame, HEADER_BYTES } from './frames.ts';
import { checkHello, helloFrame } from './hello.ts';
import { type Direction, PeerTable } from './peer-table.ts';
import type { Address, DropCounts, Hello, LinkEvents, Links, Peer } from './types.ts';

/** Milliseconds. */
export type LinkTiming = Readonly<{
  /** A connection without a hello is closed after this time. */
  hello: number;
  /** Pings are this far apart; five without any answer close a connection. */
  ping: number;
  /** The wait between attempts to dial a peer grows from one to the other. */
  dialMin: number;
  dialMax: number;
}>;

const defaultTiming: LinkTiming = { hello: 2_000, ping: 1_000, dialMin: 50, dialMax: 1_000 };
const SILENT_PINGS = 5;
/** Connections accepted and not yet introduced; one more closes the oldest of them. */
const MAX_GREETING = 64;

export type TcpLinksOptions<M> = Readonly<{
  self: Hello;
  /** Loopback only; port 0 takes any free one. */
  listen: Address;
  /** The other nodes of this shop and where they listen; asked anew before each attempt and each hello. */
  peers: () => readonly Peer[];
  /** Checks a decoded frame: the message, or null if it is none. */
  decode: (value: unknown) => M | null;
  /** The longest frame sent or accepted, in bytes without its header. */
  maxFrameBytes?: number;
  /** What one connection may hold unsent, in bytes, before messages to that peer are dropped. */
  maxBacklogBytes?: number;
  timing?: Partial<LinkTiming>;
  random?: () => number;
  log?: (sentence: string) => void;
}>;

/**
 * Makes links; nothing is opened before `start`, which rejects with LinkAddressError for an address
 * that is not loopback and LinkListenError when listening fails. They are started once. After
 * `stop` is called no event is delivered any more. Event handlers must not throw: what they throw is
 * not caught here, since swallowing a failed assertion of the replica's would be worse than ending.
 */
export function createTcpLinks<M>(options: TcpLinksOptions<M>): Links<M> {
  return new TcpLinks(options);
}

class TcpLinks<M> implements Links<M> {
  readonly #options: TcpLinksOptions<M>;
  readonly #timing: LinkTiming;
  readonly #maxFrameBytes: number;
  readonly #maxBacklogBytes: number;
  readonly #drops: Drops;
  readonly #peers: PeerTable;
  readonly #dialer: Dialer;
  readonly #server: Server;
  /** In the order they came. */
  readonly #greeting = new Set<Connection>();
  readonly #outgoing = new Set<Connection>();
  #events: LinkEvents<M> | null = null;
  #starting: Promise<Address> | null = null;
  #stopping: Promise<void> | null = null;
  #ticks: NodeJS.Timeout | null = null;

  constructor(options: TcpLinksOptions<M>) {
    this.#options = options;
    this.#timing = { ...defaultTiming, ...options.timing };
    this.#maxFrameBytes = options.maxFrameBytes ?? 1024 * 1024;
    this.#maxBacklogBytes = options.maxBacklogBytes ?? 8 * 1024 * 1024;
    this.#drops = new Drops(options.log ?? (() => undefined));
    this.#peers = new PeerTable(options.self.node);
    this.#dialer = new Dialer({
      peers: options.peers,
      connected: (id) => this.#peers.has(id),
      dial: (peer) => this.#dial(peer),
      minMs: this.#timing.dialMin,
      maxMs: this.#timing.dialMax,
      random: options.random ?? Math.random,
    });
    this.#server = createServer((socket) => this.#accept(socket));
  }

  start(events: LinkEvents<M>): Promise<Address> {
    this.#events = events;
    this.#starting ??= this.#start();
    return this.#starting;
  }

  async #start(): Promise<Address> {
    const { listen, peers, log } = this.#options;
    if (this.#stopped()) throw new LinkListenError('These links were stopped already.');
    assertLinkAddress(listen, 'listen');
    for (const { address } of peers()) assertLinkAddress(address, 'dial');
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (cause) => reject(listenError(listen, cause)));
      this.#server.listen({ ...listen, exclusive: true }, resolve);
    });
    this.#server.removeAllListeners('error');
    this.#server.on('error', (cause) => log?.(`Accepting connections failed: ${cause.message}.`));
    if (!this.#stopped()) {
      this.#ticks = setInterval(() => this.#tick(), this.#timing.ping);
      this.#dialer.start();
    }
    const bound = this.#server.address();
    return {
      host: listen.host,
      port: bound !== null && typeof bound === 'object' ? bound.port : listen.port,
    };
  }

  send(to: NodeId, message: M): void {
    const connection = this.#peers.preferred(to);
    if (connection === null) {
      this.#drops.count('not connected', to, null);
      return;
    }
    let frame: Buffer;
    try {
      frame = encodeFrame(message);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      this.#drops.count('not encodable', to, `A message to ${to} cannot be encoded: ${why}.`);
      return;
    }
    const size = frame.length - HEADER_BYTES;
    if (size > this.#maxFrameBytes) {
      const told = `A message of ${size} bytes to ${to} was dropped: ${this.#maxFrameBytes} are allowed.`;
      this.#drops.count('message too large', to, told);
      return;
    }
    if (!connection.send(frame)) {
      this.#drops.count('backlog full', to, `${to} takes messages too slowly; some were dropped.`);
    }
  }

  connected(): ReadonlySet<NodeId> {
    return this.#peers.ids();
  }

  drops(): DropCounts {
    return this.#drops.counts();
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#events = null;
    if (this.#ticks !== null) clearInterval(this.#ticks);
    this.#dialer.stop();
    for (const connection of [...this.#greeting, ...this.#outgoing, ...this.#peers.all()]) connection.close();
    await this.#starting?.catch(() => undefined); // Told to whoever started it.
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve));
  }

  /** A method, because it changes behind the compiler's back while `start` waits. */
  #stopped(): boolean {
    return this.#stopping !== null;
  }

  #tick(): void {
    for (const connection of this.#peers.all()) connection.tick();
    this.#dialer.tick();
  }

  #dial(peer: Peer): void {
    try {
      assertLinkAddress(peer.address, 'dial');
    } catch (cause) {
      if (!(cause instanceof LinkAddressError)) throw cause;
      this.#drops.count('forbidden address', peer.id, cause.message);
      this.#dialer.ended(peer.id);
      return;
    }
    const connection = this.#adopt(connect(peer.address), peer);
    this.#outgoing.add(connection);
    connection.send(encodeFrame(helloFrame(this.#options.self, peer.id)));
  }

  #accept(socket: Socket): void {
    if (this.#stopped()) return void socket.destroy();
    const [oldest] = this.#greeting;
    if (oldest !== undefined && this.#greeting.size >= MAX_GREETING) {
      this.#drops.count(
        'too many without hello',
        socket.remoteAddress ?? '',
        `More than ${MAX_GREETING} connections were open without having introduced themselves.`,
      );
      oldest.close();
    }
    this.#greeting.add(this.#adopt(socket, null));
  }

  /** @param dialled the peer that was dialled, or null on a connection that was accepted */
  #adopt(socket: Socket, dialled: Peer | null): Connection {
    const direction: Direction = dialled === null ? 'accepted' : 'dialled';
    let source =
      dialled === null
        ? `a connection from ${socket.remoteAddress ?? 'nowhere'}`
        : `${dialled.id} at ${formatAddress(dialled.address)}`;
    let peer: NodeId | null = null;

    const connection = new Connection(
      socket,
      {
        maxFrameBytes: this.#maxFrameBytes,
        maxBacklogBytes: this.#maxBacklogBytes,
        helloMs: this.#timing.hello,
        silentTicks: SILENT_PINGS,
      },
      {
        hello: (value) => {
          this.#greeting.delete(connection);
          const result = checkHello(value, this.#options.self, dialled?.id ?? null, (id) => this.#isPeer(id));
          if (!result.ok) {
            const { reason, claimed, sentence } = result.refusal;
            const who = claimed === '' ? source : `${source} (${quoted(claimed)})`;
            this.#drops.count(reason, `${source} ${claimed}`, `Refused ${who}: ${sentence}.`);
            return false;
          }
          peer = result.hello.node;
          source = peer;
          this.#open(connection, direction, result.hello);
          return true;
        },
        message: (value) => this.#message(source, value),
        fault: (fault) => this.#fault(fault, source),
        closed: () => {
          this.#greeting.delete(connection);
          this.#outgoing.delete(connection);
          const last = peer !== null && this.#peers.remove(peer, direction, connection);
          if (last && peer !== null) this.#events?.down(peer);
          if (dialled !== null) this.#dialer.ended(dialled.id);
          else if (last && peer !== null) this.#dialer.want(peer);
        },
      },
    );
    return connection;
  }

  #open(connection: Connection, direction: Direction, hello: Hello): void {
    const { node } = hello;
    // A peer that dials again lost its end of the connection before: it may have restarted.
    this.#peers.get(node, direction)?.close();
    if (direction === 'accepted') connection.send(encodeFrame(helloFrame(this.#options.self, node)));
    if (this.#peers.add(node, direction, connection)) this.#events?.up(node, hello);
  }

  #isPeer(id: NodeId): boolean {
    return this.#options.peers().some((peer) => peer.id === id);
  }

  #message(from: NodeId, value: unknown): void {
    const message = this.#decode(value);
    if (message === null) {
      this.#drops.count('malformed message', from, `${from} sent a message that this version cannot read.`);
    } else this.#events?.message(from, message);
  }

  #decode(value: unknown): M | null {
    try {
      return this.#options.decode(value);
    } catch {
      return null;
    }
  }

  #fault(fault: ConnectionFault, source: string): void {
    this.#drops.count(fault, source, `Closed ${source}: ${fault}.`);
  }
}
