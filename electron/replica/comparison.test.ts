import { describe, expect, it } from 'vitest';
import { DivergedError, NotApplied } from './errors.ts';
import { SPLIT } from './status.ts';
import { openShop, type Shop } from './testing/shop.ts';
import { addPrinter } from './testing/workplace.ts';

const EVERY = 8;
const MODEL = 'MK4';

/** A shop of these, in whose records stands one printer. */
async function shopOf(ids: readonly string[]): Promise<Shop> {
  const shop = await openShop({ digestEntries: EVERY }, [...ids]);
  await shop.ready();
  await shop.settled(shop.node('a').running.submit(addPrinter(MODEL)));
  await shop.run(500);
  return shop;
}

/** That workstation's log says another model, as a bad memory would have it: its checksums are in order. */
async function alter(shop: Shop, id: string, model: string): Promise<void> {
  await shop.stop(id);
  const { storage } = shop.node(id);
  storage.entries = storage.entries.map((entry) =>
    entry.payload.kind === 'command'
      ? { ...entry, payload: { ...entry.payload, data: entry.payload.data.replace(MODEL, model) } }
      : entry,
  );
}

/** Writes until the next checkpoint lies behind everybody. @returns how each was answered */
async function write(shop: Shop, from: string, times = EVERY): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (let n = 0; n < times; n++)
    answers.push(await shop.settled(shop.node(from).running.submit(addPrinter(`model ${n}`))));
  await shop.run(500);
  return answers;
}

describe('a replica whose state came to differ', () => {
  it('finds out at the next comparison and takes part no more; the others go on', async () => {
    const shop = await shopOf(['a', 'b', 'c']);
    await alter(shop, 'b', 'MINI');
    await shop.start('b');
    await write(shop, 'a');
    expect(shop.node('b').fatal).toBeInstanceOf(DivergedError);
    const answers = await write(shop, 'a');
    expect(answers).toEqual(answers.map(() => expect.objectContaining({ ok: true }) as unknown));
    for (const id of ['a', 'c']) expect(shop.node(id).fatal).toBeNull();
  });

  it('and leads, leaves the lead to those who are right', async () => {
    const shop = await shopOf(['a', 'b', 'c']);
    const leader = shop.leader() ?? 'a';
    await shop.stop(leader);
    for (const id of shop.followers()) await alter(shop, id, 'MINI');
    for (const id of ['a', 'b', 'c']) await shop.start(id);
    await shop.ready();
    const writer = ['a', 'b', 'c'].find((id) => id !== leader) ?? 'a';
    await write(shop, writer);
    expect(shop.node(leader).fatal).toBeInstanceOf(DivergedError);
    expect(await write(shop, writer, 1)).toMatchObject([{ ok: true }]);
  });

  it('with its records forgotten gets them anew from the others, and is as they are', async () => {
    const shop = await shopOf(['a', 'b', 'c']);
    await alter(shop, 'b', 'MINI');
    await shop.start('b');
    await write(shop, 'a');
    const { storage } = shop.node('b');
    await shop.stop('b');
    storage.entries = [];
    storage.damaged = true;
    await shop.start('b');
    await write(shop, 'a', 2 * EVERY);
    expect(shop.node('b').fatal).toBeNull();
    expect(shop.node('b').printers(MODEL)).toBe(1);
    const digests = ['a', 'b', 'c'].map((id) => shop.node(id).running.status().digest);
    expect(new Set(digests).size).toBe(1);
  });
});

describe('replicas that contradict each other', () => {
  it('with none in the majority take no writes and say so, until there is one again', async () => {
    const shop = await shopOf(['a', 'b', 'c']);
    await alter(shop, 'b', 'MINI');
    await shop.stop('c');
    await shop.start('b');
    await shop.ready();
    const answers = await write(shop, 'a');
    const last = answers.at(-1);
    expect(last).toBeInstanceOf(NotApplied);
    expect((last as NotApplied).message).toContain(SPLIT);
    for (const id of ['a', 'b']) {
      expect(shop.node(id).running.status().split).toBe(true);
      expect(shop.node(id).running.shop.printers.size).toBeGreaterThan(0);
      expect(await shop.settled(shop.node(id).running.barrier())).toBeUndefined();
    }
    await shop.start('c');
    await shop.until('a majority', () => shop.node('b').fatal !== null);
    expect(shop.node('b').fatal).toBeInstanceOf(DivergedError);
    await shop.ready();
    expect(await write(shop, 'a', 1)).toMatchObject([{ ok: true }]);
  });

  it('are not heeded by a leader’s follower that has yet to find out', async () => {
    const shop = await shopOf(['a', 'b', 'c']);
    await alter(shop, 'b', 'MINI');
    await shop.stop('c');
    await shop.start('b');
    const leader = await shop.ready();
    const [follower = ''] = shop.followers();
    shop.meddle((_from, to, message) => (message.type === 'digest' && to === follower ? 'lose' : 'pass'));
    const answers = await write(shop, follower);
    expect(shop.node(leader).running.status().split).toBe(true);
    expect(shop.node(follower).running.status().split).toBe(false);
    expect(answers.at(-1)).toBeInstanceOf(Error);
  });
});

it('nothing is found where nothing differs, snapshots and restarts included', async () => {
  const shop = await openShop({ digestEntries: EVERY, snapshotEntries: 20 });
  await shop.ready();
  for (let round = 0; round < 4; round++) {
    await write(shop, 'a');
    await shop.stop('c');
    await write(shop, 'a');
    await shop.start('c');
    await shop.run(1_000);
  }
  for (const id of ['a', 'b', 'c']) {
    expect(shop.node(id).fatal).toBeNull();
    expect(shop.node(id).running.status().split).toBe(false);
  }
});
