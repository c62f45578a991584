/**
 * One way of checking everything this room writes as a JSON object. The rule belongs to no format
 * version, so that a newer file can be told from a damaged one.
 */
import { createHash } from 'node:crypto';

export type Fields = Readonly<Record<string, unknown>>;

/** The first 16 hex digits of SHA-256 over the JSON of the fields, in their order. */
function checksum(fields: Fields): string {
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex').slice(0, 16);
}

/** Adds the checksum, as `crc`, over all other fields. */
export function seal<T extends Fields>(fields: T): T & { readonly crc: string } {
  return { ...fields, crc: checksum(fields) };
}

/** Parses a sealed object; null if it is not JSON, not an object, or its checksum does not fit. */
export function unseal(text: string): Fields | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null;
  const { crc, ...fields } = parsed as Record<string, unknown>;
  return crc === checksum(fields) ? fields : null;
}
