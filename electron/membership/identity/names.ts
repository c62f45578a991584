/**
 * What certificates say of whom they are for, as one URI among the subject's alternative names. Parts are
 * percent-encoded, so that an id of any characters is told apart from the punctuation around it.
 */

export type LeafName = Readonly<{ clusterId: string; epoch: number; node: string }>;
export type AuthorityName = Readonly<{ clusterId: string; generation: number }>;

const LEAF = /^URI:printraft:([^/,\s"]+)\/(\d{1,15})\/([^/,\s"]+)$/;
const AUTHORITY = /^URI:printraft-authority:([^/,\s"]+)\/(\d{1,15})$/;
const ISSUER = /^CN=PrintRaft authority (\d{1,15})$/m;

/** Throws URIError on an id that is not well-formed Unicode. */
export function leafUri({ clusterId, epoch, node }: LeafName): string {
  return `printraft:${encode(clusterId)}/${epoch}/${encode(node)}`;
}

export function authorityUri({ clusterId, generation }: AuthorityName): string {
  return `printraft-authority:${encode(clusterId)}/${generation}`;
}

export function authorityCommonName(generation: number): string {
  return `PrintRaft authority ${generation}`;
}

/** Reads `X509Certificate.subjectAltName`; null unless it is one name of ours and nothing else. */
export function readLeafName(subjectAltName: string | undefined): LeafName | null {
  const [, clusterId, epoch, node] = LEAF.exec(subjectAltName ?? '') ?? [];
  if (clusterId === undefined || epoch === undefined || node === undefined) return null;
  const decoded = { clusterId: decode(clusterId), node: decode(node) };
  if (decoded.clusterId === null || decoded.node === null) return null;
  return { clusterId: decoded.clusterId, epoch: Number(epoch), node: decoded.node };
}

/** As `readLeafName`, of an authority's certificate. */
export function readAuthorityName(subjectAltName: string | undefined): AuthorityName | null {
  const [, encoded, generation] = AUTHORITY.exec(subjectAltName ?? '') ?? [];
  if (encoded === undefined || generation === undefined) return null;
  const clusterId = decode(encoded);
  return clusterId === null ? null : { clusterId, generation: Number(generation) };
}

/** Which authority a certificate claims to be signed by: where to look for the key, and no more. */
export function readIssuer(issuer: string): number | null {
  const generation = ISSUER.exec(issuer)?.[1];
  return generation === undefined ? null : Number(generation);
}

/** Quotes too, which Node would quote again when it shows a name. */
function encode(part: string): string {
  return encodeURIComponent(part).replaceAll("'", '%27');
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
