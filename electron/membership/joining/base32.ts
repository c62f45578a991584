/**
 * Crockford's base 32 (https://www.crockford.com/base32.html): for texts that people read out, type and paste. Case
 * does not matter, O is 0, I and L are 1, and U does not occur.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Each character that has a meaning. No `toUpperCase`: it would give letters of other alphabets one too. */
const VALUES: ReadonlyMap<string, number> = new Map([
  ...Array.from(ALPHABET).flatMap((letter, value): [string, number][] => [
    [letter, value],
    [letter.toLowerCase(), value],
  ]),
  ...Array.from('Oo').map((letter): [string, number] => [letter, 0]),
  ...Array.from('IiLl').map((letter): [string, number] => [letter, 1]),
]);

export function encodeBase32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5;) {
      bits -= 5;
      text += ALPHABET.charAt((held >>> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + ALPHABET.charAt((held << (5 - bits)) & 31);
}

/** What stands for those bytes; null where a character has no meaning. Bits that fill no byte are in `rest`. */
export function decodeBase32(text: string): { bytes: Uint8Array; rest: number } | null {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const character of text) {
    const value = VALUES.get(character);
    if (value === undefined) return null;
    held = (held << 5) | value;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push(held >>> bits);
    held &= (1 << bits) - 1;
  }
  return { bytes: Uint8Array.from(bytes), rest: held };
}

/** How many characters so many bytes take. */
export function base32Length(bytes: number): number {
  return Math.ceil((bytes * 8) / 5);
}
