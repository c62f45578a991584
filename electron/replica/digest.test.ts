import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Digest } from './digest.ts';

const sha256 = (item: string) => BigInt(`0x${createHash('sha256').update(item).digest('hex')}`);
const MODULUS = 2n ** 256n;
const step = fc.record({ remove: fc.boolean(), item: fc.string({ unit: 'binary', maxLength: 8 }) });

describe('the digest', () => {
  it('is the sum modulo 2^256 of the SHA-256 of its items', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let sum = 0n;
        const digest = new Digest();
        const take = ({ remove, item }: { remove: boolean; item: string }) => {
          sum = (sum + (remove ? -1n : 1n) * sha256(item) + MODULUS) % MODULUS;
          if (remove) digest.remove(item);
          else digest.add(item);
        };
        steps.forEach(take);
        expect(digest.toString()).toBe(sum.toString(16).padStart(64, '0'));
      }),
    );
  });

  it('of an empty state is zero', () => {
    const digest = new Digest();
    digest.add('x');
    digest.remove('x');
    expect(digest.toString()).toBe('0'.repeat(64));
    expect(new Digest().toString()).toBe('0'.repeat(64));
  });
});
