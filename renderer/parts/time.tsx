import { useSyncExternalStore } from 'react';
import { exactMoment, moment, span } from '../view/format.ts';

const TICK_MS = 20_000;
let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The time, three times a minute: one timer for the whole page. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** A moment as the time of day or the date. */
export function Moment({ at }: Readonly<{ at: number }>) {
  return (
    <time dateTime={new Date(at).toISOString()} title={exactMoment(at)}>
      {moment(at, useNow())}
    </time>
  );
}

/** How long ago, for something that still goes on. */
export function Since({ at }: Readonly<{ at: number }>) {
  return (
    <time dateTime={new Date(at).toISOString()} title={`Since ${exactMoment(at)}`}>
      {span(useNow() - at)}
    </time>
  );
}
