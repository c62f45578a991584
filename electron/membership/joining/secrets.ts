/**
 * The secret in an invitation or a key file, and how a newcomer proves that it has it.
 *
 * The shop keeps a public key that follows from the secret, and no key that could be used to prove anything: the
 * roster is on every disk, in every backup, and still on a machine that was removed, and none of these may let
 * anybody in. So the proof is a signature (ECDSA on P-256 over SHA-256), and not a MAC.
 */
import {
  createECDH,
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  sign,
  verify,
} from 'node:crypto';

/** 128 bits: nobody guesses it, so the derived public key gives it away to nobody. */
export const SECRET_BYTES = 16;

const CURVE = 'prime256v1';
/** The order of P-256 (FIPS 186-5, SP 800-186 §3.2.1.3). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const POINT_BYTES = 65;
const FORMAT = 'ieee-p1363';

/** How the shop calls it, in its list and in proofs; the secret does not follow from it. */
export function invitationIdOf(secret: Uint8Array): string {
  const hash = createHash('sha256').update('printraft invitation id').update(secret).digest('hex');
  return `i-${hash.slice(0, 24)}`;
}

/** What the roster keeps of it: a public key, 87 characters of base64url. */
export function verifierOf(secret: Uint8Array): string {
  return keysOf(secret).point.toString('base64url');
}

/** Proves to whoever has the verifier that this side has the secret, for exactly this transcript. */
export function prove(secret: Uint8Array, transcript: Uint8Array): string {
  const { scalar, point } = keysOf(secret);
  const key = createPrivateKey({
    key: { ...jwk(point), d: scalar.toString('base64url') },
    format: 'jwk',
  });
  return sign('sha256', transcript, { key, dsaEncoding: FORMAT }).toString('base64url');
}

/** Whether that is a proof of the verifier's secret for this transcript. Garbage is none, and never throws. */
export function isProof(verifier: string, transcript: Uint8Array, proof: string): boolean {
  const point = Buffer.from(verifier, 'base64url');
  if (point.length !== POINT_BYTES) return false;
  try {
    const key = createPublicKey({ key: jwk(point), format: 'jwk' });
    const signature = Buffer.from(proof, 'base64url');
    return verify('sha256', transcript, { key, dsaEncoding: FORMAT }, signature);
  } catch {
    return false;
  }
}

/** 128 bits more than the order has, so that the remainder is as good as uniform (FIPS 186-5 A.2.1). */
function keysOf(secret: Uint8Array): { scalar: Buffer; point: Buffer } {
  const wide = Buffer.from(hkdfSync('sha256', secret, '', 'printraft invitation key', 48));
  const scalar = Buffer.from(
    ((BigInt(`0x${wide.toString('hex')}`) % (ORDER - 1n)) + 1n).toString(16).padStart(64, '0'),
    'hex',
  );
  const ecdh = createECDH(CURVE);
  ecdh.setPrivateKey(scalar);
  return { scalar, point: ecdh.getPublicKey() };
}

/** An uncompressed point: 4, x, y (SEC 1 §2.3.3). */
function jwk(point: Buffer) {
  const [x, y] = [point.subarray(1, 33), point.subarray(33)];
  return { kty: 'EC', crv: 'P-256', x: x.toString('base64url'), y: y.toString('base64url') };
}
