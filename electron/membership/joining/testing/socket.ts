/** A connection in memory, as links hand it over: frames take a turn of the event loop, in their wire's form. */
import { decodeBody, encodeFrame, HEADER_BYTES } from '../../../links/frames.ts';
import type { FramedHandlers, FramedSocket, OnJoin } from '../../../links/joins.ts';

class End implements FramedSocket {
  readonly remoteAddress: string;
  readonly ownCertificate: Uint8Array;
  readonly peerCertificate: Uint8Array | null;
  handlers: FramedHandlers | null = null;
  other: End | null = null;
  isOpen = true;

  constructor(remoteAddress: string, own: Uint8Array, peer: Uint8Array | null) {
    this.remoteAddress = remoteAddress;
    this.ownCertificate = own;
    this.peerCertificate = peer;
  }

  readonly send = (value: unknown) => {
    const { other } = this;
    const decoded = decodeBody(encodeFrame(value).subarray(HEADER_BYTES));
    if (!this.isOpen || other === null || !decoded.ok) return;
    setImmediate(() => {
      if (other.isOpen) other.handlers?.message(decoded.value);
    });
  };

  readonly end = () => {
    if (!this.isOpen) return;
    this.close();
    setImmediate(() => this.other?.close());
  };

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.handlers?.closed();
  }
}

export type Connected = Readonly<{
  /** Breaks it on both sides. */
  cut: () => void;
  isOpen: () => boolean;
}>;

/** Connects both; the certificates are those that TLS would be spoken with (DER, base64). */
export function connect(
  newcomer: Readonly<{ certificate: string | null; host: string; open: OnJoin }>,
  member: Readonly<{ certificate: string; open: OnJoin }>,
): Connected {
  const theirs = newcomer.certificate === null ? null : Buffer.from(newcomer.certificate, 'base64');
  const ours = Buffer.from(member.certificate, 'base64');
  const near = new End('10.0.0.1', theirs ?? Buffer.alloc(0), ours);
  const far = new End(newcomer.host, ours, theirs);
  [near.other, far.other] = [far, near];
  far.handlers = member.open(far);
  near.handlers = newcomer.open(near);
  return {
    cut: () => [near, far].forEach((end) => end.close()),
    isOpen: () => near.isOpen && far.isOpen,
  };
}
