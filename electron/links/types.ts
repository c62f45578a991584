import type { NodeId } from '../raft/types.ts';

/** What a node tells about itself when a link opens. */
export type Hello = Readonly<{
  clusterId: string;
  epoch: number;
  node: NodeId;
  name: string;
  /** Host and port of the node's own console and REST, or null when it has none. */
  http: Address | null;
}>;

export type Address = Readonly<{ host: string; port: number }>;

export type Peer = Readonly<{ id: NodeId; address: Address }>;

export type LinkEvents<M> = Readonly<{
  /** A checked message from a peer of this cluster. */
  message: (from: NodeId, message: M) => void;
  /** The first connection with this peer is open. */
  up: (peer: NodeId, hello: Hello) => void;
  /** The last connection with this peer is closed. */
  down: (peer: NodeId) => void;
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
  /** Sends if the peer is connected and its backlog is under its bound; otherwise drops and counts. */
  send(to: NodeId, message: M): void;
  connected(): ReadonlySet<NodeId>;
  drops(): DropCounts;
  stop(): Promise<void>;
}
