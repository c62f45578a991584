/**
 * The tables from which the queue is worked out: where each job could start depends on every printer and spool, so any
 * change asks for all of it anew. In a large shop that takes long enough to be felt; then it is done a few times a
 * second, and what is shown is behind by as much. A start is checked by the rules anyway.
 */
import { create, type StoreApi, useStore } from 'zustand';
import type { Shop } from '../../shared/domain/model.ts';
import { useReplica } from './replica.ts';

/** What nobody feels. */
const CHEAP_MS = 8;
/** At most this part of the page's time goes into it. */
const SHARE = 0.2;

type Told = Readonly<{ tables: Shop }>;

/**
 * Follows the tables, from one change to the next as long as that is cheap.
 * @param costMs of working the queue out when that was last done
 */
export function calmed(
  source: Pick<StoreApi<Told>, 'getState' | 'subscribe'>,
  costMs: () => number,
): StoreApi<Told> {
  const calm = create<Told>()(() => ({ tables: source.getState().tables }));
  let waits = false;
  const take = () => calm.setState({ tables: source.getState().tables });
  source.subscribe(({ tables }) => {
    if (waits || tables === calm.getState().tables) return;
    const cost = costMs();
    if (cost < CHEAP_MS) return take();
    waits = true;
    setTimeout(() => {
      waits = false;
      take();
    }, cost / SHARE);
  });
  return calm;
}

/** The first question about some tables works the queue out: how long that took, the last time. */
let costMs = 0;
let asked: Shop | null = null;

function timed<T>(tables: Shop, select: (tables: Shop) => T): T {
  if (tables === asked) return select(tables);
  asked = tables;
  const began = performance.now();
  const selected = select(tables);
  costMs = performance.now() - began;
  return selected;
}

const current = calmed(useReplica, () => costMs);

/** Something of the queue, as `view/queue.ts` tells it of the tables. */
export function useQueue<T>(select: (tables: Shop) => T): T {
  return useStore(current, ({ tables }) => timed(tables, select));
}
