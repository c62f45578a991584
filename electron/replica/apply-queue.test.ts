import { expect, it } from 'vitest';
import type { Entry, SnapshotMeta } from '../raft/types.ts';
import { ApplyQueue } from './apply-queue.ts';

const entries = (from: number, to: number): Entry[] =>
  Array.from({ length: to - from + 1 }, (_, n) => ({ index: from + n, term: 1, payload: { kind: 'noop' } }));
const snapshot: SnapshotMeta = {
  index: 9,
  term: 1,
  configuration: { voters: ['a'], outgoing: [], learners: [] },
};

function queue(on: { apply?: (index: number) => void; restore?: () => Promise<void> } = {}) {
  const told: (string | number)[] = [];
  const made = new ApplyQueue({
    applyEntry: ({ index }) => {
      on.apply?.(index);
      told.push(index);
    },
    restore: async () => {
      await on.restore?.();
      told.push('restored');
    },
    afterSlice: () => told.push('slice'),
    failed: (cause) => told.push(String(cause)),
  });
  return { made, told };
}
const idle = ({ told }: { told: unknown[] }, last: number) =>
  expect.poll(() => told.includes(last) && told.at(-1) === 'slice').toBe(true);

it('keeps the order of entries and snapshots, and applies nothing within the call', async () => {
  const one = queue({ restore: () => new Promise((resolve) => setImmediate(resolve)) });
  one.made.push({ entries: entries(1, 2) });
  one.made.push({ snapshot });
  one.made.push({ entries: entries(10, 10) });
  expect(one.told).toEqual([]);
  await idle(one, 10);
  expect(one.told).toEqual([1, 2, 'slice', 'restored', 'slice', 10, 'slice']);
});

it('never holds the event loop: a long log is applied in slices', async () => {
  const slow = () => {
    for (const end = performance.now() + 1; performance.now() < end;);
  };
  const one = queue({ apply: slow });
  one.made.push({ entries: entries(1, 60) });
  await idle(one, 60);
  // 60 ms of work at 8 ms a slice, each of which ends with the others having their turn.
  expect(one.told.filter((what) => what === 'slice').length).toBeGreaterThanOrEqual(6);
});

it('applies nothing behind what failed', async () => {
  const one = queue({
    apply: (index) => {
      if (index === 2) throw new Error('cannot be applied');
    },
  });
  one.made.push({ entries: entries(1, 3) });
  await expect.poll(() => one.told.length).toBe(2);
  one.made.push({ entries: entries(4, 5) });
  await one.made.stop();
  expect(one.told).toEqual([1, 'Error: cannot be applied']);
});

it('stops: what waits is not applied any more', async () => {
  const one = queue();
  one.made.push({ entries: entries(1, 1) });
  one.made.push({ entries: entries(2, 2) });
  await one.made.stop();
  one.made.push({ entries: entries(3, 3) });
  await one.made.stop();
  expect(one.told).toEqual([]);
});
