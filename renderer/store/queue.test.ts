import { beforeEach, expect, it, vi } from 'vitest';
import { create } from 'zustand';
import type { Shop } from '../../shared/domain/model.ts';
import { ShopTables } from '../../shared/domain/tables.ts';
import { calmed } from './queue.ts';

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

function followed(costMs: number) {
  const source = create<Readonly<{ tables: Shop }>>()(() => ({ tables: new ShopTables() }));
  const calm = calmed(source, () => costMs);
  let told = 0;
  calm.subscribe(() => (told += 1));
  const change = () => source.setState({ tables: new ShopTables() });
  return { source, calm, change, told: () => told };
}

it('follows each change where the queue is worked out in no time', () => {
  const { source, calm, change, told } = followed(2);
  for (let n = 1; n <= 3; n++) {
    change();
    expect([told(), calm.getState().tables]).toEqual([n, source.getState().tables]);
  }
});

it('where it takes long, comes after many changes at once, and ends at the last one', () => {
  const { source, calm, change, told } = followed(100);
  for (let n = 0; n < 20; n++) {
    change();
    vi.advanceTimersByTime(50);
  }
  // A second of changes, at a fifth of the page's time.
  expect(told()).toBe(2);
  vi.runAllTimers();
  expect(calm.getState().tables).toBe(source.getState().tables);
});
