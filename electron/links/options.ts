/** How links over TLS are set up. */
import type { AcceptLimits } from './accept-limit.ts';
import type { OnJoin } from './joins.ts';
import type { Address, Hello, Judge, LinkIdentity, Peer } from './types.ts';

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

export const defaultTiming: LinkTiming = { hello: 2_000, ping: 1_000, dialMin: 50, dialMax: 1_000 };
export const defaultAccept: AcceptLimits = { burst: 64, perSecond: 16 };

export type TlsLinksOptions<M> = Readonly<{
  /** What this node tells about itself, asked anew for each hello; its ids never change. */
  self: () => Omit<Hello, 'link'>;
  identity: LinkIdentity;
  /** Port 0 takes any free one. */
  listen: Address;
  /** The other nodes to dial, and where; asked anew before each attempt. */
  peers: () => readonly Peer[];
  /** Who may speak; also somebody who is not among `peers`. */
  judge: Judge;
  /** What becomes of newcomers; without it nobody is let in here. */
  onJoin?: OnJoin;
  /** Checks a decoded frame: the message, or null if it is none. */
  decode: (value: unknown) => M | null;
  /** The longest frame sent or accepted, in bytes without its header. */
  maxFrameBytes?: number;
  /** What one connection may hold unsent, in bytes, before messages to that peer are dropped. */
  maxBacklogBytes?: number;
  timing?: Partial<LinkTiming>;
  /** Connections that one address may open. */
  accept?: AcceptLimits;
  random?: () => number;
  log?: (sentence: string) => void;
}>;
