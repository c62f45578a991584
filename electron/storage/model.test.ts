/** Random lives of a data directory against the simplest model of it. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Entry, HardState, Index, SnapshotMeta, Term } from '../raft/types.ts';
import { openStorage } from './open.ts';
import { emptyDirectory, meta, recordsOf, small, takeSnapshot } from './storage.fixture.ts';
import type { Storage } from './types.ts';

/** What must be there: all entries ever, and how far a snapshot covers them. */
class Model {
  entries: Entry[] = [];
  hardState: HardState = { term: 0, vote: null, commit: 0 };
  snapshot: SnapshotMeta | null = null;
  base: Index = 0;

  get last(): Index {
    return this.base + this.entries.length;
  }

  get covered(): Index {
    return this.snapshot?.index ?? 0;
  }

  at(index: Index): Entry | undefined {
    return this.entries[index - this.base - 1];
  }
}

type Step =
  | { kind: 'append'; back: number; count: number; newTerm: boolean; vote: string | null; text: string }
  | { kind: 'snapshot'; part: number; drop: boolean }
  | { kind: 'received'; ahead: number; written: boolean }
  | { kind: 'reopen' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      back: fc.oneof(fc.constant(0), fc.nat(6)),
      count: fc.nat(5),
      newTerm: fc.boolean(),
      vote: fc.option(fc.constantFrom('a', 'b.$', '\u2028')),
      text: fc.string({ unit: 'binary', maxLength: 300 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('snapshot' as const),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
      drop: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('received' as const),
      ahead: fc.integer({ min: -4, max: 9 }),
      written: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
);

async function append(model: Model, storage: Storage, of: Extract<Step, { kind: 'append' }>): Promise<void> {
  const firstIndex = Math.max(model.covered, model.last - of.back) + 1;
  const least = Math.max(model.hardState.term, model.snapshot?.term ?? 0);
  const term: Term = least + (of.newTerm || least === 0 ? 1 : 0);
  const fresh = Array.from({ length: of.count }, (_, offset): Entry => ({
    index: firstIndex + offset,
    term,
    payload: { kind: 'command', data: of.text },
  }));
  const hardState = { term, vote: of.vote, commit: model.covered };
  await storage.append({ hardState, firstIndex, entries: fresh });
  model.entries.length = firstIndex - 1 - model.base;
  model.entries.push(...fresh);
  model.hardState = hardState;
}

async function snapshot(
  model: Model,
  storage: Storage,
  of: Extract<Step, { kind: 'snapshot' }>,
): Promise<void> {
  const index = model.covered + Math.floor((model.last - model.covered) * of.part);
  const entry = model.at(index);
  if (entry === undefined || index <= model.covered) return;
  model.snapshot = meta(index, entry.term);
  model.hardState = { ...model.hardState, commit: Math.max(model.hardState.commit, index) };
  await takeSnapshot(storage, model.snapshot);
  if (of.drop) await storage.dropThrough(index);
}

/**
 * A snapshot of another leader's history: the log is replaced, however long it was. Not `written`: a crash
 * may come before the write that follows it.
 */
async function received(
  model: Model,
  storage: Storage,
  of: Extract<Step, { kind: 'received' }>,
): Promise<void> {
  const index = model.last + of.ahead;
  // A node that takes a snapshot has written a term before: without one, its log is gone.
  if (index <= model.covered || model.hardState.term === 0) return;
  const from = await openStorage(await emptyDirectory(), small);
  const term = Math.max(model.hardState.term, model.snapshot?.term ?? 0) + 1;
  await takeSnapshot(from, meta(index, term));
  const chunk = await from.readSnapshotChunk(meta(index, term), 0);
  await from.close();
  expect(chunk?.done).toBe(true);
  expect(await storage.storeSnapshotChunk(meta(index, term), 0, chunk!.data, true)).toBe('installed');
  model.snapshot = meta(index, term);
  model.base = index;
  model.entries = [];
  if (!of.written) return;
  model.hardState = { term, vote: null, commit: index };
  await storage.append({ hardState: model.hardState, firstIndex: index + 1, entries: [] });
}

function check(model: Model, storage: Storage): void {
  const { hardState, snapshot: found, entries, damaged, findings } = storage.opened;
  expect({ found, damaged, findings }).toEqual({ found: model.snapshot, damaged: false, findings: [] });
  expect(entries).toEqual(model.entries.slice(model.covered - model.base));
  expect(hardState).toEqual({ ...model.hardState, commit: Math.max(model.covered, model.hardState.commit) });
}

it('whatever was appended, truncated, compacted and received is there after every opening', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const directory = await emptyDirectory();
      const model = new Model();
      let storage = await openStorage(directory, { segmentBytes: 1000 });
      for (const taken of [...steps, { kind: 'reopen' } as const]) {
        if (taken.kind === 'append') await append(model, storage, taken);
        else if (taken.kind === 'snapshot') await snapshot(model, storage, taken);
        else if (taken.kind === 'received') await received(model, storage, taken);
        else {
          await storage.close();
          storage = await openStorage(directory, { segmentBytes: 1000 });
          check(model, storage);
          if (model.snapshot !== null)
            expect(await recordsOf(storage)).toEqual([`state at ${model.covered}`]);
        }
      }
      await storage.close();
    }),
    { numRuns: 40 },
  );
});
