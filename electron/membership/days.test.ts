/** Whole days of a shop, in a few seconds: `npm run sim:days` runs thirty of them, for more seeds. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type DaysResult, runDays } from './testing/days/run.ts';

const HOUR = 3_600_000;

describe.each([
  [3, 0],
  [1, 1],
])('Ten machines over four working days (seed %i, %i always on)', (seed, alwaysOn) => {
  let result: DaysResult;
  beforeAll(() => {
    result = runDays({ days: 4, machines: 10, alwaysOn, seed });
  }, 60_000);

  it('lose nothing that was acknowledged, and answer as one', () => {
    // Whatever is lost, or read stale, throws; this says that there was something to lose.
    expect(result.acknowledged).toBeGreaterThan(1_000);
    expect(result.reads).toBeGreaterThan(500);
  });

  it('can write for all but a twenty-fifth of the time that any rule could give them', () => {
    expect(result.writable).toBeGreaterThan(0.96 * result.best);
    expect(result.writable).toBeLessThanOrEqual(result.best);
    expect(result.longestWait).toBeLessThan(HOUR);
  });

  it('can write for longer than if all ten voted, or any three that never change', () => {
    expect(result.writable).toBeGreaterThan(result.majorityOfAll);
    expect(result.writable).toBeGreaterThan(result.bestFixedThree);
  });

  it('change who votes a few times a day', () => {
    expect(result.changes).toBeGreaterThan(4);
    expect(result.changes).toBeLessThan(40);
  });
});

it('is the same every time for the same seed', () => {
  const trace = () => {
    const lines: string[] = [];
    runDays({ days: 1, machines: 5, alwaysOn: 0, seed: 3, trace: (line) => lines.push(line) });
    return lines;
  };
  expect(trace()).toEqual(trace());
});
