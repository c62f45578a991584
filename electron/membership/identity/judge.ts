/**
 * Who is at the other end of a link, by certificates alone. TLS has proved that the peer holds the leaf's key;
 * whether that key belongs to the shop is decided here and not by OpenSSL, because no date may matter, and
 * because somebody who was away must not refuse a leader that joined meanwhile. Pure; garbage never throws.
 */
import { X509Certificate } from 'node:crypto';
import { fingerprintOf } from './fingerprint.ts';
import { readAuthorityName, readIssuer, readLeafName } from './names.ts';

/** Sizes beyond which nothing is looked at. */
export const MAX_CERTIFICATE_BYTES = 4_096;
/** How many authorities a peer may show, and so how many removals somebody may have been away for. */
export const MAX_CHAIN = 64;

export type KnownAuthority = Readonly<{ generation: number; certificate: string }>;

/** What this node knows of its shop. */
export type Trust = Readonly<{
  clusterId: string;
  epoch: number;
  /** As the roster has them, oldest first; certificates in DER, base64. */
  authorities: readonly KnownAuthority[];
  /** Members' key fingerprints by node id. */
  memberKeys: ReadonlyMap<string, string>;
  /** Ids that are removed for good. */
  tombstones: ReadonlySet<string>;
}>;

export type Shown = Readonly<{
  /** The certificate that TLS was spoken with, DER. */
  leaf: Uint8Array;
  /** Authorities that the peer knows of, DER in base64, oldest first and without a gap. */
  chain: readonly string[];
}>;

export type PeerRefusal =
  'malformed' | 'otherShop' | 'otherEpoch' | 'unknownAuthority' | 'oldAuthority' | 'otherKey' | 'removed';

export type Judgement =
  | Readonly<{ ok: true; node: string; key: string }>
  | Readonly<{ ok: false; reason: PeerRefusal; sentence: string }>;

/** `key` is the fingerprint of the peer's public key. */
export function judgePeer(shown: Shown, trust: Trust): Judgement {
  const leaf = parse(shown.leaf);
  const name = leaf === null ? null : readLeafName(leaf.subjectAltName);
  const spki = leaf === null ? null : spkiOf(leaf);
  if (leaf === null || name === null || spki === null || leaf.ca)
    return refuse('malformed', 'its certificate is not one of a PrintRaft workstation');
  const { node } = name;
  if (name.clusterId !== trust.clusterId) return refuse('otherShop', 'it belongs to another shop');
  if (name.epoch !== trust.epoch)
    return refuse('otherEpoch', `it is at epoch ${name.epoch} of the shop, this one at ${trust.epoch}`);

  const signer = signerOf(leaf, shown.chain, trust);
  if (signer === null)
    return refuse('unknownAuthority', 'its certificate is signed by no authority of this shop');
  if (trust.tombstones.has(node)) return refuse('removed', 'it was removed from the shop');
  const key = fingerprintOf(spki);
  const known = trust.memberKeys.get(node);
  if (known === undefined && signer === 'earlier')
    return refuse('oldAuthority', 'its certificate is from before a removal, and it is not a member');
  if (known !== undefined && known !== key)
    return refuse('otherKey', 'it has another key than the workstation of that id');
  return { ok: true, node, key };
}

/** `later`: one that this node has not heard of, and that the newest it knows vouches for. */
type Signer = 'newest' | 'earlier' | 'later';

function signerOf(leaf: X509Certificate, chain: readonly string[], trust: Trust): Signer | null {
  const claimed = readIssuer(leaf.issuer);
  const newest = trust.authorities.at(-1);
  if (claimed === null || newest === undefined) return null;
  if (claimed > newest.generation)
    return isVouchedFor(leaf, claimed, chain, newest, trust.clusterId) ? 'later' : null;
  const known = trust.authorities.find(({ generation }) => generation === claimed);
  const certificate = known === undefined ? null : parse(Buffer.from(known.certificate, 'base64'));
  if (certificate === null || !isSignedBy(leaf, certificate)) return null;
  return claimed === newest.generation ? 'newest' : 'earlier';
}

/**
 * Signature by signature from the newest authority known here up to the one that signed the leaf. A stranger's
 * claims cost this node one signature: the first step that is not vouched for is the last that is looked at.
 */
function isVouchedFor(
  leaf: X509Certificate,
  claimed: number,
  chain: readonly string[],
  newest: KnownAuthority,
  clusterId: string,
): boolean {
  if (chain.length > MAX_CHAIN || claimed - newest.generation > MAX_CHAIN) return false;
  const first = readAuthority(chain[0], clusterId)?.generation;
  let signer = parse(Buffer.from(newest.certificate, 'base64'));
  if (first === undefined || signer === null) return false;
  for (let generation = newest.generation + 1; generation <= claimed; generation++) {
    const next = readAuthority(chain[generation - first], clusterId);
    if (next?.generation !== generation || !isSignedBy(next.certificate, signer)) return false;
    signer = next.certificate;
  }
  return isSignedBy(leaf, signer);
}

function readAuthority(text: string | undefined, clusterId: string) {
  if (text === undefined || text.length > MAX_CERTIFICATE_BYTES) return null;
  const certificate = parse(Buffer.from(text, 'base64'));
  if (certificate?.ca !== true || spkiOf(certificate) === null) return null;
  const name = readAuthorityName(certificate.subjectAltName);
  return name?.clusterId === clusterId ? { certificate, generation: name.generation } : null;
}

function isSignedBy(certificate: X509Certificate, signer: X509Certificate): boolean {
  try {
    return certificate.verify(signer.publicKey);
  } catch {
    return false;
  }
}

function parse(der: Uint8Array): X509Certificate | null {
  if (der.length === 0 || der.length > MAX_CERTIFICATE_BYTES) return null;
  try {
    return new X509Certificate(der);
  } catch {
    return null;
  }
}

/** Null for a key of another kind than ours. */
function spkiOf(certificate: X509Certificate): Buffer | null {
  try {
    const { publicKey } = certificate;
    if (publicKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return null;
    return publicKey.export({ format: 'der', type: 'spki' });
  } catch {
    return null;
  }
}

function refuse(reason: PeerRefusal, sentence: string): Judgement {
  return { ok: false, reason, sentence };
}
