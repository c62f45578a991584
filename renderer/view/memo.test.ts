import { expect, it } from 'vitest';
import { byId, groupBy, perObject } from './memo.ts';

it('a view is computed once for each table object', () => {
  let computed = 0;
  const size = perObject((set: ReadonlySet<number>) => {
    computed += 1;
    return set.size;
  });
  const one = new Set([1]);
  expect([size(one), size(one), size(new Set([1, 2]))]).toEqual([1, 1, 2]);
  expect(computed).toBe(2);
});

it('ids stand as people count, and equal ids are equal', () => {
  const ids = ['P-10', 'P-2', 'P-1'].map((id) => ({ id }));
  expect(ids.sort(byId).map(({ id }) => id)).toEqual(['P-1', 'P-2', 'P-10']);
  expect(byId({ id: 'x' }, { id: 'x' })).toBe(0);
});

it('groups keep the order that they came in', () => {
  expect([...groupBy([1, 2, 3, 4], (value) => value % 2)]).toEqual([
    [1, [1, 3]],
    [0, [2, 4]],
  ]);
});
