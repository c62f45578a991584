/**
 * The text of a file of which nobody said how it is encoded. What was assumed is told, so that a person can look at
 * it; what cannot be told for sure is refused: a colour's name with the wrong letters would be kept for good.
 */
import { placeIn } from './csv.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
export type Decoded =
  | Readonly<{ ok: true; text: string; encoding: Encoding }>
  | Readonly<{ ok: false; line: number; column: number; message: string }>;

/** 0x80 to 0x9f of windows-1252; the five that mean nothing are blank. */
const HIGH = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/** So many bytes are looked at before other work can have a turn. */
const AT_A_TIME = 65_536;

/**
 * The text of a file, without its byte order mark, or the first place where it is none; step by step: between any two of
 * them other work can have a turn. UTF-8; UTF-16 where a mark says so; else windows-1252, if it can be nothing else.
 */
export function* decodeSteps(bytes: Uint8Array): Generator<undefined, Decoded> {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return yield* utf16(bytes, 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return yield* utf16(bytes, 'utf-16be');
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return yield* windows1252(bytes);
  }
}

const refused = (before: string, message: string): Decoded => ({
  ok: false,
  ...placeIn(before, before.length),
  message,
});

function* utf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): Generator<undefined, Decoded> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  const units: number[] = [];
  for (let at = 2; at + 1 < bytes.length; at += 2) {
    units.push(view.getUint16(at, encoding === 'utf-16le'));
    if (units.length < 4_096) continue;
    parts.push(String.fromCharCode(...units.splice(0)));
    yield;
  }
  const text = parts.join('') + String.fromCharCode(...units);
  const lone = text.isWellFormed() ? -1 : text.search(/\p{Surrogate}/u);
  if (lone >= 0) return refused(text.slice(0, lone), 'Half a character: the file is damaged.');
  if (bytes.length % 2 === 1) return refused(text, 'The file ends in the middle of a character.');
  return { ok: true, text, encoding };
}

function* windows1252(bytes: Uint8Array): Generator<undefined, Decoded> {
  const { invalid, beyond } = yield* scanUtf8(bytes);
  const before = (end: number) => new TextDecoder('utf-8').decode(bytes.subarray(0, end));
  if (beyond)
    return refused(
      before(invalid),
      'From here on the letters are encoded in another way than before: save it as UTF-8.',
    );
  const parts: string[] = [];
  let part = '';
  for (const byte of bytes) {
    const character = byte >= 0x80 && byte < 0xa0 ? HIGH.charAt(byte - 0x80) : String.fromCharCode(byte);
    const control = byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d;
    if (control || (character === ' ') !== (byte === 0x20))
      return refused(
        parts.join('') + part,
        `The byte ${byte} is no letter in any encoding that is known here.`,
      );
    part += character;
    if (part.length < 4_096) continue;
    parts.push(part);
    part = '';
    yield;
  }
  return { ok: true, text: parts.join('') + part, encoding: 'windows-1252' };
}

/** Where bytes are no UTF-8 for the first time, and whether any letter beyond ASCII is UTF-8 all the same. */
function* scanUtf8(bytes: Uint8Array): Generator<undefined, Readonly<{ invalid: number; beyond: boolean }>> {
  let [at, invalid, beyond, turn] = [0, bytes.length, false, AT_A_TIME];
  while (at < bytes.length) {
    if (at >= turn) {
      turn = at + AT_A_TIME;
      yield;
    }
    const length = lengthAt(bytes, at);
    if (length > 1) beyond = true;
    if (length === 0) invalid = Math.min(invalid, at);
    at += Math.max(1, length);
  }
  return { invalid, beyond };
}

/** How many bytes the UTF-8 character there has; 0 where there is none. */
function lengthAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + length > bytes.length) return 0;
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i] ?? 0;
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  const second = bytes[at + 1] ?? 0;
  // Too long for what it says, half a UTF-16 pair, or beyond Unicode.
  if ((first === 0xe0 && second < 0xa0) || (first === 0xed && second > 0x9f)) return 0;
  return (first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f) ? 0 : length;
}
