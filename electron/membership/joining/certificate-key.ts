/** The key in a certificate that TLS was spoken with, which is all that counts of it here. */
import { X509Certificate } from 'node:crypto';
import { fingerprintOf } from '../identity/fingerprint.ts';

/** Its fingerprint; null for what is no certificate (DER). */
export function keyOfCertificate(certificate: Uint8Array): string | null {
  const publicKey = publicKeyIn(certificate);
  return publicKey === null ? null : fingerprintOf(publicKey);
}

/** The key itself, SPKI; null for what is no certificate (DER). */
export function publicKeyIn(certificate: Uint8Array): Buffer | null {
  try {
    const { publicKey } = new X509Certificate(certificate);
    return publicKey.export({ format: 'der', type: 'spki' });
  } catch {
    return null;
  }
}
