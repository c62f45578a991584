/** What members' connections are for, told by ALPN: links, and lines for what is large beside them. */
import type { NodeId } from '../raft/types.ts';
import type { BulkLines } from './bulk-lines.ts';
import type { Connection } from './connection.ts';
import type { Dialer } from './dialer.ts';
import type { Direction, PeerTable } from './peer-table.ts';
import type { Address, Hello } from './types.ts';

export type Lane = Readonly<{
  /** Who is at its other end is known and believed. @param dialled where this node found it; null: it came */
  introduced: (connection: Connection, hello: Hello, host: string, dialled: Address | null) => void;
  /** Whether what that peer says on it counts. */
  hears: (peer: NodeId) => boolean;
  /** It is of no use any more. @param peer null: nobody was introduced @param dialled whom this node had dialled */
  over: (connection: Connection, direction: Direction, peer: NodeId | null, dialled: NodeId | null) => void;
}>;

const directionOf = (dialled: Address | null): Direction => (dialled === null ? 'accepted' : 'dialled');

/** @param down the last link with this peer is closed */
export function linkLane(
  peers: PeerTable,
  dialer: Dialer,
  up: (peer: NodeId, hello: Hello, host: string) => void,
  down: (peer: NodeId) => void,
): Lane {
  return {
    introduced: (connection, hello, host, dialled) => {
      const { node } = hello;
      const direction = directionOf(dialled);
      if (dialled !== null) dialer.reached(node, dialled);
      // A peer that dials again lost its end of the connection before: it may have restarted.
      peers.get(node, direction)?.close();
      if (peers.add(node, direction, connection)) up(node, hello, host);
    },
    hears: () => true,
    over: (connection, direction, peer, dialled) => {
      const last = peer !== null && peers.remove(peer, direction, connection);
      if (last) down(peer);
      if (dialled !== null) dialer.ended(dialled);
      else if (last) dialer.want(peer);
    },
  };
}

export function bulkLane(peers: PeerTable, bulk: BulkLines): Lane {
  return {
    introduced: (connection, { node }, _host, dialled) => bulk.opened(node, directionOf(dialled), connection),
    // Of whom the link is down, nothing comes any more.
    hears: (peer) => peers.has(peer),
    over: (connection, _direction, peer) => {
      if (peer !== null) bulk.closed(peer, connection);
    },
  };
}
