import { expect } from 'vitest';

/** Expects it within ten seconds, which a busy machine may need. */
export const soon = <T>(what: () => T) => expect.poll(what, { timeout: 10_000, interval: 10 });
