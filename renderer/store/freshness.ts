import { create } from 'zustand';
import type { StoreApi } from 'zustand';
import { freshUntil } from '../view/freshness.ts';
import type { Replica } from './replica.ts';

/** `until`: see `freshUntil`. */
export const useFreshness = create<{ until: number | null }>()(() => ({ until: null }));

/** Keeps the freshness up with the replica, until the returned function is called. */
export function followFreshness(replica: StoreApi<Replica>, now: () => number = Date.now): () => void {
  return replica.subscribe((next, before) => {
    if (next.connection === before.connection && next.health === before.health) return;
    useFreshness.setState(({ until }) => ({ until: freshUntil(until, next, now()) }));
  });
}
