/**
 * What a walk through the queue has passed. The queue's order changes while pages are read: a job that is moved from
 * behind the cursor to before it would be missed. The cursor therefore carries, for each of a few groups of ids, the
 * sum of what was passed of it; where a sum differs from that of what is there in the end, the group is given again.
 */
import { hash } from 'node:crypto';

const GROUPS = 64;
const BYTES = GROUPS * 4;

/** A number for an id, spread over 32 bits, and its group. */
function numberOf(id: string): number {
  return Buffer.from(hash('sha256', id, 'hex').slice(0, 8), 'hex').readUInt32BE();
}

/** The group of an id. */
export const groupOf = (id: string) => numberOf(id) % GROUPS;

export class Passed {
  readonly #sums: Uint32Array;

  /** @param word of an earlier one; what is none counts as nothing passed */
  constructor(word = '') {
    const bytes = Buffer.alloc(BYTES);
    Buffer.from(word, 'base64url').copy(bytes);
    this.#sums = Uint32Array.from({ length: GROUPS }, (_, group) => bytes.readUInt32LE(group * 4));
  }

  add(id: string): void {
    const group = groupOf(id);
    this.#sums[group] = (this.#sums[group] ?? 0) + numberOf(id);
  }

  /** The groups in which this is not the same as what is there. */
  differing(there: Passed): number[] {
    return [...this.#sums.keys()].filter((group) => this.#sums[group] !== there.#sums[group]);
  }

  toString(): string {
    const bytes = Buffer.alloc(BYTES);
    this.#sums.forEach((sum, group) => bytes.writeUInt32LE(sum, group * 4));
    return bytes.toString('base64url');
  }
}
