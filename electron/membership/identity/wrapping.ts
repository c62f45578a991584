/** The authority's key at rest: AES-256-GCM under a key that follows from the node's own private key. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * @param secret PKCS8 of the authority, base64
 * @param nodeKey PKCS8 of the node, base64
 * @param label what it is, so that one thing wrapped cannot stand for another
 */
export function wrap(secret: string, nodeKey: string, label: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, wrappingKey(nodeKey), iv).setAAD(Buffer.from(label));
  const sealed = Buffer.concat([cipher.update(Buffer.from(secret, 'base64')), cipher.final()]);
  return Buffer.concat([iv, sealed, cipher.getAuthTag()]).toString('base64');
}

/** What `wrap` was given; throws where it was another key, another label, or the bytes changed. */
export function unwrap(wrapped: string, nodeKey: string, label: string): string {
  const bytes = Buffer.from(wrapped, 'base64');
  if (bytes.length <= IV_BYTES + TAG_BYTES) throw new RangeError('too short to hold a key');
  const decipher = createDecipheriv(CIPHER, wrappingKey(nodeKey), bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(label)).setAuthTag(bytes.subarray(-TAG_BYTES));
  const sealed = bytes.subarray(IV_BYTES, -TAG_BYTES);
  return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('base64');
}

function wrappingKey(nodeKey: string): Buffer {
  return Buffer.from(
    hkdfSync('sha256', Buffer.from(nodeKey, 'base64'), '', 'printraft authority key at rest', 32),
  );
}
