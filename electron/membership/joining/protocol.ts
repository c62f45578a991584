/**
 * What newcomer and member say to each other (ALPN `printraft-join/1`), one frame a time, and how long each waits
 * for the other. Who sends what when is in `candidate.ts` and `host.ts`:
 *
 *     newcomer                               member
 *     hello (id, name, nonce)       →
 *                                   ←        terms (shop, authorities, nonce, its proof)
 *     by digits:
 *     commitment                    →
 *                                   ←        commitment
 *     opening                       →
 *                                   ←        opening
 *     confirmation                  →        (and a member approves)
 *     by a secret:
 *     proof                         →
 *     either way:
 *                                   ←        grant, in parts
 *     acknowledgement               →
 */
import { z } from 'zod';
import { Id, requiredLine } from '../../../shared/domain/text.ts';
import { RefusalCode } from './refusal.ts';

export const PROTOCOL = 'printraft-join';
export const VERSION = 1;

/** What authorities may take of the frame of terms, which links bound (`MAX_JOIN_FRAME`): the newest that fit are shown. */
export const MAX_AUTHORITIES_CHARS = 12 * 1024;
/** A grant goes in parts, which together are less than links let wait for a slow peer. */
export const PART_BYTES = 12 * 1024;
export const MAX_PARTS = 20;

/** ms for the other side to say what comes next. */
export const STEP_MS = 10_000;
/** ms for people to compare digits, from when they are shown. */
export const COMPARE_MS = 180_000;
/** ms for the shop to agree and to hand over. */
export const ADMIT_MS = 30_000;

/** Trimmed already: both sides put the very same text into what they sign and hash. */
const trimmed = (text: z.ZodType<string, string>) =>
  z
    .string()
    .refine((said) => said === said.trim(), 'must be trimmed')
    .pipe(text);

/** 256 bits. */
const Hash = z.string().regex(/^[\w-]{43}$/);
/** ECDSA on P-256, both numbers. */
const Signature = z.string().regex(/^[\w-]{86}$/);
const Certificate = z.string().min(1).max(4_096);
const Address = z.strictObject({ host: z.string().min(1).max(255), port: z.int().min(1).max(65_535) });
const Addresses = z.array(Address).max(8).readonly();
const Name = trimmed(requiredLine(80));
const ClusterId = z.string().regex(/^[!-~]{8,64}$/);

/** What every version's hello and refusal have; the rest is read only of one's own version. */
const Preface = z.object({ type: z.literal('hello'), protocol: z.literal(PROTOCOL), version: z.int() });

const Hello = z.strictObject({
  type: z.literal('hello'),
  protocol: z.literal(PROTOCOL),
  version: z.literal(VERSION),
  node: trimmed(Id),
  name: Name,
  /** Where the newcomer listens for links. */
  addresses: Addresses,
  nonce: Hash,
});
export type Hello = z.output<typeof Hello>;

const Terms = z.strictObject({
  type: z.literal('terms'),
  clusterId: ClusterId,
  shop: Name,
  /** What the workstation that answers is called. */
  member: Name,
  /** The shop's authorities, oldest first, as far as they fit; the newest proves itself. */
  authorities: z.array(Certificate).min(1).max(64).readonly(),
  nonce: Hash,
  proof: Signature,
});
export type Terms = z.output<typeof Terms>;

const Commitment = z.strictObject({ type: z.literal('commitment'), hash: Hash });
const Opening = z.strictObject({ type: z.literal('opening'), nonce: Hash });
const Confirmation = z.strictObject({ type: z.literal('confirmation') });
const Proof = z.strictObject({
  type: z.literal('proof'),
  invitation: z.string().min(1).max(64),
  proof: Signature,
});
const Part = z.strictObject({
  type: z.literal('grant'),
  part: z
    .int()
    .min(0)
    .max(MAX_PARTS - 1),
  of: z.int().min(1).max(MAX_PARTS),
  bytes: z.instanceof(Uint8Array).refine(({ length }) => length > 0 && length <= PART_BYTES),
});
export type Part = z.output<typeof Part>;
const Acknowledgement = z.strictObject({ type: z.literal('acknowledgement') });
const RefusalFrame = z.object({
  type: z.literal('refusal'),
  // A later version may have more of them.
  code: RefusalCode.catch('failed'),
  waitMs: z.number().nonnegative().max(86_400_000).optional(),
});

const Frame = z.discriminatedUnion('type', [
  Hello,
  Terms,
  Commitment,
  Opening,
  Confirmation,
  Proof,
  Part,
  Acknowledgement,
  RefusalFrame,
]);
export type Frame = Readonly<z.output<typeof Frame>>;

/** What a newcomer gets once the shop has agreed. */
export const Grant = z
  .strictObject({
    /** What the shop calls it: with a number behind where the name was taken. */
    name: Name,
    /** Its certificate: DER, base64. */
    leaf: Certificate,
    /** The shop's authorities, oldest first; the last one signed the leaf. */
    chain: z.array(Certificate).min(1).readonly(),
    /** The key of the last of them: PKCS #8, base64. */
    authorityKey: z.strictObject({ generation: z.int().nonnegative(), key: z.string().min(1).max(1_024) }),
    /** The shop's first log entry, which the newcomer writes for itself. */
    founding: z.unknown(),
    /** Where the members are. */
    members: z
      .array(z.strictObject({ id: z.string().min(1).max(64), addresses: Addresses }))
      .max(100)
      .readonly(),
  })
  .readonly();
export type Grant = z.output<typeof Grant>;

export type Read =
  | Readonly<{ ok: true; frame: Frame }>
  | Readonly<{ ok: false; code: 'malformed' | 'updateNewcomer' | 'updateMember' }>;

/** What came over the connection, as links decoded it; never throws. */
export function read(value: unknown): Read {
  const preface = Preface.safeParse(value);
  if (preface.success && preface.data.version !== VERSION)
    return { ok: false, code: preface.data.version > VERSION ? 'updateMember' : 'updateNewcomer' };
  const frame = Frame.safeParse(value);
  return frame.success ? { ok: true, frame: frame.data } : { ok: false, code: 'malformed' };
}

/** Null for what is too large to be handed over: no shop within its bounds is. */
export function splitGrant(grant: Grant): Part[] | null {
  const bytes = Buffer.from(JSON.stringify(grant), 'utf8');
  const of = Math.ceil(bytes.length / PART_BYTES);
  if (of > MAX_PARTS) return null;
  return Array.from({ length: of }, (_, part) => ({
    type: 'grant',
    part,
    of,
    bytes: new Uint8Array(bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES)),
  }));
}

/** Null for what is no grant. */
export function joinGrant(parts: readonly Uint8Array[]): Grant | null {
  try {
    return Grant.safeParse(JSON.parse(Buffer.concat(parts).toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}

/** The newest authorities, as many as the terms have room for; oldest first. */
export function newestThatFit(authorities: readonly string[]): readonly string[] {
  let chars = 0;
  const first = authorities.findLastIndex(
    (certificate) => (chars += certificate.length) > MAX_AUTHORITIES_CHARS,
  );
  return authorities.slice(first + 1).slice(-64);
}
