/**
 * Links over TLS 1.3, on any address: who may speak is decided by certificates, and what a connection is for by
 * ALPN. Either side dials; connections carry both ways.
 */
import { createServer, type Server, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { NodeId } from '../raft/types.ts';
import { AcceptLimit } from './accept-limit.ts';
import {
  assertLinkAddress,
  formatAddress,
  LinkAddressError,
  LinkListenError,
  listenError,
  plainHost,
} from './address.ts';
import { BulkLines } from './bulk-lines.ts';
import { Connection, type ConnectionFault } from './connection.ts';
import { Dialer } from './dialer.ts';
import { Drops, quoted } from './drops.ts';
import { encodeFrame, HEADER_BYTES } from './frames.ts';
import { checkHello, helloFrame } from './hello.ts';
import { JoinDoor } from './join-door.ts';
import type { FramedHandlers } from './joins.ts';
import { bulkLane, type Lane, linkLane } from './lanes.ts';
import { defaultAccept, defaultTiming, type LinkTiming, type TlsLinksOptions } from './options.ts';
import { type Direction, PeerTable } from './peer-table.ts';
import { parseRefusal, type Refusal, refusalFrame } from './refusal.ts';
import {
  BULK_PROTOCOL,
  type Credentials,
  credentialsOf,
  JOIN_PROTOCOL,
  LINK_PROTOCOL,
  peerCertificate,
  secureAccepted,
  secureDial,
} from './secure.ts';
import type { Address, DropCounts, Hello, LinkEvents, LinkIdentity, Links, RefusalCode } from './types.ts';

const SILENT_PINGS = 5;
/** Connections accepted and not yet introduced, the handshake included; one more closes the oldest of them. */
const MAX_GREETING = 64;
/** Refused ones whose last frame is under way; further ones go without. */
const MAX_LEAVING = 64;
const LAST_MS = 1_000;
/** What is large and waits to be sent, in bytes: a snapshot's chunk or two. */
const MAX_BULK_BACKLOG = 192 * 1024;
export type { TlsLinksOptions } from './options.ts';

export type TlsLinks<M> = Links<M> &
  Readonly<{
    /** From the next connection on, what this node proves itself with. Throws where it cannot be used. */
    setIdentity: (identity: LinkIdentity) => void;
  }>;

/**
 * Makes links; nothing is opened before `start`, which rejects with LinkAddressError for what is no address
 * and LinkListenError when listening fails. They are started once. After
 * `stop` is called no event is delivered any more. Event handlers must not throw: what they throw is
 * not caught here, since swallowing a failed assertion of the replica's would be worse than ending.
 */
export function createTlsLinks<M>(options: TlsLinksOptions<M>): TlsLinks<M> {
  return new SecureLinks(options);
}

class SecureLinks<M> implements TlsLinks<M> {
  readonly #options: TlsLinksOptions<M>;
  readonly #timing: LinkTiming;
  readonly #maxFrameBytes: number;
  readonly #maxBacklogBytes: number;
  readonly #drops: Drops;
  readonly #peers: PeerTable;
  readonly #dialer: Dialer;
  readonly #bulk: BulkLines;
  /** By protocol. */
  readonly #lanes: ReadonlyMap<string, Lane>;
  readonly #door: JoinDoor;
  readonly #limit: AcceptLimit;
  readonly #server: Server;
  /** In the order they came. */
  readonly #greeting = new Set<Connection>();
  /** All that hold a socket. */
  readonly #held = new Set<Connection>();
  /** Among them: those of which only a last frame is left. */
  readonly #leaving = new Set<Connection>();
  #credentials: Credentials;
  #port: number;
  #events: LinkEvents<M> | null = null;
  #starting: Promise<Address> | null = null;
  #stopping: Promise<void> | null = null;
  #ticks: NodeJS.Timeout | null = null;

  constructor(options: TlsLinksOptions<M>) {
    this.#options = options;
    this.#credentials = credentialsOf(options.identity);
    this.#port = options.listen.port;
    this.#timing = { ...defaultTiming, ...options.timing };
    this.#maxFrameBytes = options.maxFrameBytes ?? 1024 * 1024;
    this.#maxBacklogBytes = options.maxBacklogBytes ?? 8 * 1024 * 1024;
    this.#drops = new Drops(options.log ?? (() => undefined));
    this.#peers = new PeerTable(options.self().node);
    this.#dialer = new Dialer({
      peers: options.peers,
      connected: (id) => this.#peers.has(id),
      dial: (peer, address) => this.#dial(peer, address, LINK_PROTOCOL),
      minMs: this.#timing.dialMin,
      maxMs: this.#timing.dialMax,
      random: options.random ?? Math.random,
    });
    this.#bulk = new BulkLines(options.peers, (peer, address) => this.#dial(peer, address, BULK_PROTOCOL));
    const up = (peer: NodeId, hello: Hello, host: string) => this.#events?.up(peer, hello, host);
    this.#lanes = new Map([
      [LINK_PROTOCOL, linkLane(this.#peers, this.#dialer, up, (peer) => this.#down(peer))],
      [BULK_PROTOCOL, bulkLane(this.#peers, this.#bulk)],
    ]);
    this.#door = new JoinDoor(options.onJoin ?? null);
    this.#limit = new AcceptLimit(options.accept ?? defaultAccept);
    this.#server = createServer((socket) => this.#accept(socket));
  }

  setIdentity(identity: LinkIdentity): void {
    this.#credentials = credentialsOf(identity);
  }

  start(events: LinkEvents<M>): Promise<Address> {
    this.#events = events;
    this.#starting ??= this.#start();
    return this.#starting;
  }

  async #start(): Promise<Address> {
    const { listen, log } = this.#options;
    if (this.#stopped()) throw new LinkListenError('These links were stopped already.');
    assertLinkAddress(listen, 'listen');
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (cause) => reject(listenError(listen, cause)));
      this.#server.listen({ ...listen, exclusive: true }, resolve);
    });
    this.#server.removeAllListeners('error');
    this.#server.on('error', (cause) => log?.(`Accepting connections failed: ${cause.message}.`));
    const bound = this.#server.address();
    if (bound !== null && typeof bound === 'object') this.#port = bound.port;
    if (!this.#stopped()) {
      this.#ticks = setInterval(() => this.#tick(), this.#timing.ping);
      this.#dialer.start();
    }
    return { host: listen.host, port: this.#port };
  }

  send(to: NodeId, message: M, lane?: 'bulk'): void {
    const link = this.#peers.preferred(to);
    const connection = link !== null && lane === 'bulk' ? (this.#bulk.to(to) ?? link) : link;
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
    // What is large is sent again where no answer comes; on a slow line that must not pile up.
    const isFull = lane === 'bulk' && connection.backlog >= MAX_BULK_BACKLOG;
    if (isFull || !connection.send(frame)) {
      this.#drops.count('backlog full', to, `${to} takes messages too slowly; some were dropped.`);
    }
  }

  connected(): ReadonlySet<NodeId> {
    return this.#peers.ids();
  }

  disconnect(peer: NodeId, code: RefusalCode): void {
    const sentence = `${quoted(this.#options.self().node)} speaks with it no more`;
    for (const connection of this.#bulk.of(peer)) connection.close();
    for (const connection of this.#peers.of(peer)) this.#refuse(connection, code, sentence);
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
    for (const connection of [...this.#held]) connection.close();
    await this.#starting?.catch(() => undefined); // Told to whoever started it.
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve));
  }

  /** A method, because it changes behind the compiler's back while `start` waits. */
  #stopped(): boolean {
    return this.#stopping !== null;
  }

  #tick(): void {
    for (const connection of this.#peers.all()) connection.tick();
    this.#bulk.tick();
    this.#door.tick();
    this.#dialer.tick();
  }

  #dial(peer: NodeId, address: Address, protocol: typeof LINK_PROTOCOL | typeof BULK_PROTOCOL): void {
    try {
      assertLinkAddress(address, 'dial');
    } catch (cause) {
      if (!(cause instanceof LinkAddressError)) throw cause;
      this.#drops.count('forbidden address', peer, cause.message);
      if (protocol === LINK_PROTOCOL) this.#dialer.ended(peer);
      return;
    }
    const credentials = this.#credentials;
    const socket = secureDial(address, credentials, protocol);
    this.#adopt(socket, credentials, { peer, address, protocol });
  }

  #accept(raw: Socket): void {
    const from = plainHost(raw.remoteAddress);
    if (this.#stopped()) return void raw.destroy();
    if (!this.#limit.admits(from, performance.now())) {
      this.#drops.count('too many from one address', from, `${from} opened too many connections.`);
      raw.destroy();
      return;
    }
    const [oldest] = this.#greeting;
    if (oldest !== undefined && this.#greeting.size >= MAX_GREETING) {
      this.#drops.count(
        'too many without hello',
        from,
        `More than ${MAX_GREETING} connections were open without having introduced themselves.`,
      );
      oldest.close();
    }
    const protocols = [...this.#lanes.keys(), ...(this.#door.isOpen ? [JOIN_PROTOCOL] : [])];
    const credentials = this.#credentials;
    this.#greeting.add(this.#adopt(secureAccepted(raw, credentials, protocols), credentials, null));
  }

  /** @param dialled who was dialled, where and for what; null on a connection that was accepted */
  #adopt(
    socket: TLSSocket,
    credentials: Credentials,
    dialled: Readonly<{ peer: NodeId; address: Address; protocol: string }> | null,
  ): Connection {
    const direction: Direction = dialled === null ? 'accepted' : 'dialled';
    const from = plainHost(socket.remoteAddress);
    let source =
      dialled === null
        ? `a connection from ${from === '' ? 'nowhere' : from}`
        : `${dialled.peer} at ${formatAddress(dialled.address)}`;
    let peer: NodeId | null = null;
    let certificate: Uint8Array = new Uint8Array();
    let newcomer: FramedHandlers | null = null;
    let over = false;
    const lane = () => this.#lanes.get(dialled?.protocol ?? String(socket.alpnProtocol));

    const connection = new Connection(
      socket,
      direction,
      {
        maxFrameBytes: this.#maxFrameBytes,
        maxBacklogBytes: this.#maxBacklogBytes,
        helloMs: this.#timing.hello,
        silentTicks: SILENT_PINGS,
        lastMs: LAST_MS,
      },
      {
        secured: () => {
          if (socket.alpnProtocol === JOIN_PROTOCOL && dialled === null) {
            this.#greeting.delete(connection);
            newcomer = this.#door.admit(socket, connection, credentials);
            // Its host may have had nothing to say to it, and it is over already.
            if (over) newcomer?.closed();
            if (newcomer === null) this.#drops.count('too many newcomers', from, null);
            return newcomer !== null;
          }
          const isOther = dialled !== null && socket.alpnProtocol !== dialled.protocol;
          if (lane() === undefined || isOther) {
            this.#drops.count('other protocol', source, `Closed ${source}: it does not speak PrintRaft.`);
            return false;
          }
          const shown = peerCertificate(socket);
          if (shown === null) {
            this.#drops.count('no certificate', source, `Refused ${source}: it shows no certificate.`);
            this.#refuse(connection, 'refused', 'it shows no certificate');
            return true;
          }
          certificate = shown;
          if (dialled !== null) connection.send(this.#hello(dialled.peer));
          return true;
        },
        hello: (value) => {
          this.#greeting.delete(connection);
          const refusal = parseRefusal(value);
          if (refusal !== null) {
            this.#refusedBy(certificate, refusal, source);
            return false;
          }
          const { self, judge } = this.#options;
          const expected = dialled?.peer ?? null;
          const result = checkHello(value, { self: self(), expected, certificate, judge });
          if (!result.ok) {
            const { reason, code, claimed, sentence } = result.refusal;
            const who = claimed === '' ? source : `${source} (${quoted(claimed)})`;
            this.#drops.count(reason, `${source} ${claimed}`, `Refused ${who}: ${sentence}.`);
            this.#refuse(connection, code, sentence);
            return true;
          }
          peer = result.hello.node;
          source = peer;
          if (dialled === null) connection.send(this.#hello(peer));
          const host = plainHost(socket.remoteAddress);
          lane()?.introduced(connection, result.hello, host, dialled?.address ?? null);
          return true;
        },
        message: (value) => {
          const refusal = peer === null ? null : parseRefusal(value);
          if (newcomer !== null) newcomer.message(value);
          else if (refusal === null) {
            if (lane()?.hears(source) === true) this.#message(source, value);
          } else {
            this.#refusedBy(certificate, refusal, source);
            connection.close();
          }
        },
        fault: (fault) => this.#fault(fault, source, dialled === null),
        closed: () => {
          this.#greeting.delete(connection);
          over = true;
          newcomer?.closed();
          lane()?.over(connection, direction, peer, dialled?.peer ?? null);
        },
        gone: () => {
          this.#held.delete(connection);
          this.#leaving.delete(connection);
        },
      },
    );
    this.#held.add(connection);
    return connection;
  }

  #down(peer: NodeId): void {
    for (const line of this.#bulk.of(peer)) line.close();
    this.#events?.down(peer);
  }

  #hello(to: NodeId): Buffer {
    const self: Hello = { ...this.#options.self(), link: { port: this.#port } };
    return encodeFrame(helloFrame(self, this.#credentials.identity.chain, to));
  }

  /** Closes it behind one frame that says why. */
  #refuse(connection: Connection, code: RefusalCode, sentence: string): void {
    if (this.#leaving.size >= MAX_LEAVING) {
      connection.close();
      return;
    }
    this.#leaving.add(connection);
    connection.end(encodeFrame(refusalFrame(code, sentence, this.#credentials.identity.chain)));
  }

  /** Anybody could say it: only of one who proves to be of this shop does anything follow. */
  #refusedBy(certificate: Uint8Array, { code, sentence, chain }: Refusal, source: string): void {
    const verdict = this.#options.judge(certificate, chain, null);
    const told = `${source} refused this workstation (${code}): ${quoted(sentence)}.`;
    this.#drops.count('refused by a peer', source, told);
    this.#events?.refused?.(verdict.ok ? verdict.node : null, code);
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

  #fault(fault: ConnectionFault, source: string, accepted: boolean): void {
    // A peer that is switched off is no news.
    if (!accepted && (fault === 'handshake failed' || fault === 'no hello in time')) return;
    this.#drops.count(fault, source, `Closed ${source}: ${fault}.`);
  }
}
