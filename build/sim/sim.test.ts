import { describe, expect, it } from 'vitest';
import { parseSimDays } from './days-options.ts';
import { parseSim } from './options.ts';
import { shrink } from './shrink.ts';

describe('npm run sim', () => {
  it('runs as many seeds as each level has, or the one that it is given', () => {
    expect(parseSim([])).toMatchObject({
      levels: ['core', 'shop'],
      seed: 1,
      seeds: undefined,
      nodes: undefined,
    });
    expect(parseSim(['--level', 'shop'])).toMatchObject({ levels: ['shop'] });
    expect(parseSim(['--seed', '17', '--nodes', '5'])).toMatchObject({ seed: 17, seeds: 1, nodes: 5 });
  });

  it.each([
    ['--seed', 'x', '--seed is a whole number from 0 to 2147483648, not x.'],
    ['--steps', '-1', '--steps'],
    ['--nodes', '9', '--nodes is a whole number from 3 to 7, not 9.'],
    ['--level', 'x', '--level is core or shop, not x.'],
    ['--bogus', '1', '--bogus'],
  ])('says what is wrong with %s %s', (flag, value, sentence) => {
    expect(() => parseSim([`${flag}=${value}`])).toThrow(sentence);
  });
});

describe('npm run sim:days', () => {
  it('runs ten seeds of thirty days, or the one that it is given', () => {
    expect(parseSimDays([])).toMatchObject({ seed: 1, seeds: 10, days: 30, machines: 10, alwaysOn: 0 });
    expect(parseSimDays(['--seed', '4', '--always-on', '1'])).toMatchObject({ seeds: 1, alwaysOn: 1 });
  });

  it('has at least one machine that comes and goes', () => {
    expect(() => parseSimDays(['--machines', '3', '--always-on', '3'])).toThrow(
      '--always-on is a whole number from 0 to 2, not 3.',
    );
  });
});

describe('a run that fails is shortened', () => {
  it('to the steps without which it does not fail', async () => {
    const needed = [3, 97, 98];
    const without = await shrink(200, (left) => Promise.resolve(needed.every((step) => !left.has(step))));
    expect(Array.from({ length: 200 }, (_, n) => n).filter((n) => !without.has(n))).toEqual(needed);
  });

  it('to nothing where it always fails', async () => {
    expect((await shrink(10, () => Promise.resolve(true))).size).toBe(10);
  });
});
