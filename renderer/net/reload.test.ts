import { expect, it } from 'vitest';
import { shouldReload } from './reload.ts';
import { memoryStorage } from '../testing/storage.ts';

it('does not reload for its own build', () => {
  expect(shouldReload('a', 'a', memoryStorage())).toBe(false);
});

it('reloads once for each other build that it meets', () => {
  const memory = memoryStorage();
  expect(shouldReload('a', 'b', memory)).toBe(true);
  expect(shouldReload('a', 'b', memory)).toBe(false);
  expect(shouldReload('a', 'c', memory)).toBe(true);
});

it('never reloads where it could not remember having done so', () => {
  const forbidden = {
    getItem: () => {
      throw new DOMException('denied', 'SecurityError');
    },
    setItem: () => undefined,
  };
  expect(shouldReload('a', 'b', forbidden)).toBe(false);
  const full = {
    getItem: () => null,
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  };
  expect(shouldReload('a', 'b', full)).toBe(false);
});
