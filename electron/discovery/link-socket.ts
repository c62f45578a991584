/** One socket on 5353 for one link. Nothing that the operating system says about it is thrown. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { GROUP, MDNS_PORT } from './dns.ts';
import type { Link } from './interfaces.ts';

/** Multicast DNS is sent so that a receiver can tell that it crossed no router (RFC 6762 §11). */
const HOPS = 255;

export type LinkSocketHandlers = Readonly<{
  open: () => void;
  datagram: (bytes: Buffer, remote: RemoteInfo) => void;
  /** It is closed: the link went, or the port is held by somebody who does not share it. */
  failed: () => void;
  sendFailed: () => void;
}>;

export class LinkSocket {
  readonly link: Link;
  readonly #handlers: LinkSocketHandlers;
  readonly #socket: Socket;
  readonly #closed: Promise<void>;
  #state: 'opening' | 'open' | 'closed' = 'opening';

  constructor(link: Link, handlers: LinkSocketHandlers) {
    this.link = link;
    this.#handlers = handlers;
    this.#socket = createSocket({ type: 'udp4', reuseAddr: true });
    this.#closed = new Promise((resolve) => this.#socket.once('close', resolve));
    this.#socket.on('error', () => this.#fail());
    this.#socket.on('message', handlers.datagram);
    // Not to the link's address: multicast would not arrive there.
    this.#socket.bind(MDNS_PORT, '0.0.0.0', () => this.#joinGroup());
    this.#socket.unref();
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** Sends to everybody on the link. Resolves once it is on its way or certain not to be; never rejects. */
  send(bytes: Buffer): Promise<void> {
    if (this.#state !== 'open') return Promise.resolve();
    return new Promise((resolve) => {
      this.#socket.send(bytes, MDNS_PORT, GROUP, (cause) => {
        if (cause) this.#handlers.sendFailed();
        resolve();
      });
    });
  }

  /**
   * Fails if the interface was replaced by one of the same name and addresses, which took the membership along.
   * Elsewhere than on Linux it is not known what joining twice does, and nothing is asked.
   */
  probe(): void {
    if (this.#state !== 'open' || process.platform !== 'linux') return;
    try {
      this.#socket.addMembership(GROUP, this.link.address);
    } catch {
      // EADDRINUSE: still a member. Anything else: the link is about to be seen gone.
      return;
    }
    this.#fail();
  }

  /** Resolves once it is closed. */
  close(): Promise<void> {
    if (this.#state !== 'closed') {
      this.#state = 'closed';
      this.#socket.close();
    }
    return this.#closed;
  }

  #joinGroup(): void {
    if (this.#state !== 'opening') return;
    try {
      // By the link's address, for there may be no route to the group.
      this.#socket.addMembership(GROUP, this.link.address);
      this.#socket.setMulticastInterface(this.link.address);
      this.#socket.setMulticastTTL(HOPS);
      // Another workstation on this machine is to hear it too.
      this.#socket.setMulticastLoopback(true);
    } catch {
      // ENODEV and friends: the link went while the socket was opened.
      this.#fail();
      return;
    }
    this.#state = 'open';
    this.#handlers.open();
  }

  #fail(): void {
    if (this.#state === 'closed') return;
    void this.close();
    this.#handlers.failed();
  }
}
