import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Invitation } from '../roster/types.ts';
import { invitationIdOf, isProof, prove, SECRET_BYTES, verifierOf } from './secrets.ts';

const secret = fc.uint8Array({ minLength: SECRET_BYTES, maxLength: SECRET_BYTES });
const some = randomBytes(SECRET_BYTES);
const transcript = Buffer.from('who, with whom, and when');

describe('the secret of an invitation', () => {
  it('is proved for one transcript, and for no other', () => {
    fc.assert(
      fc.property(secret, fc.uint8Array({ minLength: 1 }), fc.nat(), (held, said, place) => {
        const proof = prove(held, said);
        const other = Uint8Array.from(said);
        other[place % said.length]! ^= 1;
        expect(isProof(verifierOf(held), said, proof)).toBe(true);
        expect(isProof(verifierOf(held), other, proof)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it('is not proved by another secret', () => {
    expect(isProof(verifierOf(some), transcript, prove(randomBytes(SECRET_BYTES), transcript))).toBe(false);
  });

  it('is not proved by what the shop keeps of it', () => {
    const verifier = verifierOf(some);
    const point = Buffer.from(verifier, 'base64url');
    for (const stolen of [point, point.subarray(1, 17), Buffer.from(invitationIdOf(some))])
      expect(isProof(verifier, transcript, prove(stolen, transcript))).toBe(false);
  });

  it('gives the same verifier and id each time, which fit the roster', () => {
    const row = { id: invitationIdOf(some), label: '', kind: 'keyFile', usesLeft: null, until: 0 } as const;
    expect(Invitation.safeParse({ ...row, verifier: verifierOf(some) }).success).toBe(true);
    expect(verifierOf(Uint8Array.from(some))).toBe(verifierOf(some));
    expect(invitationIdOf(Uint8Array.from(some))).toBe(invitationIdOf(some));
  });

  it('is proved by nothing that is no signature, under nothing that is no key', () => {
    const proof = prove(some, transcript);
    for (const garbage of ['', 'AAAA', '!', 'A'.repeat(86), 'A'.repeat(10_000)]) {
      expect(isProof(verifierOf(some), transcript, garbage)).toBe(false);
      expect(isProof(garbage, transcript, proof)).toBe(false);
    }
    expect(isProof(Buffer.alloc(65, 4).toString('base64url'), transcript, proof)).toBe(false);
  });
});
