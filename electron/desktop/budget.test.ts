import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createBudget } from './budget.ts';

/** How many of so many messages at once are let through. */
const spent = (budget: ReturnType<typeof createBudget>, messages: number) =>
  Array.from({ length: messages }, () => budget.spend()).filter(Boolean).length;

it('lets a burst of 1,000 through, and 200 more for each second that passes', () => {
  let now = 0;
  const budget = createBudget(() => now);
  expect(spent(budget, 5_000)).toBe(1_000);
  now = 500;
  expect(spent(budget, 5_000)).toBe(100);
  now = 1_000_000;
  expect(spent(budget, 5_000)).toBe(1_000);
});

it('never lets more through than a burst and 200 a second, however they are spread', () => {
  const spread = fc.array(fc.tuple(fc.nat({ max: 3_000 }), fc.nat({ max: 2_000 })), { maxLength: 30 });
  fc.assert(
    fc.property(spread, (turns) => {
      let now = 0;
      let through = 0;
      const budget = createBudget(() => now);
      for (const [pause, messages] of turns) {
        now += pause;
        through += spent(budget, messages);
        expect(through).toBeLessThanOrEqual(1_000 + (now / 1_000) * 200);
      }
    }),
  );
});
