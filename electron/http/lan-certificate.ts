/**
 * A certificate of this workstation's own for HTTPS on the LAN, signed by nobody else: a browser asks once whether
 * to trust it, and its fingerprint is what to compare. Key and certificate lie in the data directory.
 */
import 'reflect-metadata';
import { createPrivateKey, webcrypto, X509Certificate } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { z } from 'zod';
import { readTextFile, SECRET_MODE, writeAtomically } from '../storage/files.ts';
import type { MachineNames } from './machine-names.ts';

/** Both as PEM. `cert` may be followed by the certificates that signed it. */
export type LanCertificate = Readonly<{ key: string; cert: string }>;

/** Gives the certificate for a machine of these names; asked anew when they change. */
export type CertificateSource = (names: MachineNames) => Promise<LanCertificate>;

/** There can be no certificate; the message is one sentence for the user. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
}

const FORMAT = 1;
const Kept = z.strictObject({ format: z.literal(FORMAT), key: z.string(), cert: z.string() });

/** ECDSA on P-256: every browser has it, and so has Electron's BoringSSL. */
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Apple's systems take none that lives longer (support.apple.com/102028). */
const LIFE_MS = 397 * DAY_MS;
const RENEW_BEFORE_MS = 30 * DAY_MS;
/** A device whose clock is behind must not be shut out. */
const BEFORE_MS = 2 * DAY_MS;

/** Beside the machine's names: whoever sits at the machine itself may come this way too. */
const LOOPBACK: MachineNames = { addresses: ['127.0.0.1', '::1'], names: ['localhost'] };

/**
 * Keeps one in `lan-certificate.json`. It stays the same while it names the machine and is not about to end, and its
 * key stays in any case. The source rejects with CertificateError.
 */
export function ownCertificate(directory: string, now: () => number = Date.now): CertificateSource {
  const path = join(directory, 'lan-certificate.json');
  return async (names) => {
    const all = {
      addresses: [...LOOPBACK.addresses, ...names.addresses],
      names: [...LOOPBACK.names, ...names.names],
    };
    const kept = await read(path);
    if (kept !== null && serves(kept.cert, all, now())) return kept;
    const made = await make(all, now(), kept?.key ?? null);
    try {
      await writeAtomically(path, `${JSON.stringify({ format: FORMAT, ...made }, null, 2)}\n`, SECRET_MODE);
    } catch (cause) {
      throw new CertificateError(`The certificate for HTTPS cannot be kept in ${path}.`, { cause });
    }
    return made;
  };
}

/** SHA-256 over the first certificate, as browsers show it: pairs of hex digits. Throws for what is no certificate. */
export const fingerprintOf = ({ cert }: LanCertificate): string => new X509Certificate(cert).fingerprint256;

/** Null where there is none yet, or none that can be used: then another one is made. */
async function read(path: string): Promise<LanCertificate | null> {
  let value: unknown;
  try {
    const text = await readTextFile(path);
    if (text === null) return null;
    if (process.platform !== 'win32') await chmod(path, SECRET_MODE);
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const preface = z.object({ format: z.number() }).safeParse(value);
  if (preface.success && preface.data.format > FORMAT) {
    throw new CertificateError(`${path} was written by a newer PrintRaft: update this one.`);
  }
  try {
    const { key, cert } = Kept.parse(value);
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key)) ? { key, cert } : null;
  } catch {
    return null;
  }
}

/** Whether it is good now, for a while yet, and for all of these names. */
function serves(cert: string, { addresses, names }: MachineNames, now: number): boolean {
  const parsed = new X509Certificate(cert);
  const isNow = Date.parse(parsed.validFrom) <= now && now < Date.parse(parsed.validTo) - RENEW_BEFORE_MS;
  return (
    isNow &&
    addresses.every((address) => parsed.checkIP(address) !== undefined) &&
    names.every((name) => parsed.checkHost(name) !== undefined)
  );
}

async function make(
  { addresses, names }: MachineNames,
  now: number,
  pem: string | null,
): Promise<LanCertificate> {
  const keys =
    pem === null
      ? await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
      : await keysOf(pem);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    keys,
    name: 'CN=PrintRaft workstation',
    notBefore: new Date(now - BEFORE_MS),
    notAfter: new Date(now - BEFORE_MS + LIFE_MS),
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        ...names.map((value) => ({ type: 'dns' as const, value })),
        ...addresses.filter((value) => isIP(value) !== 0).map((value) => ({ type: 'ip' as const, value })),
      ]),
    ],
  });
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return { key: privatePem(key), cert: certificate.toString('pem') };
}

const privatePem = (pkcs8: Buffer): string =>
  createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }).export({
    format: 'pem',
    type: 'pkcs8',
  }) as string;

/** The pair that a private key is of. */
async function keysOf(pem: string): Promise<webcrypto.CryptoKeyPair> {
  const own = createPrivateKey(pem);
  const { kty, crv, x, y } = own.export({ format: 'jwk' });
  const open = { kty, crv, x, y } as webcrypto.JsonWebKey;
  const der = own.export({ format: 'der', type: 'pkcs8' });
  const { subtle } = webcrypto;
  return {
    privateKey: await subtle.importKey('pkcs8', der, ALGORITHM, true, ['sign']),
    publicKey: await subtle.importKey('jwk', open, ALGORITHM, true, ['verify']),
  };
}
