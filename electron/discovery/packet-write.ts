/**
 * A packet of mdns-js as bytes. dns-js's own writer stops at 512 bytes, splits texts at their dots and points
 * no further than 255 bytes back. Pure.
 */
import type { DNSPacket, PacketRecord } from 'dns-js';
import { ANSWER_FLAGS, IN, MAX_LABEL, TOP_BIT, Type } from './dns.ts';

export type Saying = Readonly<{
  /** Seconds that what is said may be kept; 0 takes it back. */
  ttl: number;
  /** This machine's address on that very link, the only one that is told there; null: none. */
  address: string | null;
}>;

/** A question, as Browser puts it. */
export function writeQuery(packet: DNSPacket): Buffer {
  const { question } = packet;
  return Buffer.concat([
    shorts(0, 0, question.length, 0, 0, 0),
    ...question.map(({ name, type }) => Buffer.concat([nameBytes(name), shorts(type, IN)])),
  ]);
}

/** What Advertisement made of an announcement, as it is said on one link. */
export function writeAnswer(packet: DNSPacket, saying: Saying): Buffer {
  const answers = packet.answer.map((record) => recordBytes(record, saying.ttl));
  const { address } = saying;
  const target = packet.answer.find(({ type }) => type === Type.SRV)?.target;
  const additional =
    address === null || target === undefined
      ? []
      : [recordBytes({ name: target, type: Type.A, class: IN | TOP_BIT, address }, saying.ttl)];
  return Buffer.concat([
    shorts(0, ANSWER_FLAGS, 0, answers.length, 0, additional.length),
    ...answers,
    ...additional,
  ]);
}

type Written = Pick<PacketRecord, 'name' | 'type' | 'class' | 'data' | 'address' | 'port' | 'target'>;

function recordBytes(record: Written, ttl: number): Buffer {
  const data = dataBytes(record);
  // Others have PTR records of the same name, which this one must not flush (RFC 6762 §10.2).
  const kind = record.type === Type.PTR ? IN : record.class;
  const head = Buffer.alloc(10);
  head.writeUInt16BE(record.type, 0);
  head.writeUInt16BE(kind, 2);
  head.writeUInt32BE(ttl, 4);
  head.writeUInt16BE(data.length, 8);
  return Buffer.concat([nameBytes(record.name), head, data]);
}

function dataBytes(record: Written): Buffer {
  switch (record.type) {
    case Type.A:
      return Buffer.from((record.address ?? '').split('.').map(Number));
    case Type.PTR:
      return nameBytes(typeof record.data === 'string' ? record.data : '');
    case Type.SRV:
      return Buffer.concat([shorts(0, 0, record.port ?? 0), nameBytes(record.target ?? '')]);
    case Type.TXT:
      return Buffer.concat(Object.entries(record.data ?? {}).map(([key, value]) => text(`${key}=${value}`)));
    default:
      throw new TypeError(`no records of type ${record.type} are announced`);
  }
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function nameBytes(name: string): Buffer {
  const labels = name.split('.').map((label) => Buffer.from(label).subarray(0, MAX_LABEL));
  return Buffer.concat([
    ...labels.flatMap((label) => [Buffer.from([label.length]), label]),
    Buffer.from([0]),
  ]);
}

function shorts(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, n) => bytes.writeUInt16BE(value, 2 * n));
  return bytes;
}
