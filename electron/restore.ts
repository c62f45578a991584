/** What a member's log begins with. */
import type { Configuration, Restored } from './raft/types.ts';
import type { Founding } from './replica/envelope.ts';
import type { Storage } from './storage/types.ts';

/**
 * What storage holds, or, on an empty one, the shop's first log entry, written now and the same on every founding
 * member. Whoever joined later begins with nothing, and is given all of it by the leader.
 */
export async function restoreOrFound(
  storage: Storage,
  founding: Founding,
  hasJoined: boolean,
): Promise<Restored> {
  const { hardState, snapshot, entries, damaged } = storage.opened;
  if (snapshot !== null || entries.length > 0 || hardState.term > 0 || damaged) {
    return { hardState, snapshot, entries, damaged };
  }
  if (hasJoined) return { hardState, snapshot: null, entries: [], damaged: false };
  const payload = {
    kind: 'configuration' as const,
    configuration: configurationOf(founding),
    data: JSON.stringify(founding),
  };
  const first = {
    hardState: { term: 1, vote: null, commit: 1 },
    firstIndex: 1,
    entries: [{ index: 1, term: 1, payload }],
  };
  await storage.append(first);
  return { hardState: first.hardState, snapshot: null, entries: first.entries, damaged: false };
}

/** Of the founding members; whoever joined later knows nobody who votes until the log says. */
export function configurationOf(founding: Founding): Configuration {
  return { voters: founding.members.map(({ id }) => id), outgoing: [], learners: [] };
}
