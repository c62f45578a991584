/**
 * Crash consistency: lives of a data directory are recorded change by change, and whatever a power failure may leave
 * at each moment of them is laid out and opened. docs/storage.md says what is promised and how it is tried.
 */
import { crashEverywhere, recordLife } from './testing/crash/everywhere.ts';
import { describe, expect, it } from 'vitest';
import { Lost } from './testing/crash/check.ts';
import type { Sync } from './testing/crash/disk.ts';

/** More by hand: `PRINTRAFT_CRASH_SEEDS=100 npm test -- --project unit electron/storage/crash`. */
const SEEDS = Array.from({ length: Number(process.env['PRINTRAFT_CRASH_SEEDS'] ?? 6) }, (_, n) => n + 1);
const STEPS = 24;

describe('after a power failure at any moment', () => {
  it.each(SEEDS)(
    'all that was acknowledged is there, and nothing else (life %i)',
    { timeout: 120_000 },
    async (seed) => {
      const recorded = await recordLife(seed, STEPS);
      expect(recorded.failure).toBeNull();
      const { states, again } = await crashEverywhere(recorded, seed);
      console.info(
        `life ${seed}: ${recorded.trace.ops.length} operations, ${states} crash states, ${again} of them in the middle of opening another`,
      );
      expect(again).toBeGreaterThan(100);
    },
  );
});

describe('a disk that takes syncs for done is found out:', () => {
  const isLog = ({ path }: { path: string }) => /^log\/\d+\.db$/.test(path);
  it.each<[string, (sync: Sync) => boolean]>([
    ['of the log', (sync) => sync.kind === 'sync' && isLog(sync)],
    ['of what is to replace a file', (sync) => sync.kind === 'sync' && sync.path.endsWith('.tmp')],
    ['of the log’s directory', (sync) => sync.kind === 'syncDirectory' && sync.path === 'log'],
    ['of the snapshots’ directory', (sync) => sync.kind === 'syncDirectory' && sync.path === 'snapshots'],
    ['of the data directory', (sync) => sync.kind === 'syncDirectory' && sync.path === '.'],
    ['of where forgotten records go', (sync) => sync.kind === 'syncDirectory' && sync.path === 'diverged'],
  ])('%s', { timeout: 120_000 }, async (_, deaf) => {
    const outcome = async (seed: number): Promise<unknown> => {
      const recorded = await recordLife(seed, STEPS);
      return crashEverywhere(recorded, seed, 0, deaf).catch((cause: unknown) => cause);
    };
    let found: unknown;
    for (let seed = 1; seed <= 6 && !(found instanceof Lost); seed++) found = await outcome(seed);
    expect(found).toBeInstanceOf(Lost);
  });
});
