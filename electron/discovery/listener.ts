/** What others say, as mdns-js's Browser reads it, and the question that makes them say it. */
import { DNSPacket, DNSRecord, type PacketRecord } from 'dns-js';
import Browser, { type ServiceUpdate } from 'mdns-js/lib/browser.js';
import { ServiceType } from 'mdns-js/lib/service_type.js';
import { ANSWER_FLAGS, IN, isOurs, SERVICE, SERVICE_TYPE, Type } from './dns.ts';
import { Networking, packetsOf } from './networking.ts';

/** One instance of the service as one packet told of it. */
export type Told = Readonly<{ fullname: string; port: number; texts: readonly string[]; ttl: number }>;

export class Listener {
  readonly #networking = new Networking();
  readonly #browser = new Browser(this.#networking, new ServiceType(SERVICE_TYPE));

  /** The question for everybody. */
  question(): DNSPacket | null {
    return packetsOf(() => this.#browser.discover())[0] ?? null;
  }

  /** All instances that an answer tells of in full: where one listens, and its texts. */
  read(packet: DNSPacket, host: string, linkName: string): readonly Told[] {
    const told: Told[] = [];
    for (const { srv, txt } of instancesIn(packet)) {
      const onUpdate = ({ fullname, port, txt: texts }: ServiceUpdate) => {
        if (fullname === undefined || port === undefined || texts === undefined) return;
        told.push({ fullname, port, texts, ttl: Math.min(srv.ttl ?? 0, txt.ttl ?? 0) });
      };
      this.#browser.once('update', onUpdate);
      // It tells of what is new to it, forgets nothing and knows no TTL: so everything is new to it, always.
      this.#browser.connections = {};
      this.#networking.deliver(onlyOf(srv, txt), host, linkName);
      this.#browser.off('update', onUpdate);
    }
    return told;
  }
}

type Instance = Readonly<{ srv: PacketRecord; txt: PacketRecord }>;

function instancesIn({ answer, additional }: DNSPacket): readonly Instance[] {
  const records = [...answer, ...additional].filter(({ name }) => isOurs(name));
  const ofType = (type: number) =>
    new Map(records.filter((record) => record.type === type).map((record) => [record.name, record]));
  const texts = ofType(Type.TXT);
  return [...ofType(Type.SRV)].flatMap(([name, srv]) => {
    const txt = texts.get(name);
    return txt === undefined ? [] : [{ srv, txt }];
  });
}

/** Browser mixes all that a packet names, so it gets one instance at a time, and nothing that is not of it. */
function onlyOf(srv: PacketRecord, txt: PacketRecord): DNSPacket {
  const pointer = new DNSRecord(SERVICE, Type.PTR, IN);
  pointer.data = srv.name;
  const packet = new DNSPacket(ANSWER_FLAGS);
  packet.answer.push(pointer, srv, txt);
  return packet;
}
