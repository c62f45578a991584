/**
 * The roster's rules: a pure function from what it was and a committed command to what it is, the same on
 * every node. Expiry is by the log's age, never by a wall clock (a clock off by a year must not matter).
 */
import { sampled } from './presence.ts';
import {
  type Boot,
  type Consent,
  type Departure,
  MAX_INVITATIONS,
  MAX_MEMBERS,
  type MemberRow,
  type Roster,
  type RosterAnswer,
  type RosterCommand,
  type RosterRefusal,
} from './types.ts';

const HOUR = 3_600_000;

export type RosterResult = Readonly<{ roster: Roster; answer: RosterAnswer }>;

/** What the log and the state machine know beside the roster. */
export type RosterContext = Readonly<{
  /** Log age, ms. */
  age: number;
  /** Whether the configuration in force, as applied, counts on that node. */
  isConfigured: (id: string) => boolean;
}>;

type Of<T extends RosterCommand['type']> = Extract<RosterCommand, { type: T }>;

/** Carries out one committed command; a refusal changes nothing. */
export function applyRoster(roster: Roster, command: RosterCommand, context: RosterContext): RosterResult {
  switch (command.type) {
    case 'roster.admit':
      return admit(roster, command, context.age);
    case 'roster.arrive':
      return arrive(roster, command);
    case 'roster.rename':
      return rename(roster, command);
    case 'roster.pin':
      return onMember(roster, command.id, (member) => ({ ...member, pinned: command.pinned }));
    case 'roster.remove':
      return remove(roster, command.id, command.why, context);
    case 'roster.replace':
      return replace(roster, command, context);
    case 'roster.invite':
      return invite(roster, command, context.age);
    case 'roster.revoke':
      return revoke(roster, command);
    case 'roster.sample':
      return sample(roster, command, context.age);
    case 'roster.succeed':
      return succeed(roster, command);
  }
}

/** A configuration was committed: whoever was leaving and is not in it any more is gone for good. */
export function configured(roster: Roster, { age, isConfigured }: RosterContext): Roster {
  return roster.members
    .filter(({ id, leaving }) => leaving !== null && !isConfigured(id))
    .reduce((now, { id }) => bury(now, id, age), roster);
}

/** Whether an id's certificate counts no more. */
export function isBuried({ tombstones }: Roster, id: string): boolean {
  return tombstones.some((tombstone) => tombstone.id === id);
}

export function memberOf({ members }: Roster, id: string): MemberRow | null {
  return members.find((member) => member.id === id) ?? null;
}

/** Whether a removal happened that the newest authority does not know of yet. */
export function needsNewAuthority({ authorities, tombstones }: Roster): boolean {
  const newest = authorities.at(-1);
  return newest !== undefined && newest.tombstones < tombstones.length;
}

/**
 * What a boot says against the one that is known (consensus: a cloned disk, a machine rolled back).
 * The same boot may say more than once where it is.
 */
export function isCopy(known: Boot | null, boot: Boot): boolean {
  if (known === null || boot.counter > known.counter) return false;
  return boot.counter < known.counter || boot.nonce !== known.nonce;
}

/** What ends with time has ended. */
export function hasExpired({ until }: Readonly<{ until: number }>, age: number): boolean {
  return age > until;
}

function admit(roster: Roster, { member, consent }: Of<'roster.admit'>, age: number): RosterResult {
  if (isBuried(roster, member.id)) return refuse(roster, { code: 'removedId', params: { id: member.id } });
  const known = memberOf(roster, member.id);
  // Admitted before, and its answer was lost.
  if (known?.key === member.key) return accept(roster, member.id);
  if (known !== null) return refuse(roster, { code: 'idTaken', params: { id: member.id } });
  const holder = roster.members.find(({ key }) => key === member.key);
  if (holder !== undefined) return refuse(roster, { code: 'keyTaken', params: { name: holder.name } });
  if (roster.members.length >= MAX_MEMBERS)
    return refuse(roster, { code: 'shopFull', params: { max: MAX_MEMBERS } });
  const spent = spend(roster, consent, age);
  if ('code' in spent) return refuse(roster, spent);
  const row: MemberRow = {
    ...member,
    name: freeName(roster, member.name),
    http: null,
    admittedAt: age,
    pinned: false,
    leaving: null,
    boot: null,
  };
  return accept({ ...spent, members: [...roster.members, row] }, member.id);
}

/** Uses are counted here, once for the whole shop. */
function spend(roster: Roster, consent: Consent, age: number): Roster | RosterRefusal {
  if (consent.kind === 'approval')
    return memberOf(roster, consent.by) === null
      ? { code: 'notAMember', params: { id: consent.by } }
      : roster;
  const invitation = roster.invitations.find(({ id }) => id === consent.id);
  if (invitation === undefined) return { code: 'unknownInvitation', params: {} };
  if (hasExpired(invitation, age)) return { code: 'invitationExpired', params: {} };
  if (invitation.usesLeft === 0) return { code: 'invitationUsedUp', params: {} };
  const usesLeft = invitation.usesLeft === null ? null : invitation.usesLeft - 1;
  const invitations = roster.invitations.map((one) => (one === invitation ? { ...one, usesLeft } : one));
  return { ...roster, invitations };
}

