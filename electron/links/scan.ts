/**
 * A look over MessagePack bytes before they are decoded. The decoder allocates an array as long as its
 * header claims: a few bytes, nested, would cost gigabytes. So first, without allocating: is
 * everything there that the headers promise, is it shallow and not too many pieces, and is it only
 * what links use (nil, booleans, numbers, UTF-8 strings, binary, arrays, maps with string keys)?
 * https://github.com/msgpack/msgpack/blob/master/spec.md
 */
import { isUtf8 } from 'node:buffer';

/** Messages nest entries, payloads, configurations and commands: far fewer levels than this. */
export const MAX_DEPTH = 16;
/** Values in one frame, keys included. 10,000 entries of a log have 16 each at most. */
export const MAX_VALUES = 250_000;

/** Below this length, looking at each byte is quicker than the native call. */
const SHORT = 24;

/** Whether these bytes are exactly one value within the bounds above. Allocates nothing to speak of. */
export function isSound(bytes: Uint8Array): boolean {
  const left: number[] = []; // Values still due at each level.
  const keyed: boolean[] = []; // Whether that level is a map; keys stand where an even number is due.
  let depth = 0;
  let values = 0;
  let at = 0;
  let due = 1;
  let inMap = false;

  for (;;) {
    while (due === 0) {
      if (depth === 0) return at === bytes.length;
      depth--;
      due = left[depth] ?? 0;
      inMap = keyed[depth] ?? false;
    }
    if (++values > MAX_VALUES) return false;
    const isKey = inMap && due % 2 === 0;
    due--;
    const piece = readPiece(bytes, at);
    if (piece === null || (isKey && piece.kind !== 'string')) return false;
    at = piece.next;
    if (piece.kind !== 'array' && piece.kind !== 'map') continue;

    const count = piece.kind === 'map' ? piece.count * 2 : piece.count;
    if (count > bytes.length - at || depth === MAX_DEPTH) return false;
    left[depth] = due;
    keyed[depth] = inMap;
    depth++;
    due = count;
    inMap = piece.kind === 'map';
  }
}

type Piece = { kind: 'scalar' | 'string' | 'array' | 'map'; count: number; next: number };
/** One for all calls: this runs for every value of every frame. */
const piece: Piece = { kind: 'scalar', count: 0, next: 0 };

/** The header at `at` and what belongs to it (for an array or map only the header), or null. */
function readPiece(bytes: Uint8Array, at: number): Piece | null {
  const head = bytes[at];
  if (head === undefined) return null;
  if (head < 0x80 || head >= 0xe0) return scalar(bytes, at + 1);
  if (head < 0x90) return container('map', head & 0x0f, at + 1);
  if (head < 0xa0) return container('array', head & 0x0f, at + 1);
  if (head < 0xc0) return text(bytes, at + 1, head & 0x1f);
  switch (head) {
    case 0xc0: // nil
    case 0xc2: // false
    case 0xc3: // true
      return scalar(bytes, at + 1);
    case 0xc4: // bin 8, 16, 32
    case 0xc5:
    case 0xc6: {
      const width = 1 << (head - 0xc4);
      return scalar(bytes, at + 1 + width + lengthAt(bytes, at + 1, width));
    }
    case 0xca: // float 32, 64
    case 0xcb:
      return scalar(bytes, at + 1 + (head === 0xca ? 4 : 8));
    case 0xcc: // uint 8, 16, 32, 64
    case 0xcd:
    case 0xce:
    case 0xcf:
      return scalar(bytes, at + 1 + (1 << (head - 0xcc)));
    case 0xd0: // int 8, 16, 32, 64
    case 0xd1:
    case 0xd2:
    case 0xd3:
      return scalar(bytes, at + 1 + (1 << (head - 0xd0)));
    case 0xd9: // str 8, 16, 32
    case 0xda:
    case 0xdb: {
      const width = 1 << (head - 0xd9);
      return text(bytes, at + 1 + width, lengthAt(bytes, at + 1, width));
    }
    case 0xdc: // array 16, 32
    case 0xdd:
    case 0xde: // map 16, 32
    case 0xdf: {
      const width = head % 2 === 0 ? 2 : 4;
      return container(head < 0xde ? 'array' : 'map', lengthAt(bytes, at + 1, width), at + 1 + width);
    }
    default: // Extension types and 0xc1, which is never used.
      return null;
  }
}

function scalar(bytes: Uint8Array, next: number): Piece | null {
  if (next > bytes.length) return null;
  piece.kind = 'scalar';
  piece.next = next;
  return piece;
}

function container(kind: 'array' | 'map', count: number, next: number): Piece {
  piece.kind = kind;
  piece.count = count;
  piece.next = next;
  return piece;
}

function text(bytes: Uint8Array, start: number, length: number): Piece | null {
  const end = start + length;
  if (end > bytes.length || !isText(bytes, start, end)) return null;
  piece.kind = 'string';
  piece.next = end;
  return piece;
}

/** The decoder takes broken UTF-8 for lone surrogates, which no JSON file could hold faithfully. */
function isText(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > SHORT) return isUtf8(bytes.subarray(start, end));
  for (let at = start; at < end; at++) {
    if ((bytes[at] ?? 0) >= 0x80) return isUtf8(bytes.subarray(start, end));
  }
  return true;
}

/** Big-endian; infinite where the bytes end too early, so that whatever is that long does not fit. */
function lengthAt(bytes: Uint8Array, at: number, width: number): number {
  if (at + width > bytes.length) return Infinity;
  let length = 0;
  for (let n = 0; n < width; n++) length = length * 256 + (bytes[at + n] ?? 0);
  return length;
}
