/** The roster that a shop begins with. */
import { EMPTY_ROSTER, type MemberRow, type Roster } from '../membership/roster/types.ts';
import type { Founding, MemberRecord } from './envelope.ts';

export function rosterOf({ members, authority }: Founding): Roster {
  const rows = members.map(rowOf).filter((row) => row !== null);
  const authorities =
    authority === undefined ? [] : [{ generation: 0, certificate: authority, tombstones: 0 }];
  return { ...EMPTY_ROSTER, members: rows, authorities };
}

function rowOf({ id, name, key, link, http }: MemberRecord): MemberRow | null {
  if (key === undefined) return null;
  const addresses = link.port === 0 ? [] : [link];
  return { id, name, key, addresses, http, admittedAt: 0, pinned: false, leaving: null, boot: null };
}
