/**
 * Whole shops under faults, on simulated time. More of them: `npm run sim -- --level shop --seeds 1000`; one again:
 * `npm run sim -- --level shop --seed 17`.
 */
import { describe, expect, it } from 'vitest';
import { runShop, type ShopRunResult } from './run.ts';
import { Timeline } from './timeline.ts';

const SEEDS = 24;
const STEPS = 200;

describe('a shop of real replicas under crashes, power cuts, sleep, freezing, loss, partitions, disks that hang, fail, fill up and forget, and clocks that are wrong', () => {
  it(
    'answers as one, loses nothing, does nothing twice, and is well again once healed',
    { timeout: 180_000 },
    async () => {
      const results: ShopRunResult[] = [];
      for (let seed = 1; seed <= SEEDS; seed++) {
        results.push(
          await runShop(seed, { steps: STEPS }).catch((cause: unknown) => {
            throw new Error(`again: npm run sim -- --level shop --seed ${seed}`, { cause });
          }),
        );
      }
      const sum = (of: (result: ShopRunResult) => number) =>
        results.reduce((all, result) => all + of(result), 0);
      // Enough was done meanwhile to mean something.
      expect(sum(({ counts }) => counts.writes)).toBeGreaterThan(100 * SEEDS);
      expect(sum(({ leaders }) => leaders)).toBeGreaterThan(4 * SEEDS);
      expect(sum(({ configurations }) => configurations)).toBeGreaterThan(SEEDS);
      const faults = new Set(results.flatMap((result) => [...result.faults.keys()]));
      expect(faults.size).toBe(21);
    },
  );

  it('is the same every time for the same seed', async () => {
    const trace = async () => {
      const lines: string[] = [];
      const { counts, committed, messages } = await runShop(3, {
        steps: 60,
        trace: (line) => lines.push(line),
      });
      return { lines, counts, committed, messages };
    };
    expect(await trace()).toEqual(await trace());
  });
});

describe('the timeline', () => {
  it('brings about what is due in order of time, and of asking at the same time', async () => {
    const timeline = new Timeline();
    const seen: string[] = [];
    const at = (ms: number, name: string) => timeline.after(ms, () => seen.push(`${timeline.now} ${name}`));
    at(30, 'c');
    at(10, 'a');
    at(10, 'b');
    at(20, 'cancelled')();
    timeline.after(15, () => at(5, 'asked for meanwhile'));
    at(100, 'too late');
    await timeline.run(50, () => undefined);
    expect(seen).toEqual(['10 a', '10 b', '20 asked for meanwhile', '30 c']);
    expect(timeline.now).toBe(50);
  });
});
