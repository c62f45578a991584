/**
 * Key pairs of nodes and authorities: ECDSA on P-256, since Electron's BoringSSL fails Ed25519 certificates.
 * At rest and on the wire they are base64: PKCS8 for what is secret, SPKI for what is not.
 */
import { createPrivateKey, createPublicKey, webcrypto } from 'node:crypto';

export const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** `privateKey`: PKCS8, `publicKey`: SPKI; DER, base64. */
export type KeyPair = Readonly<{ privateKey: string; publicKey: string }>;

export async function createKeyPair(): Promise<KeyPair> {
  const keys = await webcrypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);
  const [pkcs8, spki] = await Promise.all([
    webcrypto.subtle.exportKey('pkcs8', keys.privateKey),
    webcrypto.subtle.exportKey('spki', keys.publicKey),
  ]);
  return {
    privateKey: Buffer.from(pkcs8).toString('base64'),
    publicKey: Buffer.from(spki).toString('base64'),
  };
}

/** The public half, SPKI base64, of a private key, PKCS8 base64. Throws on what is none. */
export function publicKeyOf(privateKey: string): string {
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');
}
