/**
 * The digest of a replica's state: the sum modulo 2^256 of the SHA-256 of each of its items. A sum
 * does not depend on order and is kept up by adding and subtracting single items.
 */
import { createHash } from 'node:crypto';

const MODULUS = 1n << 256n;

/** SHA-256 of an item's canonical text, as a number. */
function hash(item: string): bigint {
  return BigInt(`0x${createHash('sha256').update(item).digest('hex')}`);
}

export class Digest {
  #sum: bigint;

  /** @param hex a digest as `toString` gives it; empty state when left out. */
  constructor(hex?: string) {
    this.#sum = hex === undefined ? 0n : BigInt(`0x${hex}`);
  }

  add(item: string): void {
    this.#sum = (this.#sum + hash(item)) % MODULUS;
  }

  remove(item: string): void {
    this.#sum = (this.#sum - hash(item) + MODULUS) % MODULUS;
  }

  /** 64 hexadecimal digits. */
  toString(): string {
    return this.#sum.toString(16).padStart(64, '0');
  }
}
