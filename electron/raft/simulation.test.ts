/**
 * Whole clusters under faults, on simulated time. `PRINTRAFT_SIM_SEEDS=5000` runs more of them,
 * `PRINTRAFT_SIM_FROM=17 PRINTRAFT_SIM_SEEDS=1` runs one again.
 */
import { describe, expect, it } from 'vitest';
import { runSeed } from './testing/swarm.ts';

const FIRST = Number(process.env['PRINTRAFT_SIM_FROM'] ?? 1);
const SEEDS = Number(process.env['PRINTRAFT_SIM_SEEDS'] ?? 160);
const STEPS = Number(process.env['PRINTRAFT_SIM_STEPS'] ?? 2_000);
const GROUPS = Math.min(SEEDS, 8);

/** What went wrong with this seed, the last that happened before, and how to see it again. */
function failure(seed: number): Error {
  const lines: string[] = [];
  const replay = `PRINTRAFT_SIM_FROM=${seed} PRINTRAFT_SIM_SEEDS=1 PRINTRAFT_SIM_STEPS=${STEPS} npx vitest run --config build/vitest.ts --project unit electron/raft/simulation`;
  try {
    runSeed(seed, { steps: STEPS, trace: (line) => lines.push(line) });
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause);
    const last = lines.slice(-25).join('\n');
    return new Error(`seed ${seed}: ${what}\nagain: ${replay}\nbefore it:\n${last}`, { cause });
  }
  return new Error(`seed ${seed} fails only sometimes: the simulation is not deterministic`);
}

describe('a cluster under loss, doubling, delay, reordering, partitions, crashes, torn writes, damage, changes of who takes part and transfers', () => {
  const totals = { leaders: 0, committed: 0, reads: 0, changes: 0 };

  it.each(Array.from({ length: GROUPS }, (_, group) => group))(
    'stays correct throughout and works again once healed (part %i)',
    (group) => {
      for (let seed = FIRST + group; seed < FIRST + SEEDS; seed += GROUPS) {
        try {
          const { leaders, committed, reads, changes } = runSeed(seed, { steps: STEPS });
          totals.leaders += leaders;
          totals.committed += committed;
          totals.reads += reads;
          totals.changes += changes;
        } catch {
          throw failure(seed);
        }
      }
    },
  );

  // Of a few seeds, as when one is run again, no average can be expected.
  it.runIf(SEEDS >= 100)('gets enough done meanwhile to mean something', () => {
    expect(totals.leaders).toBeGreaterThan(2 * SEEDS);
    expect(totals.committed).toBeGreaterThan(20 * SEEDS);
    expect(totals.reads).toBeGreaterThan(5 * SEEDS);
    expect(totals.changes).toBeGreaterThan(SEEDS);
  });

  it('is the same every time for the same seed', () => {
    const trace = () => {
      const lines: string[] = [];
      runSeed(FIRST, { steps: 500, trace: (line) => lines.push(line) });
      return lines;
    };
    expect(trace()).toEqual(trace());
  });
});
