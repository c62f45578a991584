import { expect, it } from 'vitest';
import { copiesWords, prioritiesFor, priorityWords, weightWords } from './job-words.ts';

it('copies are counted where there are several, and what failed where something did', () => {
  expect(copiesWords({ copies: 1, done: 0, failed: 0 })).toBe('');
  expect(copiesWords({ copies: 5, done: 2, failed: 0 })).toBe('2 of 5');
  expect(copiesWords({ copies: 5, done: 2, failed: 1 })).toBe('2 of 5, 1 failed');
  expect(copiesWords({ copies: 1, done: 0, failed: 2 })).toBe('2 failed');
});

it('grams are those of one copy', () => {
  expect(weightWords({ copies: 1, weightMg: 12_500 })).toBe('12.5 g');
  expect(weightWords({ copies: 3, weightMg: 12_500 })).toBe('3 × 12.5 g');
});

it('priorities have words, and others their number', () => {
  expect([2, 1, 0, -1, 7].map(priorityWords)).toEqual(['Urgent', 'High', 'Normal', 'Low', 'Priority 7']);
  expect(prioritiesFor(0)).toEqual([2, 1, 0, -1]);
  expect(prioritiesFor(-4)).toEqual([2, 1, 0, -1, -4]);
});
