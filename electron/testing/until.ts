import { setTimeout as delay } from 'node:timers/promises';

/** How often a condition about another process is looked at: nothing there could send an event here. */
const LOOK_MS = 20;

/**
 * Resolves with what `condition` gives once that is neither null nor undefined nor false.
 * Rejects after `limitMs`; what the condition itself rejects with passes through.
 */
export async function until<T>(
  what: string,
  condition: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  limitMs = 10_000,
): Promise<T> {
  for (const end = performance.now() + limitMs; ;) {
    const found = await condition();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`not within ${limitMs} ms: ${what}`);
    await delay(LOOK_MS);
  }
}
