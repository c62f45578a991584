import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonOf, oldestFirst, rows } from './rows.ts';
import { ownTurn } from '../viewer/turns.ts';

const whole = async (json: string | Readable) => (typeof json === 'string' ? json : text(json));

it('tells what JSON.stringify would, less what is left out', async () => {
  for (const count of [0, 1, 499, 500, 501, 1000, 1750]) {
    const items = Array.from({ length: count }, (_, n) => ({ n, name: `"${n}\n` }));
    for (const every of [1, 7, 600, 5000]) {
      const kept = items.filter(({ n }) => n % every === every - 1);
      const json = await whole(jsonOf(rows(items, (item) => (kept.includes(item) ? item : null))));
      expect(json).toBe(JSON.stringify(kept));
    }
  }
});

it.each([1, 20])(
  'lets others have their turn after every 500 items, with %i lists at once',
  async (lists) => {
    let inThisTurn = 0;
    let most = 0;
    let reading = true;
    const tick = () => {
      inThisTurn = 0;
      if (reading) setImmediate(tick);
    };
    setImmediate(tick);
    const list = rows(
      Array.from({ length: 5_000 }, () => 0),
      () => {
        most = Math.max(most, (inThisTurn += 1));
        return {};
      },
    );
    await Promise.all(
      Array.from({ length: lists }, async () => {
        await ownTurn();
        return whole(jsonOf(list));
      }),
    );
    reading = false;
    // Beside the slice of one list, the first of another that has just begun.
    expect(most).toBeLessThanOrEqual(1000);
  },
);

it('orders by age and then by id, whatever order the table has', () => {
  const entity = fc.record({ id: fc.string({ minLength: 1 }), createdAt: fc.nat(3) });
  fc.assert(
    fc.property(
      fc.uniqueArray(entity, { selector: ({ id }) => id }),
      fc.infiniteStream(fc.nat()),
      (list, keys) => {
        const table = (entities: typeof list) => new Map(entities.map((one) => [one.id, one]));
        const shuffled = list
          .map((one) => ({ one, key: Number(keys.next().value) }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const ordered = oldestFirst(table(list));
        expect(oldestFirst(table(shuffled))).toEqual(ordered);
        const ages = ordered.map(({ createdAt }) => createdAt);
        expect(ages).toEqual([...ages].sort());
      },
    ),
  );
});
