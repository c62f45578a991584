import { expect, it } from 'vitest';
import type { Page } from '../../shared/contract/protocol.ts';
import { aJob } from '../testing/records.ts';
import { withNewest, withOlder } from './pages.ts';

/** A page that ends with job number `last`, with so many records. */
function page(last: number, count: number, length = last): Page<'jobs'> {
  const records = Array.from({ length: count }, (_, at) => aJob({ id: `J-${last - at}` }));
  return { records, next: last > count ? last - count : null, length };
}
const ids = ({ records }: Page<'jobs'>) => records.map(({ id }) => Number(id.slice(2)));

it('what is older comes behind, until there is nothing', () => {
  const shown = withOlder(page(9, 4), page(5, 4));
  expect([ids(shown), shown.next]).toEqual([[9, 8, 7, 6, 5, 4, 3, 2], 1]);
  expect(withOlder(shown, page(1, 1)).next).toBeNull();
});

it('what came in since comes in front', () => {
  const shown = withNewest(page(9, 4), page(11, 4));
  expect([ids(shown), shown.next, shown.length]).toEqual([[11, 10, 9, 8, 7, 6], 5, 11]);
});

it('stays the same list where nothing came in', () => {
  const shown = page(9, 4);
  expect(withNewest(shown, page(9, 4))).toBe(shown);
});

it('begins anew where it would have a hole, or is another archive', () => {
  expect(ids(withNewest(page(9, 4), page(20, 4)))).toEqual([20, 19, 18, 17]);
  expect(ids(withNewest(page(9, 4), page(3, 3)))).toEqual([3, 2, 1]);
  expect(ids(withNewest(null, page(3, 3)))).toEqual([3, 2, 1]);
});
