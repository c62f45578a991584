import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { VoteLostError } from './errors.ts';
import { forgetRecords, forgottenAt } from './forget.ts';
import {
  appendEach,
  contents,
  emptyDirectory,
  entries,
  flip,
  hard,
  meta,
  recordsOf,
  segments,
  snapshotFiles,
  takeSnapshot,
  using,
} from './storage.fixture.ts';

const FINDING = 'The records had come to differ.';

/** Many segments and a snapshot in the middle of them. */
async function shopDirectory(): Promise<string> {
  const directory = await emptyDirectory();
  await using(directory, async (storage) => {
    await appendEach(storage, entries(1, 20, 1));
    await takeSnapshot(storage, meta(20, 1));
    await appendEach(storage, entries(21, 40, 2));
    await storage.append({
      hardState: { ...hard(3, 'b', 30), othersVote: true },
      firstIndex: 41,
      entries: [],
    });
  });
  return directory;
}

it('nothing is left but term and vote, and the mark that everything has to come back', async () => {
  const directory = await shopDirectory();
  expect(await forgottenAt(directory)).toBeNull();
  await forgetRecords(directory, FINDING);
  expect(Math.abs(Date.now() - ((await forgottenAt(directory)) ?? 0))).toBeLessThan(60_000);
  const opened = await using(directory);
  expect(opened).toMatchObject({ snapshot: null, entries: [], damaged: true });
  expect(opened.hardState).toEqual({ ...hard(3, 'b'), othersVote: true });
  expect(opened.findings).toEqual([`${FINDING} What was here lies in ${join(directory, 'diverged')}.`]);
});

it('what was there is kept, whole', async () => {
  const directory = await shopDirectory();
  const before = [
    ...(await contents(join(directory, 'log'))),
    ...(await contents(join(directory, 'snapshots'))),
  ];
  await forgetRecords(directory, FINDING);
  const kept = await contents(join(directory, 'diverged'));
  expect([...kept.values()].sort()).toEqual(before.map(([, text]) => text).sort());
});

it('it is filled anew, from the first entry or from a snapshot, and heals', async () => {
  const directory = await shopDirectory();
  await forgetRecords(directory, FINDING);
  await using(directory, (storage) => appendEach(storage, entries(1, 5, 3)));
  expect((await using(directory)).entries).toEqual(entries(1, 5, 3));

  await forgetRecords(directory, FINDING);
  await using(directory, async (storage) => {
    await takeSnapshot(storage, meta(50, 4), ['fetched']);
    await storage.append({ hardState: hard(4), firstIndex: 51, entries: entries(51, 52, 4) });
    expect(await recordsOf(storage)).toEqual(['fetched']);
    await storage.healed();
  });
  const healed = await using(directory);
  expect(healed).toMatchObject({
    snapshot: meta(50, 4),
    entries: entries(51, 52, 4),
    damaged: false,
    findings: [],
  });
});

it('only what was put aside last is kept: it may happen again and again', async () => {
  const directory = await shopDirectory();
  await forgetRecords(directory, FINDING);
  await using(directory, (storage) => appendEach(storage, entries(1, 3, 5)));
  await forgetRecords(directory, FINDING);
  const kept = await readdir(join(directory, 'diverged'));
  // What the first forgetting began, and went on with.
  expect(kept).toHaveLength(1);
  expect((await using(directory)).hardState).toEqual(hard(5, 'a'));
  expect(await snapshotFiles(directory)).toEqual([]);
  expect(await segments(directory)).toHaveLength(1);
});

it('refuses where term and vote cannot be read, and touches nothing', async () => {
  const directory = await shopDirectory();
  await flip((await segments(directory)).at(-1) ?? '', 40, 1);
  const before = await contents(directory);
  await expect(forgetRecords(directory, FINDING)).rejects.toThrow(VoteLostError);
  expect(await contents(directory)).toEqual(before);
});
