import { expect, it } from 'vitest';
import { apply } from './apply.ts';
import { CommandSchema } from './commands.ts';
import { sampleShop } from './sample.ts';
import { Tables } from './tables.ts';
import { metaOf } from './testing/meta.ts';

function fill(shop: Tables) {
  return sampleShop().map((command, n) => {
    const { answer, changes } = apply(shop, command, metaOf(n + 1));
    shop.commit(changes);
    return answer;
  });
}

it('fills an empty shop, and every command of it is taken', () => {
  const shop = new Tables();
  expect(fill(shop).filter((answer) => !answer.ok)).toEqual([]);
  expect(shop.printers.size).toBe(8);
  expect(shop.filaments.size).toBe(12);
  expect(shop.spools.size).toBe(40);
  expect(shop.jobs.size).toBe(60);
});

it('has jobs in every state and spools that are nearly empty', () => {
  const shop = new Tables();
  fill(shop);
  const states = new Set([...shop.jobs.values()].map((job) => job.status));
  expect(states).toEqual(new Set(['Queued', 'Running', 'Done', 'Cancelled']));
  const low = [...shop.spools.values()].filter((spool) => spool.remainingMg < spool.totalMg / 20);
  expect(low.length).toBeGreaterThan(3);
});

it('consists of commands as their schema gives them out', () => {
  for (const command of sampleShop()) expect(CommandSchema.parse(command)).toEqual(command);
});

it('adds nothing to a shop that has it already', () => {
  const shop = new Tables();
  fill(shop);
  const before = [
    shop.printers.size,
    shop.filaments.size,
    shop.spools.size,
    shop.jobs.size,
    shop.prints.size,
  ];
  fill(shop);
  expect([
    shop.printers.size,
    shop.filaments.size,
    shop.spools.size,
    shop.jobs.size,
    shop.prints.size,
  ]).toEqual(before);
});
