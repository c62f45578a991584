/** Nodes that remember what their links told them, over either kind of link. */
import { createMemoryNetwork } from '../memory.ts';
import { createTlsLinks, type TlsLinksOptions } from '../tls.ts';
import type { Address, Hello, Links, Peer } from '../types.ts';
import { TestShop } from './shop.ts';

export const MAX_FRAME = 64 * 1024;
export const MAX_BACKLOG = 256 * 1024;

/** Any map with a `type` is a message here. */
export type Note = Readonly<{ type: string }> & Readonly<Record<string, unknown>>;

export function decodeNote(value: unknown): Note | null {
  if (typeof value !== 'object' || value === null || !('type' in value)) return null;
  return typeof value.type === 'string' ? (value as Note) : null;
}

export const helloOf = (node: string, more: Partial<Hello> = {}): Hello => ({
  clusterId: 'cluster-1',
  epoch: 0,
  node,
  name: `Bench ${node}`,
  http: { host: '127.0.0.1', port: 5100 },
  boot: { counter: 1, nonce: `boot of ${node}` },
  link: { port: 7100 },
  quitting: false,
  ...more,
});

export type Told =
  | Readonly<{ type: 'up'; peer: string; hello: Hello }>
  | Readonly<{ type: 'down'; peer: string }>
  | Readonly<{ type: 'refused'; peer: string | null; code: string }>
  | Readonly<{ type: 'message'; from: string; message: Note }>;

/** Links and everything they told, in order. */
export class TestNode {
  readonly links: Links<Note>;
  readonly told: Told[] = [];
  /** The messages among it. */
  readonly messages: Note[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(links: Links<Note>) {
    this.links = links;
  }

  start(): Promise<Address> {
    return this.links.start({
      // Which port it got is the system's choice.
      up: (peer, hello) => this.#tell({ type: 'up', peer, hello: { ...hello, link: { port: 7100 } } }),
      refused: (peer, code) => this.#tell({ type: 'refused', peer, code }),
      down: (peer) => this.#tell({ type: 'down', peer }),
      message: (from, message) => this.#tell({ type: 'message', from, message }),
    });
  }

  #tell(event: Told): void {
    this.told.push(event);
    if (event.type === 'message') this.messages.push(event.message);
    for (const check of [...this.#waiting]) check();
  }

  /** Resolves once that holds; it is asked after each event. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!holds()) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }

  untilConnected(...peers: string[]): Promise<void> {
    return this.until(() => peers.every((peer) => this.links.connected().has(peer)));
  }

  untilMessages(count: number): Promise<void> {
    return this.until(() => this.messages.length >= count);
  }
}

/** Nodes that know each other. A node created again under its id takes over its address. */
export type TestNet = Readonly<{
  start: (
    node: string,
    hello?: Partial<Hello>,
    options?: Partial<TlsLinksOptions<Note>>,
  ) => Promise<TestNode>;
  stop: () => Promise<void>;
}>;

/** Strangers by the hundred come from this one computer. */
const UNLIMITED = { burst: 1_000_000, perSecond: 1_000_000 };

export type TlsNet = TestNet & Readonly<{ addresses: ReadonlyMap<string, Address>; shop: TestShop }>;

export function tlsNet(): TlsNet {
  const addresses = new Map<string, Address>();
  const nodes: TestNode[] = [];
  const shop = new TestShop();
  return {
    addresses,
    shop,
    async start(node, hello, options) {
      const peers = (): Peer[] =>
        [...addresses].filter(([id]) => id !== node).map(([id, address]) => ({ id, addresses: [address] }));
      const self = helloOf(node, hello);
      const started = new TestNode(
        createTlsLinks({
          self: () => self,
          identity: await shop.identityOf(node, self),
          judge: shop.judge,
          listen: addresses.get(node) ?? { host: '127.0.0.1', port: 0 },
          peers,
          decode: decodeNote,
          maxFrameBytes: MAX_FRAME,
          maxBacklogBytes: MAX_BACKLOG,
          accept: UNLIMITED,
          ...options,
        }),
      );
      nodes.push(started);
      addresses.set(node, await started.start());
      return started;
    },
    async stop() {
      await Promise.all(nodes.map(({ links }) => links.stop()));
    },
  };
}

export function memoryNet(): TestNet {
  const network = createMemoryNetwork({
    decode: decodeNote,
    maxFrameBytes: MAX_FRAME,
    maxBacklogBytes: MAX_BACKLOG,
  });
  const nodes: TestNode[] = [];
  return {
    async start(node, hello) {
      const started = new TestNode(network.links(helloOf(node, hello)));
      nodes.push(started);
      await started.start();
      return started;
    },
    async stop() {
      await Promise.all(nodes.map(({ links }) => links.stop()));
    },
  };
}
