/**
 * How a member shows a newcomer that it belongs to the shop: it signs the connection with the key of the shop's
 * newest authority. Its own certificate would not do: it may be from before a removal, and of those only members know
 * which count. Whoever was removed does not have the newest key.
 */
import { createPrivateKey, sign, verify, X509Certificate } from 'node:crypto';
import { fingerprintOf } from '../identity/fingerprint.ts';
import { isAnchoredBy } from './anchor.ts';

const FORMAT = 'ieee-p1363';

/** `privateKey`: PKCS #8, base64. Throws on what is no key. */
export function signAsAuthority(privateKey: string, transcript: Uint8Array): string {
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
  return sign('sha256', transcript, { key, dsaEncoding: FORMAT }).toString('base64url');
}

export type AuthorityClaim = Readonly<{
  /** DER, base64, oldest first. */
  authorities: readonly string[];
  transcript: Uint8Array;
  proof: string;
}>;

/**
 * Whether the newest of these authorities signed that, and each is vouched for by the one before: from the anchored
 * one on, or from the first that is shown where there is no anchor. Garbage never throws.
 */
export function judgeAuthority(
  { authorities, transcript, proof }: AuthorityClaim,
  anchor: string | null,
): 'ok' | 'otherShop' | 'malformed' {
  try {
    const shown = authorities.map(parse);
    const start =
      anchor === null ? 0 : shown.findLastIndex(({ fingerprint }) => isAnchoredBy(fingerprint, anchor));
    if (start === -1) return 'otherShop';
    const line = shown.slice(start).map(({ certificate }) => certificate);
    const [newest] = line.slice(-1);
    if (newest === undefined || !isLine(line)) return 'malformed';
    const signature = Buffer.from(proof, 'base64url');
    const key = { key: newest.publicKey, dsaEncoding: FORMAT } as const;
    return verify('sha256', transcript, key, signature) ? 'ok' : 'otherShop';
  } catch {
    return 'malformed';
  }
}

/** Whether the line leads on from an authority that is known: through it, signature by signature. */
export function leadsOnFrom(known: string, authorities: readonly string[]): boolean {
  try {
    const line = authorities.map((text) => parse(text).certificate);
    const at = line.findIndex(({ raw }) => raw.equals(Buffer.from(known, 'base64')));
    return at !== -1 && isLine(line.slice(at));
  } catch {
    return false;
  }
}

function isLine(line: readonly X509Certificate[]): boolean {
  return line.every((certificate, at) => {
    const signer = line[at - 1];
    return certificate.ca && (signer === undefined || certificate.verify(signer.publicKey));
  });
}

function parse(text: string): { certificate: X509Certificate; fingerprint: string } {
  const certificate = new X509Certificate(Buffer.from(text, 'base64'));
  const spki = certificate.publicKey.export({ format: 'der', type: 'spki' });
  return { certificate, fingerprint: fingerprintOf(spki) };
}
