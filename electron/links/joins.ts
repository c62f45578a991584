/**
 * Connections of somebody who wants in (`printraft-join/1`), at both ends: small frames over TLS, few at once,
 * and not for long. What is said on them is for `membership/joining/` to know; each side gets both certificates,
 * to bind what it says to this very connection.
 */
import type { TLSSocket } from 'node:tls';
import { assertLinkAddress, formatAddress, plainHost } from './address.ts';
import { Connection, type ConnectionFault, type ConnectionHandlers } from './connection.ts';
import { encodeFrame, HEADER_BYTES } from './frames.ts';
import { type Credentials, credentialsOf, JOIN_PROTOCOL, peerCertificate, secureDial } from './secure.ts';
import type { Address, LinkIdentity } from './types.ts';

export const MAX_JOIN_FRAME = 16 * 1024;
const MAX_JOIN_BACKLOG = 256 * 1024;
const SILENT_TICKS = 5;
const PING = encodeFrame(null);

export type FramedSocket = Readonly<{
  /** The host that the other side speaks from. */
  remoteAddress: string;
  /** DER. */
  ownCertificate: Uint8Array;
  /** DER; null: it showed none. That it holds the key is proved, and nothing else. */
  peerCertificate: Uint8Array | null;
  /** Throws RangeError on a frame over 16 KiB; dropped once the socket is closed. */
  send: (value: unknown) => void;
  /** Closes behind what was sent. `closed` is called at once. */
  end: () => void;
}>;

export type FramedHandlers = Readonly<{
  message: (value: unknown) => void;
  /** Called once, however it ended. */
  closed: () => void;
}>;

/** What becomes of a newcomer's socket; called when the handshake is done, before any message. */
export type OnJoin = (socket: FramedSocket) => FramedHandlers;

/** Nobody that speaks PrintRaft answers there; the message is one sentence. */
export class JoinDialError extends Error {
  override readonly name = 'JoinDialError';
}

export type JoinTiming = Readonly<{
  /** For connecting and the handshake, ms. */
  handshake: number;
  ping: number;
}>;

const defaultTiming: JoinTiming = { handshake: 5_000, ping: 1_000 };

/**
 * Connects to a member of the shop that one wants to get into. Resolves once the handshake is done and `open`
 * was asked what becomes of the messages; whom the certificate belongs to is for the caller to find out.
 * @param own key and certificate of this side, which may be self-made
 * Rejects with JoinDialError or LinkAddressError.
 */
export async function dialJoin(
  address: Address,
  own: Pick<LinkIdentity, 'certificate' | 'privateKey'>,
  open: OnJoin,
  timing: JoinTiming = defaultTiming,
): Promise<FramedSocket> {
  assertLinkAddress(address, 'dial');
  const credentials = credentialsOf({ ...own, chain: [] });
  const socket = secureDial(address, credentials, JOIN_PROTOCOL);
  return new Promise((resolve, reject) => {
    let handlers: FramedHandlers | null = null;
    let ticks: NodeJS.Timeout | null = null;
    const refuse = (why: string) =>
      reject(new JoinDialError(`No workstation lets anybody in at ${formatAddress(address)}: ${why}.`));
    const connection = new Connection(
      socket,
      'dialled',
      { ...limits, helloMs: timing.handshake },
      {
        ...unused,
        secured: () => {
          if (socket.alpnProtocol !== JOIN_PROTOCOL) return false;
          connection.introduced(MAX_JOIN_FRAME);
          ticks = setInterval(() => connection.tick(), timing.ping);
          const framed = framedSocket(socket, connection, credentials);
          handlers = open(framed);
          resolve(framed);
          return true;
        },
        message: (value) => handlers?.message(value),
        fault: (fault) => refuse(dialFaults[fault] ?? fault),
        closed: () => {
          if (ticks !== null) clearInterval(ticks);
          handlers?.closed();
          refuse('something else answers there');
        },
      },
    );
  });
}

const dialFaults: Partial<Record<ConnectionFault, string>> = {
  'handshake failed': 'nobody answers there, or something else does',
  'no hello in time': 'nobody answered in time',
};

/** Of a connection on which somebody wants in. */
const limits = {
  maxFrameBytes: MAX_JOIN_FRAME,
  maxBacklogBytes: MAX_JOIN_BACKLOG,
  silentTicks: SILENT_TICKS,
  lastMs: 1_000,
};

const unused: Pick<ConnectionHandlers, 'hello' | 'gone'> = { hello: () => false, gone: () => undefined };

/** What a connection looks like to those who speak on it. */
export function framedSocket(
  socket: TLSSocket,
  connection: Connection,
  { identity }: Credentials,
): FramedSocket {
  return {
    remoteAddress: plainHost(socket.remoteAddress),
    ownCertificate: Buffer.from(identity.certificate, 'base64'),
    peerCertificate: peerCertificate(socket),
    send(value) {
      const frame = encodeFrame(value);
      if (frame.length - HEADER_BYTES > MAX_JOIN_FRAME)
        throw new RangeError(`A frame of ${frame.length - HEADER_BYTES} bytes is too long for joining.`);
      // Somebody who reads nothing of the little that is said is not worth keeping.
      if (!connection.send(frame)) connection.close();
    },
    end: () => connection.end(PING),
  };
}
