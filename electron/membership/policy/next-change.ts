/**
 * The one next change of who votes and who learns (docs/membership.md, "Who votes"), with its reason: a pure function
 * from what the leader knows. It brings the configuration to the roster; the core (`electron/raft/`) carries
 * one change at a time out.
 */
import type { NodeId } from '../../raft/types.ts';
import { isClose, isWorking, ranked } from './candidates.ts';
import type { Reason } from './reasons.ts';
import { defaultRules, type Decision, type Knowledge, type MemberFacts, type PolicyRules } from './types.ts';
import { canWrite, isSettled, majorityOf, planVoters, type VoterPlan } from './voters.ts';

const NOTHING: Decision = { change: null, reasons: [], handOverTo: null };

/** What to propose now, or what is waited for. To be asked of a leader only. */
export function nextChange(knowledge: Knowledge, rules: PolicyRules = defaultRules): Decision {
  const { configuration, configurationCommitted, committedOwnTerm, configurationIndex } = knowledge;
  // One change in flight.
  if (configuration.outgoing.length > 0 || !configurationCommitted) return NOTHING;
  // Raft's own condition (Raft §6, as corrected in 2015): what earlier leaders changed is settled by then.
  if (!committedOwnTerm) return { change: null, reasons: [], handOverTo: successor(knowledge, rules) };
  const plan = planVoters(knowledge, rules);
  const voters = plan.voters.map(({ id }) => id);
  const learners = knowledge.members
    .filter(({ id, leaving }) => !leaving && !voters.includes(id))
    .map(({ id }) => id);
  if (sameIds(voters, configuration.voters) && sameIds(learners, configuration.learners))
    return { change: null, reasons: waiting(plan, knowledge), handOverTo: successor(knowledge, rules) };
  return {
    change: { basedOn: configurationIndex, voters, learners },
    reasons: changing(plan, learners, knowledge),
    handOverTo: null,
  };
}

/**
 * Whom the lead is handed to (dissertation §3.10): by a leader that is about to go, and goes on voting; and where a
 * member has got back what its disk had forgotten, since it may vote again, or at all, only under a leader that was
 * elected after that (`raft/damage.ts`).
 */
function successor(knowledge: Knowledge, rules: PolicyRules): NodeId | null {
  const { members, self, configuration } = knowledge;
  const goes = members.some(({ id, quitting }) => id === self && quitting);
  if (!goes && !isVoteMissing(knowledge, rules)) return null;
  const able = members.filter(
    (member) =>
      member.id !== self && configuration.voters.includes(member.id) && isWorking(member, knowledge),
  );
  const close = able.filter((member) => isClose(member, knowledge, rules));
  // Only who has to go hands over to one that has to be brought up to date first.
  return ranked(close.length > 0 || !goes ? close : able, [])[0]?.id ?? null;
}

function isVoteMissing(knowledge: Knowledge, rules: PolicyRules): boolean {
  if (!isSettled(knowledge, rules)) return false;
  return knowledge.members.some(
    (member) => member.damaged && member.online && isClose(member, knowledge, rules),
  );
}

function changing(plan: VoterPlan, learners: readonly NodeId[], knowledge: Knowledge): readonly Reason[] {
  const { configuration, members } = knowledge;
  const { voters, departures } = plan;
  const before = new Set(configuration.voters);
  const incoming = voters.filter(({ id }) => !before.has(id));
  const outgoing = departures.filter(({ member }) => !voters.includes(member));
  const swaps = outgoing.slice(0, incoming.length).map(({ member, why }, i): Reason => ({
    kind: 'swapped',
    out: member.name,
    in: incoming[i]?.name ?? '',
    why,
  }));
  const reasons: Reason[] = voters.length < before.size ? [] : swaps;
  if (voters.length > before.size)
    reasons.push({ kind: 'promoted', who: names(incoming), all: names(voters) });
  if (voters.length < before.size) {
    const removed = outgoing.filter(({ why }) => why.kind === 'leaving').map(({ member }) => member);
    reasons.push({ kind: 'lowered', out: names(removed), all: names(voters) });
  }
  const known = new Set([...before, ...configuration.learners]);
  const admitted = members.filter(({ id }) => learners.includes(id) && !known.has(id));
  if (admitted.length > 0) reasons.push({ kind: 'admitted', who: names(admitted) });
  const dismissed = configuration.learners.filter((id) => !learners.includes(id) && !isIn(voters, id));
  if (dismissed.length > 0) {
    const nameOf = (id: NodeId) => members.find((member) => member.id === id)?.name ?? id;
    reasons.push({ kind: 'dismissed', who: dismissed.map(nameOf) });
  }
  return reasons;
}

function waiting({ voters, departures, removalNeeds }: VoterPlan, knowledge: Knowledge): readonly Reason[] {
  const reasons: Reason[] = [];
  const needed = majorityOf(voters.length);
  const removed = departures.filter(({ why }) => why.kind === 'leaving').map(({ member }) => member);
  if (removalNeeds !== null)
    reasons.push({
      kind: 'removalWaits',
      who: names(removed),
      needed: majorityOf(removalNeeds.length),
      of: names(removalNeeds),
    });
  for (const { member, why } of departures) {
    if (why.kind === 'leaving') continue;
    const { name } = member;
    if (why.kind === 'quitting' && !canWrite(voters, knowledge))
      reasons.push({ kind: 'readingOnly', who: name, needed, of: names(voters) });
    else reasons.push({ kind: 'noSubstitute', who: name, why });
  }
  const [only] = voters;
  const others = knowledge.members.filter(({ id, leaving }) => !leaving && id !== only?.id);
  if (voters.length === 1 && only !== undefined && departures.length === 0 && others.length > 0)
    reasons.push({ kind: 'alone', who: only.name });
  return reasons;
}

function names(members: readonly MemberFacts[]): readonly string[] {
  return members.map(({ name }) => name);
}

function isIn(members: readonly MemberFacts[], id: NodeId): boolean {
  return members.some((member) => member.id === id);
}

function sameIds(a: readonly NodeId[], b: readonly NodeId[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id));
}
