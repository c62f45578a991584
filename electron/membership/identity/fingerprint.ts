/** What a public key is known by. */
import { createHash } from 'node:crypto';

/** SHA-256 of a public key (SPKI, DER), base64url: 43 characters. */
export function fingerprintOf(spki: Uint8Array): string {
  return createHash('sha256').update(spki).digest('base64url');
}
