/**
 * When a shop may go by newer rules: once every workstation that votes, and every one that was there in the last
 * 14 days, runs a program that knows them. One that was away for longer stops in front of the first entry that it
 * cannot read and says *update*; that it votes no longer by then is the policy's doing.
 */
import type { Configuration, NodeId } from '../raft/types.ts';
import { PRESENCE_HOURS, presenceOf } from './roster/presence.ts';
import type { Roster } from './roster/types.ts';

/** As far back as presence reaches. */
const LATELY_MS = PRESENCE_HOURS * 3_600_000;

export type Upgrade = Readonly<{
  /** Of the rules that everybody knows who has to. */
  to: number;
  /** Whose programs hold up newer rules, by name: too old, or not heard of since this node leads. */
  missing: readonly string[];
}>;

/**
 * Up to which rules the shop may be raised now.
 * @param known the newest rules that each peer said that it knows, as heard by this node
 */
export function upgradeOf({
  self,
  own,
  configuration: { voters, outgoing },
  roster,
  known,
  age,
}: Readonly<{
  self: NodeId;
  own: number;
  configuration: Configuration;
  roster: Roster;
  known: ReadonlyMap<NodeId, number>;
  /** Of the log, ms. */
  age: number;
}>): Upgrade {
  // Whoever was let in lately may be in no sample yet.
  const recent = roster.members.filter(
    ({ id, leaving, admittedAt }) =>
      leaving === null && (presenceOf(roster.presence, id) > 0 || age - admittedAt < LATELY_MS),
  );
  const needed = new Set([...voters, ...outgoing, ...recent.map(({ id }) => id)]);
  needed.delete(self);
  const missing = [...needed].filter((id) => (known.get(id) ?? 0) < own);
  const to = Math.min(own, ...[...needed].map((id) => known.get(id) ?? 0));
  const nameOf = (id: NodeId) => roster.members.find((member) => member.id === id)?.name ?? id;
  return { to, missing: missing.map(nameOf).sort() };
}

/** Who keeps the shop at its older rules, as one sentence without its full stop. */
export function upgradeWords(missing: readonly string[]): string {
  const who = new Intl.ListFormat('en', { type: 'conjunction' }).format(missing);
  return `What is new in this version waits for ${who}: update PrintRaft there`;
}
