/**
 * Who belongs to the shop, as screens and the command line see and change it: what is pushed with health, the
 * actions, and what they are answered with.
 */
import { z } from 'zod';
import { Id, requiredLine } from '../domain/text.ts';

const Address = z.object({ host: z.string().trim().min(1).max(255), port: z.int().min(1).max(65_535) });

/** Somebody who wants in, as the workstation that it asked shows it. */
export const JoinRequest = z.object({
  id: z.string(),
  /** What the newcomer calls itself. */
  name: z.string(),
  host: z.string(),
  /** Both screens show the same six, or somebody sits in the middle. */
  digits: z.string(),
});
export type JoinRequest = z.infer<typeof JoinRequest>;

export const OpenInvitation = z.object({
  id: z.string(),
  label: z.string(),
  kind: z.enum(['invitation', 'keyFile']),
  /** Null: any number. */
  usesLeft: z.number().nullable(),
  /** Milliseconds for which it is still good. */
  leftMs: z.number(),
});
export type OpenInvitation = z.infer<typeof OpenInvitation>;

/** Part of the health of a workstation that belongs to a shop. */
export const Membership = z.object({
  requests: z.array(JoinRequest),
  invitations: z.array(OpenInvitation),
  /** What was last changed in who votes, or what a change waits for, and why: newest first. */
  reasons: z.array(z.string()),
});
export type Membership = z.infer<typeof Membership>;

/** A shop as heard on the LAN: a hint, nothing that is trusted. */
export const SeenShop = z.object({
  clusterId: z.string(),
  shop: z.string(),
  workstations: z.array(z.object({ name: z.string(), address: Address })),
});
export type SeenShop = z.infer<typeof SeenShop>;

/** How far this workstation is with getting into a shop. */
export const Joining = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('idle') }),
  z.object({ phase: z.literal('connecting'), sentence: z.string() }),
  /** Show these; the member shows the same and approves, here it is confirmed. */
  z.object({ phase: z.literal('compare'), shop: z.string(), digits: z.string(), confirmed: z.boolean() }),
  z.object({ phase: z.literal('failed'), sentence: z.string() }),
]);
export type Joining = z.infer<typeof Joining>;

/** Part of the health of a workstation that belongs to no shop. */
export const Lobby = z.object({
  /** This workstation's name, unless another is chosen. */
  name: z.string(),
  shops: z.array(SeenShop),
  joining: Joining,
  /** It was a member of this shop and is no more; null: it never was. */
  former: z.object({ shop: z.string(), sentence: z.string() }).nullable(),
});
export type Lobby = z.infer<typeof Lobby>;

const Name = requiredLine(80);
/** For up to half a year. */
const Hours = z
  .number()
  .positive()
  .max(24 * 183);

/** What somebody at this workstation may ask for. Shapes are checked here, everything else by the shop. */
export const Action = z.discriminatedUnion('action', [
  // Where there is no shop yet.
  z.object({ action: z.literal('found'), shop: Name, name: Name }),
  /** By digits: with a shop that was seen, or with whoever answers at an address. */
  z.object({ action: z.literal('join'), name: Name, clusterId: z.string().max(64) }),
  z.object({ action: z.literal('joinAt'), name: Name, address: Address }),
  z.object({ action: z.literal('joinWith'), name: Name, invitation: z.string().max(4_096) }),
  /** The digits on both screens are the same. */
  z.object({ action: z.literal('confirm') }),
  z.object({ action: z.literal('cancel') }),
  // In a shop.
  z.object({ action: z.literal('approve'), id: Id }),
  z.object({ action: z.literal('decline'), id: Id }),
  z.object({
    action: z.literal('invite'),
    label: z.string().trim().max(80),
    kind: z.enum(['invitation', 'keyFile']),
    /** Null: any number. */
    uses: z.int().min(1).max(100).nullable(),
    hours: Hours,
  }),
  z.object({ action: z.literal('revoke'), id: Id }),
  z.object({ action: z.literal('rename'), id: Id, name: Name }),
  z.object({ action: z.literal('pin'), id: Id, pinned: z.boolean() }),
  z.object({ action: z.literal('remove'), id: Id }),
  /** `by` takes the place of a machine that will not come back. */
  z.object({ action: z.literal('replace'), id: Id, by: Id }),
  /** This workstation leaves the shop; its records stay with the others. */
  z.object({ action: z.literal('leave') }),
  /** A former member's records are put aside, so that it can join anew. */
  z.object({ action: z.literal('startOver') }),
]);
export type Action = z.output<typeof Action>;
export type ActionName = Action['action'];

/** What a new invitation is: shown once, kept nowhere. */
export const NewInvitation = z.object({
  id: z.string(),
  /** To be typed, pasted or put into a file of its own. */
  text: z.string(),
  /** The same as a picture, SVG; null for a key file. */
  qr: z.string().nullable(),
});
export type NewInvitation = z.infer<typeof NewInvitation>;

/** `code` is stable, `sentence` is for people. */
export const Managed = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), invitation: NewInvitation.nullable() }),
  z.object({ ok: z.literal(false), code: z.string(), sentence: z.string() }),
]);
export type Managed = z.infer<typeof Managed>;

export const DONE: Managed = { ok: true, invitation: null };
