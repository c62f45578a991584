import { describe, expect, it } from 'vitest';
import { Reads } from './reads.ts';

/** What became of a read so far. */
function watch(read: Promise<void>): { now: () => Promise<string> } {
  let state = 'waits';
  read.then(
    () => (state = 'readable'),
    (cause: unknown) => (state = (cause as Error).name),
  );
  return {
    now: () =>
      Promise.resolve()
        .then(() => Promise.resolve())
        .then(() => state),
  };
}
const why = () => 'no majority';

describe('a linearizable read', () => {
  it('is released when the index that it was told is applied, not before', async () => {
    const reads = new Reads();
    const read = watch(reads.add(0));
    const ref = reads.due(0)!;
    reads.readable(ref, 5, 4);
    expect(await read.now()).toBe('waits');
    reads.applied(5);
    expect(await read.now()).toBe('readable');
  });

  it('that comes after a question was put is not answered by it', async () => {
    const reads = new Reads();
    const first = watch(reads.add(0));
    const ref = reads.due(0)!;
    const second = watch(reads.add(1));
    reads.readable(ref, 5, 9);
    expect([await first.now(), await second.now()]).toEqual(['readable', 'waits']);
    const next = reads.due(1)!;
    expect(next).not.toBe(ref);
    reads.readable(next, 6, 9);
    expect(await second.now()).toBe('readable');
  });

  it('shares its question with those that wait already, and asks again a moment after a refusal', async () => {
    const reads = new Reads();
    const both = [watch(reads.add(0)), watch(reads.add(0))];
    const ref = reads.due(0)!;
    expect(reads.due(0)).toBeNull();
    reads.notReadable(ref, 0);
    expect(reads.due(19)).toBeNull();
    reads.readable(ref, 1, 1); // A late answer to a question that was given up.
    reads.readable(reads.due(20)!, 1, 1);
    for (const read of both) expect(await read.now()).toBe('readable');
  });

  it('is given up after 2 s, wherever it waits, and alone', async () => {
    const reads = new Reads();
    const answered = watch(reads.add(0));
    reads.readable(reads.due(0)!, 9, 0);
    const asked = watch(reads.add(0));
    const ref = reads.due(0)!;
    const fresh = watch(reads.add(0));
    const later = watch(reads.add(1));
    reads.expire(1_999, why);
    expect(await fresh.now()).toBe('waits');
    reads.expire(2_000, why);
    for (const read of [answered, asked, fresh]) expect(await read.now()).toBe('NotApplied');
    reads.notReadable(ref, 2_000);
    reads.stop();
    expect(await later.now()).toBe('NotApplied');
  });
});
