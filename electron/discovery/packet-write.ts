/**
 * A packet of mdns-js as bytes. dns-js's own writer stops at 512 bytes, splits texts at their dots and points
 * no further than 255 bytes back. Pure.
 */
import type { DNSPacket, PacketRecord } from 'dns-js';
import { ANSWER_FLAGS, HEADER_BYTES, IN, MAX_LABEL, TOP_BIT, Type } from './dns.ts';

export type Saying = Readonly<{
  /** Seconds that what is said may be kept; 0 takes it back. */
  ttl: number;
  /** This machine's address on that very link, the only one that is told there; null: none. */
  address: string | null;
}>;

/** A pointer to where the first question's name begins. */
const QUESTION = Buffer.from([0xc0, HEADER_BYTES]);

/** An answer that whoever asks has already. */
export type Known = Readonly<{
  instance: string;
  /** Seconds for which it still holds. */
  ttl: number;
}>;

/** What goes through any network in one piece. */
const MAX_QUERY_BYTES = 1_440;

/** Browser's question, with as many known answers as fit: who reads its own there says nothing (RFC 6762 §7.1). */
export function writeQuery(packet: DNSPacket, known: readonly Known[] = []): Buffer {
  const { question } = packet;
  const questions = question.map(({ name, type }) => Buffer.concat([nameBytes(name), shorts(type, IN)]));
  let room = MAX_QUERY_BYTES - HEADER_BYTES - Buffer.concat(questions).length;
  const answers: Buffer[] = [];
  for (const { instance, ttl } of known) {
    const label = text(instance);
    // Both names by a pointer to the question's.
    const answer = Buffer.concat([QUESTION, head(Type.PTR, IN, ttl, label.length + 2), label, QUESTION]);
    room -= answer.length;
    if (room < 0) break;
    answers.push(answer);
  }
  return Buffer.concat([shorts(0, 0, question.length, answers.length, 0, 0), ...questions, ...answers]);
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
  return Buffer.concat([nameBytes(record.name), head(record.type, kind, ttl, data.length), data]);
}

/** What stands between a record's name and its data. */
function head(type: number, kind: number, ttl: number, size: number): Buffer {
  const bytes = Buffer.alloc(10);
  bytes.writeUInt16BE(type, 0);
  bytes.writeUInt16BE(kind, 2);
  bytes.writeUInt32BE(ttl, 4);
  bytes.writeUInt16BE(size, 8);
  return bytes;
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
