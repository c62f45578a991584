/**
 * The shop's own certificate authority: makes its certificates and those of its members. Certificates are
 * DER, keys PKCS8 and SPKI, all in base64. Their dates are for the eyes of tools: nobody of ours looks at
 * them, because a clock may be off by a year, and removal, not expiry, ends a certificate (`judge.ts`).
 */
import 'reflect-metadata'; // Before x509, which needs it.
import { randomBytes, webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  type JsonName,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { createKeyPair, ECDSA, publicKeyOf } from './keys.ts';
import { authorityCommonName, authorityUri, type LeafName, leafUri } from './names.ts';

export type Authority = Readonly<{
  /** 0 for the first; each one that replaces another is one higher. */
  generation: number;
  certificate: string;
  privateKey: string;
}>;

export type AuthorityRequest = Readonly<{
  clusterId: string;
  generation: number;
  /** Whose successor it is; exactly generation 0 has none, and signs itself. */
  parent?: Pick<Authority, 'generation' | 'privateKey'>;
}>;

export type LeafRequest = LeafName & Readonly<{ publicKey: string }>;

/** A certificate cannot be made from what was given; the message is one sentence. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
}

const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;
const YEARS = 20;

/** A new authority with a key of its own. Rejects with CertificateError. */
export async function createAuthority({
  clusterId,
  generation,
  parent,
}: AuthorityRequest): Promise<Authority> {
  if (generation !== (parent === undefined ? 0 : parent.generation + 1))
    throw new CertificateError(`An authority of generation ${generation} cannot follow from its parent.`);
  const { privateKey, publicKey } = await createKeyPair();
  const certificate = await sign({
    subject: commonName(authorityCommonName(generation)),
    publicKey,
    issuer: {
      name: commonName(authorityCommonName(parent?.generation ?? 0)),
      key: parent?.privateKey ?? privateKey,
    },
    extensions: () => [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
      uriExtension(authorityUri({ clusterId, generation })),
    ],
  });
  return { generation, certificate, privateKey };
}

/**
 * A member's certificate, for both ends of a link. Whoever has it signed belongs: only after the log says so.
 * Rejects with CertificateError where the key is none of ours or a name cannot be written.
 */
export async function issueLeaf(
  authority: Pick<Authority, 'generation' | 'privateKey'>,
  { publicKey, ...name }: LeafRequest,
): Promise<string> {
  return sign({
    subject: commonName('PrintRaft workstation'),
    publicKey,
    issuer: {
      name: commonName(authorityCommonName(authority.generation)),
      key: authority.privateKey,
    },
    extensions: () => [
      new BasicConstraintsExtension(false, undefined, true),
      // BoringSSL enforces it: TLS 1.3 signs its handshake.
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
      uriExtension(leafUri(name)),
    ],
  });
}

/**
 * A certificate that a newcomer signs for itself: it proves which key speaks, and says nothing else.
 * Rejects with CertificateError.
 */
export async function selfSigned(privateKey: string): Promise<string> {
  const name = commonName('PrintRaft newcomer');
  return sign({
    subject: name,
    publicKey: publicOf(privateKey),
    issuer: { name, key: privateKey },
    extensions: () => [
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
    ],
  });
}

type Signing = Readonly<{
  subject: JsonName;
  publicKey: string;
  issuer: Readonly<{ name: JsonName; key: string }>;
  extensions: () => Extension[];
}>;

async function sign({ subject, publicKey, issuer, extensions }: Signing): Promise<string> {
  try {
    const [key, signingKey] = await Promise.all([
      webcrypto.subtle.importKey('spki', Buffer.from(publicKey, 'base64'), ECDSA, true, ['verify']),
      webcrypto.subtle.importKey('pkcs8', Buffer.from(issuer.key, 'base64'), ECDSA, false, ['sign']),
    ]);
    const certificate = await X509CertificateGenerator.create(
      {
        serialNumber: serialNumber(),
        subject,
        issuer: issuer.name,
        ...validity(new Date()),
        signingAlgorithm: SIGNING,
        publicKey: key,
        signingKey,
        extensions: extensions(),
      },
      // The same object under its other type: the DOM's.
      webcrypto as unknown as Crypto,
    );
    return Buffer.from(certificate.rawData).toString('base64');
  } catch (cause) {
    throw new CertificateError('A certificate could not be made.', { cause });
  }
}

function publicOf(privateKey: string): string {
  try {
    return publicKeyOf(privateKey);
  } catch (cause) {
    throw new CertificateError('A certificate could not be made: that is no key.', { cause });
  }
}

/** Words of ours only: what a user chose stands in the URI, where every character can be written. */
function commonName(text: string): JsonName {
  return [{ CN: [text] }];
}

function uriExtension(value: string): SubjectAlternativeNameExtension {
  return new SubjectAlternativeNameExtension([{ type: 'url', value }]);
}

/** Positive, and at most 20 octets (RFC 5280 §4.1.2.2). */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

function validity(now: Date): { notBefore: Date; notAfter: Date } {
  const year = Math.max(2026, now.getUTCFullYear()) + YEARS;
  return { notBefore: new Date(Date.UTC(2000, 0, 1)), notAfter: new Date(Date.UTC(year, 0, 1)) };
}
