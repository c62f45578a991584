/**
 * Who is to vote next: departures first (whoever is removed, about to quit, or silent), each for the best that can
 * vote instead; then, if nobody departs, more voters where there are enough for them.
 */
import type { NodeId } from '../../raft/types.ts';
import { isCandidate, isClose, isWorking, ranked } from './candidates.ts';
import type { Why } from './reasons.ts';
import type { Knowledge, MemberFacts, PolicyRules } from './types.ts';

export type Departure = Readonly<{ member: MemberFacts; why: Why }>;

export type VoterPlan = Readonly<{
  voters: readonly MemberFacts[];
  /** The most urgent first. */
  departures: readonly Departure[];
  /** Too few of those who would vote then are there, so the removals wait for a majority of these. */
  removalNeeds: readonly MemberFacts[] | null;
}>;

export function planVoters(knowledge: Knowledge, rules: PolicyRules): VoterPlan {
  const voters = knowledge.configuration.voters.map((id) => factsOf(knowledge, id));
  const departures = departuresOf(voters, knowledge, rules);
  const staying = voters.filter((voter) => !departures.some(({ member }) => member === voter));
  const candidates = ranked(
    knowledge.members.filter((member) => isCandidate(member, knowledge, rules)),
    staying,
  );
  if (departures.length === 0) {
    const more = isSettled(knowledge, rules) ? growth(voters.length, candidates, knowledge, rules) : [];
    return { voters: [...voters, ...more], departures, removalNeeds: null };
  }
  const substituted = departures.slice(0, candidates.length).map(({ member }) => member);
  const kept = voters.filter((voter) => !substituted.includes(voter));
  const next = [...kept, ...candidates.slice(0, substituted.length)];
  const removed = next.filter(({ leaving }) => leaving);
  if (removed.length === 0) return { voters: next, departures, removalNeeds: null };
  return { departures, ...lowered(next, knowledge, rules) };
}

/** A majority of so many voters. */
export function majorityOf(voters: number): number {
  return Math.floor(voters / 2) + 1;
}

/** Whether enough of these would be left to write, once those that are about to quit have gone. */
export function canWrite(voters: readonly MemberFacts[], { self }: Knowledge): boolean {
  const left = voters.filter(({ id, online, quitting }) => (online || id === self) && !quitting);
  return left.length >= majorityOf(voters.length);
}

/** Whoever votes and is not in the roster was removed from it. */
function factsOf({ members, now }: Knowledge, id: NodeId): MemberFacts {
  return members.find((member) => member.id === id) ?? { ...GONE, id, name: id, since: now };
}

const GONE = {
  pinned: false,
  leaving: true,
  quitting: false,
  online: false,
  flaps: 0,
  match: 0,
  caughtUpSince: null,
  readsVersion: false,
  damaged: false,
  failureDomain: null,
  mains: null,
  presence: 0,
};

/** It has led for long enough to know who is there (consensus: a new leader's failure detector). */
export function isSettled({ now, leadingSince }: Knowledge, { grace }: PolicyRules): boolean {
  return now - leadingSince >= grace;
}

const URGENCY: readonly Why['kind'][] = ['leaving', 'quitting', 'silent'];

function departuresOf(
  voters: readonly MemberFacts[],
  knowledge: Knowledge,
  rules: PolicyRules,
): readonly Departure[] {
  return voters
    .flatMap((member) => {
      const why = whyDeparts(member, knowledge, rules);
      return why === null ? [] : [{ member, why }];
    })
    .sort(
      (a, b) => URGENCY.indexOf(a.why.kind) - URGENCY.indexOf(b.why.kind) || a.member.since - b.member.since,
    );
}

/** What was asked for needs no judgement, and no waiting for it; silence does. */
function whyDeparts(member: MemberFacts, knowledge: Knowledge, rules: PolicyRules): Why | null {
  if (member.leaving) return { kind: 'leaving' };
  if (member.quitting) return { kind: 'quitting' };
  const forMs = knowledge.now - member.since;
  if (member.online || member.id === knowledge.self || forMs < rules.silent) return null;
  return isSettled(knowledge, rules) ? { kind: 'silent', forMs } : null;
}

/** 1 → 3, 3 → 5, and from an even number to the next odd one; all at once, or not yet. */
function growth(
  size: number,
  candidates: readonly MemberFacts[],
  { members }: Knowledge,
  { membersForFive, presenceForFive }: PolicyRules,
): readonly MemberFacts[] {
  const present = members.filter(({ leaving, presence }) => !leaving && presence >= presenceForFive).length;
  const enoughForFive = size === 3 && present >= membersForFive;
  const wanted = size % 2 === 0 ? size + 1 : size === 1 ? 3 : enoughForFive ? 5 : size;
  const more = wanted - size;
  return candidates.length >= more ? candidates.slice(0, more) : [];
}

/**
 * Members that vote are removed, and nobody can vote instead. An odd number of the others go on, if a majority
 * of them works: two of two would stop with either.
 */
function lowered(
  next: readonly MemberFacts[],
  knowledge: Knowledge,
  rules: PolicyRules,
): Pick<VoterPlan, 'voters' | 'removalNeeds'> {
  // Who else could vote is not known before that.
  if (!isSettled(knowledge, rules)) return { voters: next, removalNeeds: null };
  const others = next.filter(({ leaving }) => !leaving);
  const isReady = (member: MemberFacts) => isWorking(member, knowledge) && isClose(member, knowledge, rules);
  const ready = others.filter(isReady);
  const rest = others.filter((member) => !isReady(member));
  const best = [...ranked(ready, []), ...ranked(rest, ready)];
  const odd = best.slice(0, best.length - ((best.length + 1) % 2));
  const works = odd.length > 0 && ready.length >= majorityOf(odd.length);
  return works ? { voters: odd, removalNeeds: null } : { voters: next, removalNeeds: odd };
}
