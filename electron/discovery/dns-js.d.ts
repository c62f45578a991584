/** dns-js 0.2.1, as far as this room uses it. */
declare module 'dns-js' {
  /** A question or a record; which of the optional fields there are depends on the type. */
  export interface PacketRecord {
    name: string;
    type: number;
    class: number;
    ttl?: number;
    /** PTR: the name it leads to. TXT: the texts where it was read, an object of them where it is to be written. */
    data?: string | readonly string[] | Readonly<Record<string, string>>;
    /** A. */
    address?: string;
    /** SRV. */
    port?: number;
    target?: string;
  }

  export class DNSRecord implements PacketRecord {
    constructor(name: string, type: number, cl: number, ttl?: number);
    name: string;
    type: number;
    class: number;
    ttl?: number;
    data?: string | readonly string[];
    address?: string;
    port?: number;
    target?: string;
  }

  export class DNSPacket {
    /** @param flags the header's second 16 bits */
    constructor(flags?: number);
    header: { qr: number };
    question: PacketRecord[];
    answer: PacketRecord[];
    authority: PacketRecord[];
    additional: PacketRecord[];
    /** Throws on some malformed packets, and never returns from others. An array where bytes follow the packet. */
    static parse(bytes: Buffer): DNSPacket | DNSPacket[];
  }
}
