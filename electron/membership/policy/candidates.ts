/** Who can vote, and who is the best to: a learner that may become a voter, a voter that may go on as one. */
import type { NodeId } from '../../raft/types.ts';
import { stableFor } from './stability.ts';
import type { Knowledge, MemberFacts, PolicyRules } from './types.ts';

/** Whether the shop can count on it now: what a voter has to be for a majority to work. */
export function isWorking(member: MemberFacts, { self }: Knowledge): boolean {
  const here = member.online || member.id === self;
  return here && !member.quitting && !member.leaving && member.readsVersion && !member.damaged;
}

/** Whether it has (almost) the whole log. */
export function isClose(
  { id, match }: MemberFacts,
  { self, lastIndex }: Knowledge,
  { lag }: PolicyRules,
): boolean {
  return id === self || lastIndex - match <= lag;
}

/** Whether a learner may vote: working, stable, and with (almost) the whole log for long enough. */
export function isCandidate(member: MemberFacts, knowledge: Knowledge, rules: PolicyRules): boolean {
  const { now, configuration } = knowledge;
  const { id, since, flaps, caughtUpSince } = member;
  if (!configuration.learners.includes(id) || !isWorking(member, knowledge)) return false;
  if (now - since < stableFor(flaps, rules)) return false;
  if (!isClose(member, knowledge, rules)) return false;
  return caughtUpSince !== null && now - caughtUpSince >= rules.caughtUp;
}

/**
 * The best first: who covers a failure domain that no voter covers, then pinned as always-on, presence, mains
 * power, position in the log, id. Each one chosen covers its domain for those after it.
 *
 * @param staying who votes beside them
 */
export function ranked(among: readonly MemberFacts[], staying: readonly MemberFacts[]): MemberFacts[] {
  const covered = new Set(staying.map(({ failureDomain }) => failureDomain));
  const left = [...among];
  const order: MemberFacts[] = [];
  while (left.length > 0) {
    const best = left.reduce((a, b) => (compare(b, a, covered) < 0 ? b : a));
    left.splice(left.indexOf(best), 1);
    covered.add(best.failureDomain);
    order.push(best);
  }
  return order;
}

function compare(a: MemberFacts, b: MemberFacts, covered: ReadonlySet<string | null>): number {
  const covers = ({ failureDomain }: MemberFacts) => failureDomain !== null && !covered.has(failureDomain);
  return (
    Number(covers(b)) - Number(covers(a)) ||
    Number(b.pinned) - Number(a.pinned) ||
    b.presence - a.presence ||
    Number(b.mains === true) - Number(a.mains === true) ||
    b.match - a.match ||
    compareIds(a.id, b.id)
  );
}

function compareIds(a: NodeId, b: NodeId): number {
  return a < b ? -1 : Number(a > b);
}
