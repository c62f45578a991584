/** The key in a certificate that TLS was spoken with, which is all that counts of it here. */
import { X509Certificate } from 'node:crypto';
import { fingerprintOf } from '../identity/fingerprint.ts';

/** Its fingerprint; null for what is no certificate (DER). */
export function keyOfCertificate(certificate: Uint8Array): string | null {
  try {
    const { publicKey } = new X509Certificate(certificate);
    return fingerprintOf(publicKey.export({ format: 'der', type: 'spki' }));
  } catch {
    return null;
  }
}
