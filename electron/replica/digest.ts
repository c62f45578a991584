/**
 * The digest of a replica's state: the sum modulo 2^256 of the SHA-256 of each of its items. A sum
 * does not depend on order and is kept up by adding and subtracting single items.
 */
import { hash } from 'node:crypto';

/** The sum is kept in limbs of 32 bits, the most significant first: big integers cost five times as much. */
const LIMBS = 8;
const LIMB = 2 ** 32;

export class Digest {
  readonly #sum = new Uint32Array(LIMBS);

  add(item: string): void {
    this.#plus(item, 1);
  }

  remove(item: string): void {
    this.#plus(item, -1);
  }

  /** 64 hexadecimal digits. */
  toString(): string {
    return Array.from(this.#sum, (limb) => limb.toString(16).padStart(8, '0')).join('');
  }

  #plus(item: string, sign: 1 | -1): void {
    // As text of 32 characters below 256: the cheapest form in which Node hands out a hash.
    const bytes = hash('sha256', item, 'binary');
    let carry = 0;
    for (let i = LIMBS - 1; i >= 0; i--) {
      const sum = (this.#sum[i] ?? 0) + sign * limbAt(bytes, i * 4) + carry;
      this.#sum[i] = sum; // Stored modulo 2^32.
      carry = Math.floor(sum / LIMB);
    }
  }
}

function limbAt(bytes: string, at: number): number {
  return (
    bytes.charCodeAt(at) * 0x1_00_00_00 +
    bytes.charCodeAt(at + 1) * 0x1_00_00 +
    bytes.charCodeAt(at + 2) * 0x1_00 +
    bytes.charCodeAt(at + 3)
  );
}
