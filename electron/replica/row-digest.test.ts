import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonical } from '../../shared/domain/canonical.ts';
import type { Change } from '../../shared/domain/model.ts';
import { Tables } from '../../shared/domain/tables.ts';
import { RowDigest } from './row-digest.ts';

it('holds exactly the rows that are there, also those that it has forgotten or never saw come', () => {
  const change = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), next: fc.option(fc.nat()) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), fc.nat(3), fc.nat(), (changes, kept, restart) => {
      const items = new Map<string, number>();
      const count = (by: number) => (item: string) => void items.set(item, (items.get(item) ?? 0) + by);
      const make = () => new RowDigest({ add: count(1), remove: count(-1) }, kept);
      const tables = new Tables();
      let rows = make();
      changes.forEach(({ id, next }, n) => {
        // A snapshot was restored: the rows are there, their text is not.
        if (n === restart % 40) rows = make();
        const entity = next === null ? null : { id, next };
        const one: Change = { table: 'counters', id, entity };
        rows.take(tables, one);
        tables.commit([one]);
      });
      const present = [...items].filter(([, times]) => times !== 0);
      expect(present.sort()).toEqual(
        Array.from(tables.counters.values(), (row) => [canonical(['counters', row]), 1]).sort(),
      );
    }),
  );
});
