/** Who asks to be let into the shop: told at once, since a request waits for some minutes only. */
import type { Health } from '../../../shared/contract/health.ts';
import type { JoinNotice } from './notice.ts';

/** Whoever asks again and again, under whatever name, is heard this often. */
const PAUSE_MS = 60_000;

export type Requests = Readonly<{
  /** The ids of those that are there. */
  known: ReadonlySet<string>;
  toldAt: number | null;
}>;

/** `requests` that are there from the start are no news. */
export const NO_REQUESTS: Requests = { known: new Set(), toldAt: null };

/** What there is to tell at `now`, in milliseconds of one monotonic clock, and what is remembered of it. */
export function asked(
  requests: Requests,
  { membership }: Pick<Health, 'membership'>,
  now: number,
): Readonly<{ requests: Requests; notice: JoinNotice | null }> {
  const there = membership?.requests ?? [];
  const known = new Set(there.map(({ id }) => id));
  const fresh = there.find(({ id }) => !requests.known.has(id));
  const { toldAt } = requests;
  if (fresh === undefined || (toldAt !== null && now - toldAt < PAUSE_MS)) {
    return { requests: { known, toldAt }, notice: null };
  }
  return { requests: { known, toldAt: now }, notice: { kind: 'asks', name: fresh.name } };
}
