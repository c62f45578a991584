/**
 * Who belongs to the shop, as every node knows it: replicated, changed only by log entries, part of every
 * snapshot. Plain data; the schemas are what a snapshot and a log entry are checked against.
 */
import { z } from 'zod';
import { requiredLine } from '../../../shared/domain/text.ts';
import { EMPTY_PRESENCE, PresenceLog } from './presence.ts';

/** Bounds of what a roster holds, so that no run of commands makes it grow without end. */
export const MAX_MEMBERS = 100;
export const MAX_INVITATIONS = 100;
const MAX_ADDRESSES = 8;

const Id = z.string().min(1).max(64);
/** For people. */
export const Name = requiredLine(80);
const Fingerprint = z.string().min(16).max(64);
const Address = z.strictObject({ host: z.string().min(1).max(255), port: z.int().min(1).max(65_535) });
const Addresses = z.array(Address).max(MAX_ADDRESSES).readonly();
/** Log age, ms (`replica/stamps.ts`). */
const Age = z.number().nonnegative();

/** Raised and drawn anew, on disk, before a boot says a word: a copy of a disk is known by it. */
export const Boot = z.strictObject({ counter: z.int().nonnegative(), nonce: z.string().min(1).max(64) });
export type Boot = Readonly<z.output<typeof Boot>>;

/** Why a member is no more. */
export const Departure = z.enum(['left', 'removed', 'replaced']);
export type Departure = z.output<typeof Departure>;

export const MemberRow = z
  .strictObject({
    id: Id,
    name: Name,
    /** SHA-256 of its public key (SPKI), base64url. */
    key: Fingerprint,
    /** Where it listens for links, likeliest first. */
    addresses: Addresses,
    /** Where its console and REST answer, on its own computer. */
    http: Address.nullable(),
    admittedAt: Age,
    /** Somebody says that it is always on. */
    pinned: z.boolean(),
    /** It is on its way out: it goes as soon as the configuration does without it. */
    leaving: Departure.nullable(),
    /** The newest boot; null: it has not been here yet. */
    boot: Boot.nullable(),
  })
  .readonly();
export type MemberRow = z.output<typeof MemberRow>;

/** An id that never lives again. */
export const Tombstone = z
  .strictObject({ id: Id, name: Name, key: Fingerprint, why: Departure, at: Age })
  .readonly();
export type Tombstone = z.output<typeof Tombstone>;

/** One of the shop's authorities; the newest signs. `certificate`: DER, base64. */
export const Authority = z
  .strictObject({
    generation: z.int().nonnegative(),
    certificate: z.string().min(1).max(4_096),
    /** How many tombstones there were when it came: one more, and it is to be replaced. */
    tombstones: z.int().nonnegative(),
  })
  .readonly();
export type Authority = z.output<typeof Authority>;

/** What lets somebody in without anybody at hand. */
export const Invitation = z
  .strictObject({
    id: Id,
    /** For the list on screen. */
    label: z.string().max(80),
    kind: z.enum(['invitation', 'keyFile']),
    /** What the newcomer's proof is checked with (`joining/secrets.ts`). */
    verifier: z.string().min(1).max(128),
    /** Null: any number. */
    usesLeft: z.int().nonnegative().nullable(),
    until: Age,
  })
  .readonly();
export type Invitation = z.output<typeof Invitation>;

export const Roster = z
  .strictObject({
    /** In the order in which they were admitted. */
    members: z.array(MemberRow).max(MAX_MEMBERS).readonly(),
    tombstones: z.array(Tombstone).readonly(),
    /** Oldest first. */
    authorities: z.array(Authority).readonly(),
    invitations: z.array(Invitation).max(MAX_INVITATIONS).readonly(),
    /** Who of them was there, hour by hour of the log's age. */
    presence: PresenceLog,
  })
  .readonly();
export type Roster = z.output<typeof Roster>;

export const EMPTY_ROSTER: Roster = {
  members: [],
  tombstones: [],
  authorities: [],
  invitations: [],
  presence: EMPTY_PRESENCE,
};

/** By whose consent somebody is admitted. */
export const Consent = z.discriminatedUnion('kind', [
  /** A member approved it on its screen. */
  z.strictObject({ kind: z.literal('approval'), by: Id }),
  z.strictObject({ kind: z.literal('invitation'), id: Id }),
]);
export type Consent = Readonly<z.output<typeof Consent>>;

/** What the log may say about the roster. Times are durations: nobody's wall clock decides. */
export const RosterCommand = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('roster.admit'),
    member: z.strictObject({ id: Id, name: Name, key: Fingerprint, addresses: Addresses }),
    consent: Consent,
  }),
  /** A member says that it is up, and where; repeated when that changes. */
  z.strictObject({
    type: z.literal('roster.arrive'),
    id: Id,
    boot: Boot,
    addresses: Addresses,
    http: Address.nullable(),
  }),
  z.strictObject({ type: z.literal('roster.rename'), id: Id, name: Name }),
  z.strictObject({ type: z.literal('roster.pin'), id: Id, pinned: z.boolean() }),
  z.strictObject({ type: z.literal('roster.remove'), id: Id, why: z.enum(['left', 'removed']) }),
  /** `by` takes the place of a dead machine: its name, and whether it is always on. */
  z.strictObject({ type: z.literal('roster.replace'), id: Id, by: Id }),
  z.strictObject({
    type: z.literal('roster.invite'),
    id: Id,
    label: z.string().max(80),
    kind: z.enum(['invitation', 'keyFile']),
    verifier: z.string().min(1).max(128),
    uses: z.int().min(1).max(MAX_MEMBERS).nullable(),
    forMs: z.int().min(1_000),
  }),
  z.strictObject({ type: z.literal('roster.revoke'), id: Id }),
  /** The leader says who is there now. */
  z.strictObject({ type: z.literal('roster.sample'), online: z.array(Id).max(MAX_MEMBERS).readonly() }),
  z.strictObject({
    type: z.literal('roster.succeed'),
    generation: z.int().positive(),
    certificate: z.string().min(1).max(4_096),
  }),
]);
export type RosterCommand = Readonly<z.output<typeof RosterCommand>>;

/** Every rule that can refuse one; `words.ts` has the sentences. */
export type RosterRefusal =
  | Readonly<{ code: 'removedId'; params: Readonly<{ id: string }> }>
  | Readonly<{ code: 'idTaken'; params: Readonly<{ id: string }> }>
  | Readonly<{ code: 'keyTaken'; params: Readonly<{ name: string }> }>
  | Readonly<{ code: 'notAMember'; params: Readonly<{ id: string }> }>
  | Readonly<{ code: 'copy'; params: Readonly<{ name: string }> }>
  | Readonly<{ code: 'nameTaken'; params: Readonly<{ name: string }> }>
  | Readonly<{ code: 'lastMember'; params: Readonly<Record<string, never>> }>
  | Readonly<{ code: 'shopFull'; params: Readonly<{ max: number }> }>
  | Readonly<{ code: 'tooManyInvitations'; params: Readonly<{ max: number }> }>
  | Readonly<{ code: 'unknownInvitation'; params: Readonly<Record<string, never>> }>
  | Readonly<{ code: 'invitationExpired'; params: Readonly<Record<string, never>> }>
  | Readonly<{ code: 'invitationUsedUp'; params: Readonly<Record<string, never>> }>
  | Readonly<{ code: 'staleAuthority'; params: Readonly<Record<string, never>> }>;

export type RosterAnswer =
  Readonly<{ ok: true; id: string }> | Readonly<{ ok: false; refusal: RosterRefusal }>;
