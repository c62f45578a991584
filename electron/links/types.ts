import type { NodeId } from '../raft/types.ts';

/** What a node tells about itself when a link opens. */
export type Hello = Readonly<{
  clusterId: string;
  epoch: number;
  node: NodeId;
  name: string;
  /** Host and port of the node's own console and REST, or null when it has none. */
  http: Address | null;
  /** Which of its boots this is: a copy of a disk is known by it. */
  boot: Readonly<{ counter: number; nonce: string }>;
  /** Where it listens for links itself, on the address that it speaks from. */
  link: Readonly<{ port: number }>;
  /** It is about to leave. */
  quitting: boolean;
}>;

export type Address = Readonly<{ host: string; port: number }>;

/** Another node and where to try it, likeliest first. */
export type Peer = Readonly<{ id: NodeId; addresses: readonly Address[] }>;

/** With what a node proves who it is; all of it DER in base64. */
export type LinkIdentity = Readonly<{
  certificate: string;
  /** PKCS8. */
  privateKey: string;
  /** The authorities known here, oldest first, for peers that have not heard of the newest yet. */
  chain: readonly string[];
}>;

/**
 * What a refused node is told: it was removed; another computer is the same workstation; it belongs to
 * another shop or another line of this one; one of both must be updated; anything else.
 */
export type RefusalCode = 'removed' | 'copy' | 'otherShop' | 'update' | 'refused';

/** Who a peer is by its certificate; or why it is refused, in words that go on "Refused …: ". */
export type Verdict =
  Readonly<{ ok: true; node: NodeId }> | Readonly<{ ok: false; code: RefusalCode; sentence: string }>;

/**
 * Whether to speak with somebody who has proved to hold a certificate's key. Must not throw.
 * @param leaf the certificate, DER
 * @param chain the authorities that it shows, DER in base64, oldest first
 * @param hello what it says of itself; null for somebody who refused this node and said no more
 */
export type Judge = (leaf: Uint8Array, chain: readonly string[], hello: Hello | null) => Verdict;

export type LinkEvents<M> = Readonly<{
  /** A checked message from a peer of this cluster. */
  message: (from: NodeId, message: M) => void;
  /** The first connection with this peer is open; `remoteAddress` is the host that it speaks from. */
  up: (peer: NodeId, hello: Hello, remoteAddress: string) => void;
  /** The last connection with this peer is closed. */
  down: (peer: NodeId) => void;
  /**
   * Somebody refused this node. Null: it could not prove to be of this shop, so nothing follows from what
   * it says.
   */
  refused?: (peer: NodeId | null, code: RefusalCode) => void;
}>;

/** How often something was dropped, by reason; what the operator is told once per source is in the log. */
export type DropCounts = Readonly<Record<string, number>>;

/**
 * Messages between the nodes of one cluster: unordered across reconnects, lossy, never doubled in
 * one connection. Raft bears all of that.
 */
export interface Links<M> {
  /** Starts listening and dialling; resolves with the address bound. */
  start(events: LinkEvents<M>): Promise<Address>;
  /**
   * Sends if the peer is connected and its backlog is under its bound; otherwise drops and counts. What is `bulk` goes
   * beside the rest where it can, and is in no order with it.
   */
  send(to: NodeId, message: M, lane?: 'bulk'): void;
  connected(): ReadonlySet<NodeId>;
  /** Closes what is open with that peer, at once, and tells it why. It may connect again, and is judged anew. */
  disconnect(peer: NodeId, code: RefusalCode): void;
  drops(): DropCounts;
  stop(): Promise<void>;
}
