/** Pages of an archive put together as one list, the newest first. */
import type { PageOf } from '../../shared/contract/protocol.ts';

/** The list with what is older behind it. */
export function withOlder<R>(shown: PageOf<R>, older: PageOf<R>): PageOf<R> {
  return { ...shown, records: [...shown.records, ...older.records], next: older.next };
}

/**
 * The list with what came in since in front of it. Where more came in than the newest page holds, or the archive is
 * another one, the newest page alone: a list has no holes.
 */
export function withNewest<R>(shown: PageOf<R> | null, newest: PageOf<R>): PageOf<R> {
  const fresh = newest.length - (shown?.length ?? 0);
  if (shown === null || fresh < 0 || fresh >= newest.records.length) return newest;
  if (fresh === 0) return shown;
  const records = [...newest.records.slice(0, fresh), ...shown.records];
  return { records, next: shown.next, length: newest.length };
}
