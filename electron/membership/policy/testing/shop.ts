/** A shop as its leader knows it, for tables of cases: everybody is well unless the case says otherwise. */
import type { Knowledge, MemberFacts } from '../types.ts';

/** Long after everything began. */
export const NOW = 10_000_000;
export const LAST = 1_000;

type Facts = Partial<Omit<MemberFacts, 'id'>>;

/** Online, stable and caught up for long, of a shop where nobody stands out. */
export function member(id: string, facts: Facts = {}): MemberFacts {
  return {
    id,
    name: id,
    pinned: false,
    leaving: false,
    quitting: false,
    online: true,
    since: NOW - 3_600_000,
    flaps: 0,
    match: LAST,
    caughtUpSince: NOW - 3_600_000,
    readsVersion: true,
    damaged: false,
    failureDomain: null,
    mains: null,
    presence: 0.3,
    ...facts,
  };
}

/** Silent for so many ms. */
export function silent(ms: number): Facts {
  return { online: false, since: NOW - ms, match: LAST - 500, caughtUpSince: null };
}

/**
 * `voters` as in "ABC", the first of which leads; everybody else in `members` learns.
 *
 * @param members in the order of admission; those that are not described are well
 */
export function shop(
  voters: string,
  members: string,
  described: Readonly<Record<string, Facts>> = {},
  more: Partial<Knowledge> = {},
): Knowledge {
  const ids = letters(members);
  return {
    now: NOW,
    self: voters.charAt(0),
    leadingSince: NOW - 3_600_000,
    committedOwnTerm: true,
    configuration: {
      voters: letters(voters),
      outgoing: [],
      learners: ids.filter((id) => !voters.includes(id)),
    },
    configurationIndex: 7,
    configurationCommitted: true,
    lastIndex: LAST,
    members: ids.map((id) => member(id, described[id])),
    ...more,
  };
}

/** What is in force, where that is not what the roster says. */
export function configured(voters: string, learners: string): Partial<Knowledge> {
  return { configuration: { voters: letters(voters), outgoing: [], learners: letters(learners) } };
}

/** The same of each of these. */
export function all<T extends object>(ids: string, facts: T): Record<string, T> {
  return Object.fromEntries(letters(ids).map((id) => [id, facts]));
}

function letters(ids: string): readonly string[] {
  return Array.from(ids);
}
