/**
 * TLS as links speak it: 1.3 only, certificates both ways, nothing resumed. OpenSSL proves that the other side
 * holds its certificate's key; whom that certificate belongs to is judged elsewhere, since nothing may depend
 * on dates.
 */
import { constants } from 'node:crypto';
import type { Socket } from 'node:net';
import { connect, createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import type { Address, LinkIdentity } from './types.ts';

/** What a connection is for (ALPN, RFC 7301). */
export const LINK_PROTOCOL = 'printraft/2';
/** For what is large, beside a link (`bulk-lines.ts`). */
export const BULK_PROTOCOL = 'printraft-bulk/1';
export const JOIN_PROTOCOL = 'printraft-join/1';

/** An identity as both ends of a handshake use it. */
export type Credentials = Readonly<{ identity: LinkIdentity; context: SecureContext }>;

/** Throws where certificate and key do not belong together or are none. */
export function credentialsOf(identity: LinkIdentity): Credentials {
  const context = createSecureContext({
    key: pem('PRIVATE KEY', identity.privateKey),
    cert: pem('CERTIFICATE', identity.certificate),
    minVersion: 'TLSv1.3',
    maxVersion: 'TLSv1.3',
    // A resumed session would show the certificate of an earlier day.
    secureOptions: constants.SSL_OP_NO_TICKET,
    sessionIdContext: 'printraft',
  });
  return { identity, context };
}

/** The server's side of a handshake on an accepted socket; 'secure' is emitted once it is done. */
export function secureAccepted(socket: Socket, { context }: Credentials, protocols: string[]): TLSSocket {
  return new TLSSocket(socket, {
    isServer: true,
    secureContext: context,
    requestCert: true,
    rejectUnauthorized: false,
    ALPNProtocols: protocols,
  });
}

/** Connects and does the client's side; 'secureConnect' is emitted once it is done. */
export function secureDial(address: Address, { context }: Credentials, protocol: string): TLSSocket {
  return connect({
    ...address,
    secureContext: context,
    rejectUnauthorized: false,
    ALPNProtocols: [protocol],
    // Nobody on the LAN needs to read which host was meant.
    servername: '',
  });
}

/** The certificate that the other side proved to hold the key of, DER; null if it showed none. */
export function peerCertificate(socket: TLSSocket): Uint8Array | null {
  return socket.getPeerX509Certificate()?.raw ?? null;
}

function pem(label: string, base64: string): string {
  const lines = base64.match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
