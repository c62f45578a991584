/** New invitations: a fresh secret, and the texts by which it travels. Shown once, kept nowhere. */
import { randomBytes } from 'node:crypto';
import { renderSVG } from 'uqr';
import type { Address } from './links/types.ts';
import type { Drawn } from './member-actions.ts';
import { anchorOf } from './membership/joining/anchor.ts';
import { formatInvitation } from './membership/joining/invitation.ts';
import { formatKeyFile } from './membership/joining/key-file.ts';
import { invitationIdOf, SECRET_BYTES, verifierOf } from './membership/joining/secrets.ts';

export type InvitingShop = Readonly<{
  shop: string;
  clusterId: string;
  /** Fingerprint of the newest authority. */
  authority: string;
  /** Of members, the likeliest to answer first. */
  addresses: readonly Address[];
}>;

/** @param forMs how long it will be good for: for people to read, since the shop counts by its own time */
export function draw(kind: 'invitation' | 'keyFile', from: InvitingShop, forMs: number): Drawn {
  const { shop, clusterId, addresses } = from;
  const secret = randomBytes(SECRET_BYTES);
  const authority = anchorOf(from.authority);
  const id = invitationIdOf(secret);
  const verifier = verifierOf(secret);
  if (kind === 'keyFile') {
    const until = new Date(Date.now() + forMs).toISOString();
    const text = formatKeyFile({ shop, clusterId, authority, secret: secret.toString('base64url'), until });
    return { verifier, shown: { id, text, qr: null } };
  }
  const text = formatInvitation({ shop, authority, secret, addresses });
  return { verifier, shown: { id, text, qr: renderSVG(text) } };
}
