/**
 * Whether a datagram may be given to mdns-js's parser, dns-js. That one follows compression pointers wherever they
 * lead (18 bytes hold it for ever), and reads some records by other lengths than they state, so that what lies
 * behind is read from the wrong place. What passes here is read there exactly as it was read here. Pure.
 */
import { ALL_SERVICES, HEADER_BYTES, isOurs, MAX_LABEL, MAX_NAME, Type } from './dns.ts';

export type PacketFault =
  | 'packet too long'
  | 'packet too short'
  | 'neither query nor answer'
  | 'too many records'
  | 'bad name'
  | 'record beyond the packet'
  | 'bytes behind the last record'
  | 'record of another shape';

/** `ours`: speaks of workstations and can be parsed. `foreign`: well-formed, and none of our business. */
export type PacketVerdict = 'ours' | 'foreign' | PacketFault;

/** RFC 6762 §17. */
const MAX_BYTES = 9000;
const MAX_QUESTIONS = 32;
const MAX_RECORDS = 192;
/** Compression needs one or two; each costs time and adds nothing to a name's length. */
const MAX_POINTERS = 16;
/** dns-js takes the length of a text for a pointer from here on. */
const MAX_TEXT = 0xbf;
/** Opcode and response code: zero in multicast DNS (RFC 6762 §18). */
const CODES = 0x780f;

/** Judges a datagram as it came from a socket, in time linear in its size. */
export function checkPacket(bytes: Buffer): PacketVerdict {
  if (bytes.length > MAX_BYTES) return 'packet too long';
  if (bytes.length < HEADER_BYTES) return 'packet too short';
  if ((bytes.readUInt16BE(2) & CODES) !== 0) return 'neither query nor answer';
  const questions = bytes.readUInt16BE(4);
  const records = bytes.readUInt16BE(6) + bytes.readUInt16BE(8) + bytes.readUInt16BE(10);
  if (questions > MAX_QUESTIONS || records > MAX_RECORDS) return 'too many records';

  let at = HEADER_BYTES;
  let ours = false;
  // A label stands in one piece in whatever names it, so most packets need no name spelt out.
  const mayBeOurs = bytes.includes('_printraft') || bytes.includes('_services');
  let fits = true;
  for (let n = 0; n < questions + records; n += 1) {
    const name = readName(bytes, at, mayBeOurs);
    if (name === null) return 'bad name';
    ours ||= isOurs(name.text) || (n < questions && name.text === ALL_SERVICES);
    at = name.end + (n < questions ? 4 : 10);
    if (at > bytes.length) return 'record beyond the packet';
    const type = bytes.readUInt16BE(name.end);
    const kind = bytes.readUInt16BE(name.end + 2);
    fits &&= type !== 0 && kind !== 0;
    if (n < questions) continue;
    const start = at;
    at += bytes.readUInt16BE(start - 2);
    if (at > bytes.length) return 'record beyond the packet';
    fits &&= hasShape(bytes, type, start, at);
  }
  if (at !== bytes.length) return 'bytes behind the last record';
  if (!ours) return 'foreign';
  return fits ? 'ours' : 'record of another shape';
}

type Name = Readonly<{ text: string; end: number }>;

/**
 * The name at an offset, empty unless it is to be spelt out, and where it ends there; null where it breaks
 * RFC 1035 §3.1 or §4.1.4.
 */
function readName(bytes: Buffer, from: number, isSpelt = false): Name | null {
  const labels: string[] = [];
  let at = from;
  let end = -1;
  /** Where this run of labels began: a pointer must lead before it, or it could lead to itself. */
  let run = from;
  let length = 1;
  for (let pointers = 0; ;) {
    const head = bytes[at];
    if (head === undefined) return null;
    if (head === 0) return { text: labels.join('.'), end: end < 0 ? at + 1 : end };
    if (head >= 0xc0) {
      const low = bytes[at + 1];
      if (low === undefined) return null;
      const target = ((head & 0x3f) << 8) | low;
      pointers += 1;
      if (target >= run || target < HEADER_BYTES || pointers > MAX_POINTERS) return null;
      if (end < 0) end = at + 2;
      at = run = target;
      continue;
    }
    length += head + 1;
    if (head > MAX_LABEL || length > MAX_NAME || at + 1 + head > bytes.length) return null;
    if (isSpelt) labels.push(bytes.toString('utf8', at + 1, at + 1 + head));
    at += 1 + head;
  }
}

/** Whether dns-js, which looks at the stated length of few types, ends where the record does. */
function hasShape(bytes: Buffer, type: number, start: number, end: number): boolean {
  const size = end - start;
  switch (type) {
    case Type.A:
      return size === 4;
    case Type.AAAA:
      return size === 16;
    case Type.NS:
    case Type.CNAME:
    case Type.PTR:
      return readName(bytes, start)?.end === end;
    case Type.MX:
      return size > 2 && readName(bytes, start + 2)?.end === end;
    case Type.SRV:
      return size > 6 && readName(bytes, start + 6)?.end === end;
    case Type.SOA: {
      const primary = readName(bytes, start);
      const admin = primary && readName(bytes, primary.end);
      return admin !== null && admin.end + 20 === end;
    }
    case Type.TXT:
      return hasTexts(bytes, start, end);
    case Type.OPT:
      // Without options it is read as if what follows were one.
      return size === 0 ? end === bytes.length : size >= 4 && bytes.readUInt16BE(start + 2) === size - 4;
    case Type.TLSA:
      return size >= 3;
    default:
      return true;
  }
}

function hasTexts(bytes: Buffer, start: number, end: number): boolean {
  if (end - start === 1) return bytes[start] === 0;
  let at = start;
  while (at < end) {
    const length = bytes[at];
    // An empty text between others ends them for dns-js.
    if (length === undefined || length === 0 || length > MAX_TEXT) return false;
    at += 1 + length;
  }
  return at === end && end > start;
}
