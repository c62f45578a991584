/** Whether what was handed over is what a member of that shop needs: found out before it is written to disk. */
import { X509Certificate } from 'node:crypto';
import { publicKeyOf } from '../identity/keys.ts';
import { fingerprintOf } from '../identity/fingerprint.ts';
import { readLeafName } from '../identity/names.ts';
import { leadsOnFrom } from './authority-proof.ts';
import type { Grant } from './protocol.ts';

export type Expected = Readonly<{
  clusterId: string;
  node: string;
  /** Fingerprint of the newcomer's public key. */
  key: string;
  /** The authority that proved itself: DER, base64. It may have a successor since. */
  authority: string;
}>;

/** Never throws. */
export function isUsable({ leaf, chain, authorityKey }: Grant, expected: Expected): boolean {
  const newest = chain.at(-1);
  if (newest === undefined || !leadsOnFrom(expected.authority, chain)) return false;
  try {
    const own = new X509Certificate(Buffer.from(leaf, 'base64'));
    const signer = new X509Certificate(Buffer.from(newest, 'base64'));
    const name = readLeafName(own.subjectAltName);
    return (
      name?.clusterId === expected.clusterId &&
      name.node === expected.node &&
      fingerprintOf(spkiOf(own)) === expected.key &&
      own.verify(signer.publicKey) &&
      spkiOf(signer).equals(Buffer.from(publicKeyOf(authorityKey.key), 'base64'))
    );
  } catch {
    return false;
  }
}

function spkiOf({ publicKey }: X509Certificate): Buffer {
  return publicKey.export({ format: 'der', type: 'spki' });
}
