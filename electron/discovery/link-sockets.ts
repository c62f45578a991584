/** The sockets of all links, kept in step with the links that there are. */
import { networkInterfaces } from 'node:os';
import type { DropReason } from './drops.ts';
import { isOn, type Link, linksOf, MAX_LINKS } from './interfaces.ts';
import { LinkSocket } from './link-socket.ts';

export type Received = Readonly<{ bytes: Buffer; host: string; port: number; socket: LinkSocket }>;

export type LinkSocketsHandlers = Readonly<{
  received: (received: Received) => void;
  /** Somebody can be asked and told there from now on. */
  opened: (socket: LinkSocket) => void;
  closed: (socket: LinkSocket) => void;
  drop: (reason: DropReason) => void;
}>;

export class LinkSockets {
  readonly #loopback: boolean;
  readonly #handlers: LinkSocketsHandlers;
  /** By the link's key. */
  readonly #sockets = new Map<string, LinkSocket>();

  constructor(loopback: boolean, handlers: LinkSocketsHandlers) {
    this.#loopback = loopback;
    this.#handlers = handlers;
  }

  /** Those that are open. */
  all(): readonly LinkSocket[] {
    return [...this.#sockets.values()].filter(({ isOpen }) => isOpen);
  }

  /** Looks at the interfaces: closes what is gone, opens what is new or failed before. */
  follow(): void {
    const links = this.#links();
    if (links === null) return;
    const wanted = new Map(links.slice(0, MAX_LINKS).map((link) => [link.key, link]));
    for (const [key, socket] of this.#sockets) {
      if (wanted.has(key)) socket.probe();
      else void this.#forget(key, socket);
    }
    for (const [key, link] of wanted) if (!this.#sockets.has(key)) this.#open(key, link);
  }

  /** Null where the system will not tell, as some sandboxes do not. */
  #links(): readonly Link[] | null {
    try {
      return linksOf(networkInterfaces(), this.#loopback);
    } catch {
      this.#handlers.drop('interfaces unknown');
      return null;
    }
  }

  /** Resolves once all are closed. */
  async close(): Promise<void> {
    const closing = [...this.#sockets].map(([key, socket]) => this.#forget(key, socket));
    await Promise.all(closing);
  }

  #open(key: string, link: Link): void {
    const socket: LinkSocket = new LinkSocket(link, {
      open: () => this.#handlers.opened(socket),
      datagram: (bytes, { address, port }) => this.#received({ bytes, host: address, port, socket }),
      failed: () => {
        this.#handlers.drop('socket failed');
        void this.#forget(key, socket);
      },
      sendFailed: () => this.#handlers.drop('send failed'),
    });
    this.#sockets.set(key, socket);
  }

  #forget(key: string, socket: LinkSocket): Promise<void> {
    if (this.#sockets.get(key) === socket) this.#sockets.delete(key);
    this.#handlers.closed(socket);
    return socket.close();
  }

  /** Each socket on 5353 gets what comes in over any link; only the one whose network the sender is in takes it. */
  #received(received: Received): void {
    const { host, socket } = received;
    if (!socket.isOpen) return;
    if (isOn(socket.link, host)) this.#handlers.received(received);
    else if (!this.all().some(({ link }) => isOn(link, host))) this.#handlers.drop('not of this network');
  }
}