function arrive(roster: Roster, { id, boot, addresses, http }: Of<'roster.arrive'>): RosterResult {
  const member = memberOf(roster, id);
  if (member !== null && isCopy(member.boot, boot))
    return refuse(roster, { code: 'copy', params: { name: member.name } });
  return onMember(roster, id, (row) => ({ ...row, boot, addresses, http }));
}

function rename(roster: Roster, { id, name }: Of<'roster.rename'>): RosterResult {
  const holder = roster.members.find((member) => sameName(member.name, name) && member.id !== id);
  if (holder !== undefined) return refuse(roster, { code: 'nameTaken', params: { name } });
  return onMember(roster, id, (member) => ({ ...member, name }));
}

function remove(roster: Roster, id: string, why: Departure, context: RosterContext): RosterResult {
  const member = memberOf(roster, id);
  if (member === null) return refuse(roster, { code: 'notAMember', params: { id } });
  if (!roster.members.some((other) => other.id !== id && other.leaving === null))
    return refuse(roster, { code: 'lastMember', params: {} });
  const { roster: marked } = onMember(roster, id, (row) => ({ ...row, leaving: row.leaving ?? why }));
  // Whoever sat at a machine that is put out may know invitations, its own among them.
  const invitations = why === 'left' ? marked.invitations : [];
  return accept(configured({ ...marked, invitations }, context), id);
}

function replace(roster: Roster, { id, by }: Of<'roster.replace'>, context: RosterContext): RosterResult {
  const dead = memberOf(roster, id);
  const heir = memberOf(roster, by);
  if (dead === null || heir === null || id === by)
    return refuse(roster, { code: 'notAMember', params: { id: dead === null ? id : by } });
  const members = roster.members.map((member) => {
    if (member.id === by) return { ...member, name: dead.name, pinned: dead.pinned };
    return member.id === id ? { ...member, name: freeName(roster, dead.name) } : member;
  });
  return remove({ ...roster, members }, id, 'replaced', context);
}

function invite(roster: Roster, command: Of<'roster.invite'>, age: number): RosterResult {
  const { id, label, kind, verifier, uses, forMs } = command;
  const kept = roster.invitations.filter((one) => !hasExpired(one, age) && one.usesLeft !== 0);
  if (kept.some((one) => one.id === id)) return refuse(roster, { code: 'idTaken', params: { id } });
  if (kept.length >= MAX_INVITATIONS)
    return refuse(roster, { code: 'tooManyInvitations', params: { max: MAX_INVITATIONS } });
  const invitation = { id, label, kind, verifier, usesLeft: uses, until: age + forMs };
  return accept({ ...roster, invitations: [...kept, invitation] }, id);
}

function revoke(roster: Roster, { id }: Of<'roster.revoke'>): RosterResult {
  const invitations = roster.invitations.filter((one) => one.id !== id);
  if (invitations.length === roster.invitations.length)
    return refuse(roster, { code: 'unknownInvitation', params: {} });
  return accept({ ...roster, invitations }, id);
}

/** Counts for the hour of the log's age in which it was appended. */
function sample(roster: Roster, { online }: Of<'roster.sample'>, age: number): RosterResult {
  const hour = Math.floor(age / HOUR);
  const members = roster.members.map(({ id }) => id);
  return accept({ ...roster, presence: sampled(roster.presence, { hour, online, members }) }, String(hour));
}

/** Of two leaders that replaced the authority at once the first one counts. */
function succeed(roster: Roster, { generation, certificate }: Of<'roster.succeed'>): RosterResult {
  const newest = roster.authorities.at(-1)?.generation ?? -1;
  if (generation !== newest + 1) return refuse(roster, { code: 'staleAuthority', params: {} });
  const authority = { generation, certificate, tombstones: roster.tombstones.length };
  return accept({ ...roster, authorities: [...roster.authorities, authority] }, String(generation));
}

function bury(roster: Roster, id: string, age: number): Roster {
  const member = memberOf(roster, id);
  if (member === null) return roster;
  const { name, key, leaving } = member;
  const tombstone = { id, name, key, why: leaving ?? 'removed', at: age };
  const members = roster.members.filter((other) => other.id !== id);
  return { ...roster, members, tombstones: [...roster.tombstones, tombstone] };
}

function onMember(roster: Roster, id: string, change: (member: MemberRow) => MemberRow): RosterResult {
  if (memberOf(roster, id) === null) return refuse(roster, { code: 'notAMember', params: { id } });
  const members = roster.members.map((member) => (member.id === id ? change(member) : member));
  return accept({ ...roster, members }, id);
}

/** Two nodes with one name would be one to their users: the second gets a number. */
function freeName({ members }: Roster, wanted: string): string {
  const taken = (name: string) => members.some((member) => sameName(member.name, name));
  if (!taken(wanted)) return wanted;
  for (let n = 2; ; n++) {
    const suffix = ` ${n}`;
    const name = `${Array.from(wanted)
      .slice(0, 80 - suffix.length)
      .join('')
      .trimEnd()}${suffix}`;
    if (!taken(name)) return name;
  }
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function accept(roster: Roster, id: string): RosterResult {
  return { roster, answer: { ok: true, id } };
}

function refuse(roster: Roster, refusal: RosterRefusal): RosterResult {
  return { roster, answer: { ok: false, refusal } };
}
