/** How old what the screen shows may be. */
import type { Replica } from '../store/replica.ts';

/**
 * Until when (epoch ms) what is shown is known to be all there is; null while it is followed as it
 * changes. To be asked when connection or health have changed, at `now`; `before` is its last answer.
 */
export function freshUntil(
  before: number | null,
  { connection, health }: Pick<Replica, 'connection' | 'health'>,
  now: number,
): number | null {
  switch (connection) {
    case 'connecting':
      return null;
    case 'connected':
      return health?.mode === 'readingOnly' && !health.contradicted ? now - health.staleMs : null;
    case 'lost':
    case 'outdated':
      return before ?? now;
  }
}
