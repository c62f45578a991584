import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Append } from '../storage/types.ts';
import type { Entry } from '../raft/types.ts';
import { DiskQueue, merge } from './disk-queue.ts';

const entry = (index: number, term: number): Entry => ({ index, term, payload: { kind: 'noop' } });
const append = (firstIndex: number, count: number, term: number): Append => ({
  hardState: { term, vote: null, commit: 0 },
  firstIndex,
  entries: Array.from({ length: count }, (_, n) => entry(firstIndex + n, term)),
});

/** What a log holds after an append: a later one overrides everything from its first index on. */
const after = (log: readonly Entry[], { firstIndex, entries }: Append) =>
  log.filter(({ index }) => index < firstIndex).concat(entries);

describe('merging writes for one fsync', () => {
  it('leaves the log as the writes one after the other would', () => {
    const base = Array.from({ length: 10 }, (_, n) => entry(n + 1, 1));
    const writes = fc.array(fc.record({ at: fc.nat(20), count: fc.nat(4) }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(writes, (steps) => {
        let log = base;
        let merged: Append | null = null;
        steps.forEach(({ at, count }, n) => {
          const write = append((at % (log.length + 1)) + 1, count, n + 2);
          merged = merged === null ? write : merge(merged, write);
          log = after(log, write);
        });
        expect(after(base, merged!)).toEqual(log);
        expect(merged!.hardState.term).toBe(steps.length + 1);
      }),
    );
  });
});

describe('the disk queue', () => {
  it('covers all that gathered during one fsync with the next, and reports in order', async () => {
    const written: number[] = [];
    const durable: number[] = [];
    let release: () => void = () => undefined;
    const storage = {
      append: async ({ entries }: Append) => {
        written.push(entries.length);
        if (written.length === 1) await new Promise<void>((resolve) => (release = resolve));
      },
    };
    const queue = new DiskQueue(
      storage,
      (write) => durable.push(write),
      (cause) => expect.fail(String(cause)),
    );
    queue.push({ ...append(1, 1, 1), write: 1 });
    await Promise.resolve();
    await Promise.resolve();
    queue.push({ ...append(2, 1, 1), write: 2 });
    queue.push({ ...append(3, 2, 1), write: 3 });
    expect(durable).toEqual([]);
    release();
    await queue.idle();
    expect(written).toEqual([1, 3]);
    expect(durable).toEqual([1, 3]);
  });

  it('never mixes what waits with what follows a snapshot that took its place', async () => {
    const written: Append[] = [];
    const durable: number[] = [];
    let release: () => void = () => undefined;
    const storage = {
      append: async (given: Append) => {
        written.push(given);
        if (written.length === 1) await new Promise<void>((resolve) => (release = resolve));
      },
    };
    const queue = new DiskQueue(
      storage,
      (write) => durable.push(write),
      (cause) => expect.fail(String(cause)),
    );
    queue.push({ ...append(1, 1, 1), write: 1 });
    await Promise.resolve();
    await Promise.resolve();
    // Entries of another history, some of them below the end of the snapshot at 100 and some behind it.
    queue.push({ ...append(90, 20, 2), write: 2 });
    queue.replaced();
    queue.push({ ...append(101, 0, 3), write: 3 });
    queue.push({ ...append(101, 2, 3), write: 4 });
    release();
    await queue.idle();
    expect(written).toEqual([append(1, 1, 1), append(101, 2, 3)]);
    expect(durable).toEqual([1, 4]);
  });

  it('writes nothing more after a failure and reports nothing durable (edge case 33)', async () => {
    let calls = 0;
    const durable: number[] = [];
    const failures: unknown[] = [];
    const storage = {
      append: () => {
        calls++;
        return Promise.reject(new Error('disk'));
      },
    };
    const queue = new DiskQueue(
      storage,
      (write) => durable.push(write),
      (cause) => failures.push(cause),
    );
    queue.push({ ...append(1, 1, 1), write: 1 });
    await queue.idle();
    queue.push({ ...append(2, 1, 1), write: 2 });
    await queue.idle();
    expect({ calls, durable, failures: failures.length }).toEqual({ calls: 1, durable: [], failures: 1 });
  });
});
