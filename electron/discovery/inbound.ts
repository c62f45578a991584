/** From a datagram to what it means: gate, check, parse. Nothing that comes from the network gets out as an error. */
import { DNSPacket } from 'dns-js';
import { MDNS_PORT } from './dns.ts';
import type { DropReason } from './drops.ts';
import { FloodGate } from './flood-gate.ts';
import { checkPacket } from './packet-check.ts';

export type Datagram = Readonly<{ bytes: Buffer; host: string; port: number }>;

export class Inbound {
  readonly #gate = new FloodGate();
  readonly #drop: (reason: DropReason) => void;

  constructor(drop: (reason: DropReason) => void) {
    this.#drop = drop;
  }

  /** The packet in it, a question or an answer of this service; null: none of our business, or dropped and counted. */
  read({ bytes, host, port }: Datagram, now: number): DNSPacket | null {
    const admission = this.#gate.admit(host, now);
    if (admission !== 'admitted') return this.#dropped(admission);
    const verdict = checkPacket(bytes);
    if (verdict === 'foreign') return null;
    if (verdict !== 'ours') return this.#dropped(verdict);
    const packet = parsed(bytes);
    if (packet === null) return this.#dropped('not parsed');
    const isAnswer = packet.header.qr === 1;
    return isAnswer && port !== MDNS_PORT ? this.#dropped('from another port') : packet;
  }

  #dropped(reason: DropReason): null {
    this.#drop(reason);
    return null;
  }
}

function parsed(bytes: Buffer): DNSPacket | null {
  try {
    const packet = DNSPacket.parse(bytes);
    return Array.isArray(packet) ? null : packet;
  } catch {
    return null;
  }
}
