/** An announcement as the texts of a TXT record (RFC 6763 §6) and back. Pure. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { MAX_LABEL, SERVICE } from './dns.ts';
import type { Announcement } from './types.ts';

/** UTF-8 bytes of a name for people; with its key it stays below what dns-js reads. */
const MAX_NAME_BYTES = 128;
const MAX_ID = 64;
/** Texts of one record that are looked at. */
const MAX_TEXTS = 16;

/** Keys and values of a TXT record. */
export type Texts = Readonly<Record<string, string>>;

const controls = /[\p{Cc}\u2028\u2029]/u;
/** These also turn the direction of what stands beside them on a screen. */
const unwanted = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

const Id = z
  .string()
  .min(1)
  .max(MAX_ID)
  .refine((id) => !controls.test(id) && Buffer.byteLength(id) <= MAX_NAME_BYTES);

const Said = z.object({
  v: z.literal('1'),
  node: Id,
  cluster: z.union([z.literal(''), Id]),
  shop: z.string().default(''),
  name: z.string(),
  port: z.int().min(1).max(65_535),
});

/** What a workstation says of itself, as others take it; null where they would not take it. */
export function textsOf(announcement: Announcement): Texts | null {
  const { clusterId, node, port } = announcement;
  const shop = cleaned(announcement.shop);
  const texts = { v: '1', node, cluster: clusterId ?? '', shop, name: cleaned(announcement.name) };
  return Said.safeParse({ ...texts, port }).success ? texts : null;
}

/** The instance's name on the wire: the node's id, or what stands for one that is no label. */
export function instanceOf(node: string): string {
  const isLabel = node.length <= MAX_LABEL && /^[a-z0-9-]+$/i.test(node);
  return isLabel ? node : createHash('sha256').update(node).digest('hex').slice(0, 32);
}

export type Read = Readonly<{
  announcement: Announcement;
  /** Whether a name was shortened or lost characters. */
  wasCleaned: boolean;
}>;

/** What an instance's records say; null where no workstation says that. @param fullname the instance's whole name */
export function readTexts(fullname: string, port: number, texts: readonly string[]): Read | null {
  const pairs = texts.slice(0, MAX_TEXTS).map((text): [string, string] => {
    const at = text.indexOf('=');
    return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
  });
  // Of two texts with one key the first counts (RFC 6763 §6.4).
  const parsed = Said.safeParse({ ...Object.fromEntries(pairs.reverse()), port });
  if (!parsed.success) return null;
  const { node, cluster, ...names } = parsed.data;
  if (fullname !== `${instanceOf(node)}.${SERVICE}`) return null;
  const [shop, name] = [cleaned(names.shop), cleaned(names.name)];
  return {
    announcement: { clusterId: cluster === '' ? null : cluster, shop, node, name, port },
    wasCleaned: shop !== names.shop || name !== names.name,
  };
}

/** A name without control characters, and no longer than others take it. */
function cleaned(text: string): string {
  let [kept, bytes] = ['', 0];
  // More code units than bytes that fit are not worth a look.
  for (const character of text.slice(0, 8 * MAX_NAME_BYTES).replace(unwanted, '')) {
    bytes += Buffer.byteLength(character);
    if (bytes > MAX_NAME_BYTES) break;
    kept += character;
  }
  return kept;
}
