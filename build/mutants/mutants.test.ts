import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hunt, mutate, sourceOf } from './hunt.ts';
import { LEVELS } from '../sim/levels.ts';
import { MUTANTS } from './mutants.ts';

const directory = await mkdtemp(join(tmpdir(), 'printraft-mutants-'));
afterAll(() => rm(directory, { recursive: true, force: true }));

describe('what is wrong in one place', () => {
  it('is named once', () => expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length));

  it.each(MUTANTS)(
    'is found by the simulator of the $level: $name ($rule)',
    { timeout: 120_000 },
    async (mutant) => {
      expect(
        await hunt(mutant, directory, {
          level: mutant.level,
          from: 1,
          seeds: 3_000,
          steps: LEVELS[mutant.level].steps,
        }),
      ).toMatchObject({
        kind: 'caught',
      });
    },
  );

  it('fits the source exactly once, or says so', async () => {
    const [mutant] = MUTANTS;
    if (mutant === undefined) throw new Error('There are none.');
    const source = await sourceOf(mutant);
    expect(mutate(source, mutant)).not.toBe(source);
    expect(() => mutate('nothing of it', mutant)).toThrow(/stands there 0 times/);
  });
});

it.each([
  { level: 'core', seeds: 200 },
  { level: 'shop', seeds: 20 },
] as const)(
  'the $level as it is goes through the same without a fault',
  { timeout: 120_000 },
  async (asked) => {
    const { steps } = LEVELS[asked.level];
    expect(await hunt(null, directory, { ...asked, from: 1, steps })).toEqual({ kind: 'escaped' });
  },
);
