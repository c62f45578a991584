/** What a workstation says of itself, as mdns-js's Advertisement words it. */
import { DNSPacket, DNSRecord, type PacketRecord } from 'dns-js';
import Advertisement from 'mdns-js/lib/advertisement.js';
import { ServiceType } from 'mdns-js/lib/service_type.js';
import { ALL_SERVICES, IN, SERVICE, SERVICE_TYPE, Type } from './dns.ts';
import { Networking, packetsOf } from './networking.ts';
import type { Texts } from './texts.ts';

/** Without probes: names follow from ids, which nobody else can have (RFC 6762 §8.1). */
const PUBLISHES_AT_ONCE = 3;

export type Spoken = Readonly<{ instance: string; port: number; texts: Texts }>;

export class Speaker {
  readonly #networking = new Networking();
  #spoken: Spoken | null = null;
  /** One for ever, for mdns-js forgets none; its fields change. */
  #advertisement: Advertisement | null = null;

  /** What is said from now on; null: nothing. */
  set(spoken: Spoken | null): void {
    this.#spoken = spoken;
    if (spoken === null) return;
    const { instance, port, texts } = spoken;
    const options = { name: instance, txt: texts };
    const advertisement =
      this.#advertisement ??
      new Advertisement(this.#networking, new ServiceType(SERVICE_TYPE), port, options);
    advertisement.port = port;
    advertisement.options = options;
    advertisement.alias = fullName(instance);
    if (this.#advertisement === null) {
      this.#advertisement = advertisement;
      advertisement.status = PUBLISHES_AT_ONCE;
      advertisement.start();
    }
  }

  /** The packet that says it, made by mdns-js as the answer to a question; null: nothing is said. */
  packet(): DNSPacket | null {
    const spoken = this.#spoken;
    if (spoken === null) return null;
    const query = new DNSPacket();
    query.question.push(new DNSRecord(SERVICE, Type.PTR, IN));
    const packets = packetsOf(() => this.#networking.deliver(query, '', ''));
    // Texts that are no longer, or not this speaker's, are another object.
    return packets.find(({ answer }) => answer.some(({ data }) => data === spoken.texts)) ?? null;
  }

  /** Whether somebody who asks this is to be answered. */
  isAsked({ name, type }: Pick<PacketRecord, 'name' | 'type'>): boolean {
    if (this.#spoken === null) return false;
    if (name === SERVICE || name === ALL_SERVICES) return type === Type.PTR || type === Type.ANY;
    return name === fullName(this.#spoken.instance);
  }

  /** Whether a record that came with a question says that the answer is known there (RFC 6762 §7.1). */
  isKnown({ name, type, data, ttl = 0 }: PacketRecord, ownTtl: number): boolean {
    if (this.#spoken === null || name !== SERVICE || type !== Type.PTR) return false;
    return data === fullName(this.#spoken.instance) && ttl >= ownTtl / 2;
  }
}

function fullName(instance: string): string {
  return `${instance}.${SERVICE}`;
}
