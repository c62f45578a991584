import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commitmentTo, digitsOf, opens } from './digits.ts';
import { type Binding, transcriptOf } from './transcript.ts';

const drawn = (text: string) => createHash('sha256').update(text).digest('base64url');
const binding: Binding = {
  clusterId: 'c'.repeat(32),
  newcomer: { node: 'n-1', name: 'Laser-PC', key: drawn('newcomer') },
  memberKey: drawn('member'),
  newcomerNonce: drawn('1'),
  memberNonce: drawn('2'),
};
const bits = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('base64url'));

describe('the six digits', () => {
  it('are as likely as each other', () => {
    // Fixed draws: the same figure in every run. 99 degrees of freedom; 148 is exceeded once in a thousand.
    const counts = new Map<string, number>();
    const draws = 20_000;
    for (let n = 0; n < draws; n++) {
      const digits = digitsOf(drawn(`a${n}`), drawn(`b${n}`), binding);
      expect(digits).toHaveLength(6);
      for (const place of [digits.slice(0, 2), `-${digits.slice(4)}`])
        counts.set(place, (counts.get(place) ?? 0) + 1);
    }
    for (const side of [true, false]) {
      const found = [...counts].filter(([place]) => place.startsWith('-') === side).map(([, count]) => count);
      const expected = draws / 100;
      expect(found).toHaveLength(100);
      expect(found.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)).toBeLessThan(148);
    }
  });

  it('follow from everything that both sides know of the connection', () => {
    const plain = digitsOf(drawn('a'), drawn('b'), binding);
    const { newcomer } = binding;
    for (const other of [
      { ...binding, clusterId: 'd'.repeat(32) },
      { ...binding, memberKey: newcomer.key },
      { ...binding, newcomer: { ...newcomer, key: binding.memberKey } },
      { ...binding, newcomer: { ...newcomer, name: 'Laser-PC ' } },
      { ...binding, newcomer: { ...newcomer, node: 'n-2' } },
      { ...binding, newcomerNonce: binding.memberNonce },
      { ...binding, memberNonce: binding.newcomerNonce },
    ])
      expect(digitsOf(drawn('a'), drawn('b'), other)).not.toBe(plain);
    expect(digitsOf(drawn('b'), drawn('a'), binding)).not.toBe(plain);
  });
});

describe('a commitment', () => {
  it('is opened by what it was made of, by its own side, on its own connection', () => {
    fc.assert(
      fc.property(bits, bits, (nonce, other) => {
        fc.pre(nonce !== other);
        const commitment = commitmentTo(nonce, 'newcomer', binding);
        expect(opens(nonce, commitment, 'newcomer', binding)).toBe(true);
        expect(opens(other, commitment, 'newcomer', binding)).toBe(false);
        expect(opens(nonce, commitment, 'member', binding)).toBe(false);
        expect(opens(nonce, commitment, 'newcomer', { ...binding, memberKey: other })).toBe(false);
      }),
    );
  });
});

describe('a transcript', () => {
  it('never stands for another purpose, or other parts', () => {
    const text = fc.string({ unit: 'binary' });
    const purpose = fc.oneof(
      fc.record({ purpose: fc.constant('authority' as const) }),
      fc.record({ purpose: fc.constant('invitation' as const), invitation: text }),
      fc.record({
        purpose: fc.constant('commitment' as const),
        by: fc.constantFrom('newcomer' as const, 'member' as const),
        opening: text,
      }),
      fc.record({ purpose: fc.constant('digits' as const), newcomerOpening: text, memberOpening: text }),
    );
    const key = (value: unknown) => JSON.stringify(value, Object.keys(Object(value) as object).sort());
    fc.assert(
      fc.property(purpose, purpose, (one, other) => {
        fc.pre(key(one) !== key(other));
        expect(Buffer.compare(transcriptOf(binding, one), transcriptOf(binding, other))).not.toBe(0);
      }),
    );
  });
});
