import { RULES_VERSION } from '../../shared/domain/versions.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandLogs } from '../../shared/domain/testing/commands.ts';
import { NewerSnapshotError, StateError } from './errors.ts';
import { Machine } from './machine.ts';
import { loadSnapshot, Snapshotter, writeSnapshot } from './snapshots.ts';
import { bodiesOf, logOf, stateOf } from './testing/logs.ts';
import { MemoryStorage } from './testing/memory-storage.ts';

const always = () => true;

/** A storage whose snapshot holds these lines. */
function holding(lines: readonly string[]): MemoryStorage {
  const storage = new MemoryStorage();
  const meta = { index: 9, term: 1, configuration: { voters: ['a'], outgoing: [], learners: [] } };
  storage.snapshot = { meta, records: lines };
  return storage;
}

const lines = () => {
  const machine = new Machine();
  for (const entry of logOf([{ type: 'open', node: 'a', session: 'a:1' }])) machine.apply(entry);
  return [...machine.freeze().records];
};

describe('a snapshot', () => {
  it('plus the tail of a log is the whole log: state, digest and answers, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(commandLogs, fc.nat(), async (commands, cut) => {
        const log = logOf(bodiesOf(commands));
        const whole = new Machine();
        const answers = log.map((entry) => whole.apply(entry));

        const at = (cut % log.length) + 1;
        const first = new Machine();
        const before = log.slice(0, at).map((entry) => first.apply(entry));
        const storage = new MemoryStorage();
        await writeSnapshot(storage, first.freeze(), always);
        const second = await loadSnapshot(storage, always);
        const after = log.slice(at).map((entry) => second!.apply(entry));

        expect([...before, ...after]).toEqual(answers);
        expect(stateOf(second!)).toEqual(stateOf(whole));
        expect(second!.digest).toBe(whole.digest);
      }),
      { numRuns: 60 },
    );
  });

  it('of a newer version is refused in a sentence that says what to do', async () => {
    const newer = lines().map((line) => line.replace(`"v":${RULES_VERSION}`, `"v":${RULES_VERSION + 1}`));
    await expect(loadSnapshot(holding(newer), always)).rejects.toThrow(NewerSnapshotError);
    await expect(loadSnapshot(holding(newer), always)).rejects.toThrow(/please update PrintRaft on this/);
  });

  it('with anything in it that is not as it should be is refused as a whole', async () => {
    const [header, session] = lines();
    const wrong: string[][] = [
      [session!, header!],
      [header!, header!],
      [header!, '{"v":1}'],
      [header!, 'no JSON'],
      [header!, '["planets",{"id":"x"}]'],
      [header!, '["__proto__",{"id":"x"}]'],
      [header!, '["counters",{"id":"x","next":1,"more":1}]'],
      [header!, '["counters",{"id":"x","next":-1}]'],
      [header!, '["counters",{"id":"x"}]'],
      [header!.replace('"term":2', '"term":null')],
      // A part of it is missing, or counted twice.
      [header!],
      [header!, session!, '["counters",{"id":"x","next":1}]'],
    ];
    for (const records of wrong)
      await expect(loadSnapshot(holding(records), always), records.join()).rejects.toThrow(StateError);
  });

  it('is given up between slices, when it is written and when it is loaded', async () => {
    const storage = new MemoryStorage();
    const machine = new Machine();
    for (const entry of logOf([])) machine.apply(entry);
    expect(await writeSnapshot(storage, machine.freeze(), () => false)).toBeNull();
    expect(storage.snapshot).toBeNull();
  });

  it('is taken every so many entries, one at a time, and the log that it covers is dropped', async () => {
    const storage = new MemoryStorage();
    const compacted: number[] = [];
    const snapshots = new Snapshotter(storage, 3, 0, {
      compacted: ({ index }) => compacted.push(index),
      failed: (cause) => expect.fail(String(cause)),
    });
    const machine = new Machine();
    const log = logOf(Array.from({ length: 8 }, (_, n) => ({ type: 'open', node: `${n}`, session: `${n}` })));
    for (const entry of log) {
      machine.apply(entry);
      snapshots.consider(machine);
    }
    await expect.poll(() => storage.dropped).toBe(3);
    snapshots.consider(machine);
    await expect.poll(() => storage.dropped).toBe(9);
    expect(compacted).toEqual([3, 9]);
    await snapshots.stop();
  });
});
