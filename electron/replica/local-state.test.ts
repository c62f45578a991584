import { expect, it } from 'vitest';
import { LocalState } from './local-state.ts';
import { Machine } from './machine.ts';
import { writeSnapshot } from './snapshots.ts';
import { logOf, stateOf } from './testing/logs.ts';
import { MemoryStorage } from './testing/memory-storage.ts';

it('goes on where two snapshots came in so fast that loading the first gives the second', async () => {
  const log = logOf(Array.from({ length: 20 }, (_, n) => ({ type: 'open', node: `${n}`, session: `${n}` })));
  const storage = new MemoryStorage();
  const source = new Machine();
  const metas = [5, 12].map((end) => {
    for (const entry of log.slice(source.index, end)) source.apply(entry);
    return source.freeze().meta;
  });
  await writeSnapshot(storage, source.freeze(), () => true);

  const failures: unknown[] = [];
  let resets = 0;
  const state = new LocalState(storage, { snapshotEntries: 1_000, digestEntries: 1_024 }, null, {
    changes: () => undefined,
    reset: () => (resets += 1),
    roster: () => undefined,
    outcome: () => undefined,
    checkpoint: () => undefined,
    applied: () => undefined,
    compacted: () => undefined,
    failed: (cause) => failures.push(cause),
  });
  state.restore(metas[0]!);
  state.apply(log.slice(5, 9));
  state.restore(metas[1]!);
  state.apply(log.slice(12));
  await expect.poll(() => state.machine.index).toBe(log.length);
  expect(failures).toEqual([]);
  expect(resets).toBe(1);
  for (const entry of log.slice(12)) source.apply(entry);
  expect(stateOf(state.machine)).toEqual(stateOf(source));
});
