/**
 * The fingerprint by which a newcomer knows the shop that it is to join: the first 128 bits or more of what
 * `identity/fingerprint.ts` makes of an authority's public key. Shorter ones could be hit on purpose.
 */
export const ANCHOR_BYTES = 16;

/** A fingerprint (base64url) as short as an invitation can carry it. */
export function anchorOf(fingerprint: string): string {
  return Buffer.from(fingerprint, 'base64url').subarray(0, ANCHOR_BYTES).toString('base64url');
}

/** Whether that is the authority which the anchor means. */
export function isAnchoredBy(fingerprint: string, anchor: string): boolean {
  const wanted = Buffer.from(anchor, 'base64url');
  const found = Buffer.from(fingerprint, 'base64url');
  return wanted.length >= ANCHOR_BYTES && found.subarray(0, wanted.length).equals(wanted);
}
