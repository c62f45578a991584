import { copyFile, cp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seal, unseal } from './checksum.ts';
import { toDocument } from './document.ts';
import { NewerFormatError, StorageError, VoteLostError } from './errors.ts';
import { inspect } from './inspect.ts';
import { openStorage } from './open.ts';
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
  small,
  takeSnapshot,
  using,
} from './storage.fixture.ts';

async function shopOf(count: number): Promise<string> {
  const directory = await emptyDirectory();
  await using(directory, (storage) => appendEach(storage, entries(1, count, 1)));
  return directory;
}

describe('a torn tail', () => {
  it('is cut, wherever the last line was torn (edge case 33)', async () => {
    const directory = await shopOf(3);
    const [file] = await segments(directory);
    const whole = await readFile(file!);
    const lastLine = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
    for (let size = lastLine; size < whole.length; size += 1) {
      await writeFile(file!, whole.subarray(0, size));
      const found = await inspect(directory);
      expect(found.findings).toEqual([]);
      expect(found.entries).toEqual(entries(1, 2, 1));
      // Opening reads it the same way, cuts it and goes on; a sample is enough, the rule is one.
      if (size % 16 !== 0) continue;
      const opened = await using(directory, (storage) => appendEach(storage, entries(3, 3, 2)));
      expect(opened).toMatchObject({ damaged: false, entries: entries(1, 2, 1) });
      const again = await using(directory);
      expect(again.entries).toEqual([...entries(1, 2, 1), ...entries(3, 3, 2)]);
      for (const path of (await segments(directory)).slice(1)) await rm(path);
    }
  });

  it('in the very first line leaves an empty directory', async () => {
    const directory = await shopOf(1);
    const [file] = await segments(directory);
    await truncate(file!, 20);
    expect(await using(directory)).toMatchObject({ entries: [], damaged: false, hardState: hard(0) });
  });

  it('in any but the last segment is damage', async () => {
    const directory = await shopOf(40);
    const [file] = await segments(directory);
    await truncate(file!, (await stat(file!)).size - 5);
    const opened = await using(directory);
    expect(opened.damaged).toBe(true);
    expect(opened.findings[0]).toContain('ends in the middle of a line');
  });
});

describe('a flipped bit', () => {
  it('is never taken for what was written (edge case 33)', async () => {
    const directory = await shopOf(6);
    const [file] = await segments(directory);
    const whole = await readFile(file!);
    for (let offset = 0; offset < whole.length; offset += 1) {
      const broken = Buffer.from(whole);
      broken[offset] = whole[offset]! ^ (1 << (offset % 8));
      await writeFile(file!, broken);
      const found = await inspect(directory).catch((error: unknown) => error);
      if (found instanceof VoteLostError) continue;
      expect(found).toMatchObject({
        findings: [expect.stringContaining(file!)],
        hardState: { term: 1, vote: 'a' },
      });
    }
  });

  it('costs what lies behind it, and the directory opens again', async () => {
    const pristine = await shopOf(6);
    const [original] = await segments(pristine);
    const truth = entries(1, 6, 1);
    const whole = await readFile(original!);
    const lastLine = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
    for (let offset = 3; offset < lastLine; offset += 31) {
      const directory = await emptyDirectory();
      await cp(pristine, directory, { recursive: true });
      await flip((await segments(directory))[0]!, offset, 1 << (offset % 8));
      const found = await using(directory);
      const intact = whole.subarray(0, offset).filter((byte) => byte === 0x0a).length;
      expect(found).toMatchObject({
        damaged: true,
        entries: truth.slice(0, intact),
        hardState: hard(1, 'a'),
      });
      const again = await using(directory, (storage) => appendEach(storage, entries(intact + 1, 9, 2)));
      expect(again).toEqual(found);
      expect((await using(directory)).entries).toEqual([
        ...truth.slice(0, intact),
        ...entries(intact + 1, 9, 2),
      ]);
    }
  });

  it('in the last line break does not pass for a torn tail', async () => {
    const directory = await shopOf(3);
    const [file] = await segments(directory);
    await flip(file!, (await stat(file!)).size - 1, 4);
    const opened = await using(directory);
    expect(opened).toMatchObject({ damaged: true, entries: entries(1, 2, 1), hardState: hard(1, 'a') });
  });
});

describe('damage', () => {
  it('leaves a copy, a sentence, and a mark that stays until it is healed', async () => {
    const directory = await shopOf(60);
    const [, second] = await segments(directory);
    const evidence = await readFile(second!).then(async () => {
      await flip(second!, 300, 1);
      return readFile(second!);
    });
    const opened = await using(directory);
    expect(opened.damaged).toBe(true);
    expect(opened.findings).toHaveLength(1);
    expect(opened.findings[0]).toContain(second);
    const kept = await readdir(join(directory, 'damaged'));
    const copy = kept.find((name) => name.endsWith(second!.slice(-19)));
    expect(await readFile(join(directory, 'damaged', copy!))).toEqual(evidence);
    await using(directory, (storage) => storage.healed());
    expect(await using(directory)).toMatchObject({ damaged: false, findings: [] });
  });

  it('keeps the newest term and vote, which lie behind it', async () => {
    const directory = await emptyDirectory();
    await using(directory, async (storage) => {
      await appendEach(storage, entries(1, 50, 1));
      await storage.append({ hardState: hard(9, 'c'), firstIndex: 51, entries: [] });
    });
    const [first] = await segments(directory);
    await flip(first!, 400, 2);
    const opened = await using(directory);
    expect(opened.hardState).toMatchObject({ term: 9, vote: 'c' });
    expect(opened.entries.length).toBeLessThan(10);
    expect((await using(directory)).hardState).toMatchObject({ term: 9, vote: 'c' });
  });

  it('is a segment that is missing in the middle', async () => {
    const directory = await shopOf(60);
    const [, second] = await segments(directory);
    await rm(second!);
    const opened = await using(directory);
    expect(opened.damaged).toBe(true);
    expect(opened.entries).toEqual(entries(1, opened.entries.length, 1));
    expect(await using(directory)).toEqual(opened);
  });

  it('is a first segment that is missing without a snapshot', async () => {
    const directory = await shopOf(60);
    await rm((await segments(directory))[0]!);
    const opened = await using(directory, (storage) => appendEach(storage, entries(1, 2, 5)));
    expect(opened).toMatchObject({ damaged: true, entries: [], snapshot: null, hardState: hard(1, 'a') });
    expect((await using(directory)).entries).toEqual(entries(1, 2, 5));
  });

  it('survives being repaired only halfway', async () => {
    const pristine = await shopOf(60);
    await flip((await segments(pristine))[1]!, 300, 1);
    const before = await segments(pristine);
    const finished = await emptyDirectory();
    await cp(pristine, finished, { recursive: true });
    const expected = await using(finished);
    const fresh = (await segments(finished)).at(-1)!;
    // The crash came after the new last segment, the cut one, and each of those moved away.
    for (let moved = 0; moved < before.length - 1; moved += 1) {
      const directory = await emptyDirectory();
      await cp(pristine, directory, { recursive: true });
      await copyFile(join(finished, 'damaged.json'), join(directory, 'damaged.json'));
      await copyFile(fresh, fresh.replace(finished, directory));
      if (moved > 0)
        await copyFile(before[1]!.replace(pristine, finished), before[1]!.replace(pristine, directory));
      for (const path of before.slice(2, 2 + moved)) await rm(path.replace(pristine, directory));
      const opened = await using(directory);
      expect(opened).toMatchObject({
        entries: expected.entries,
        hardState: expected.hardState,
        damaged: true,
      });
      expect(await using(directory)).toMatchObject({ entries: expected.entries, damaged: true });
    }
  });

  it('of term and vote is told as such, and nothing is touched', async () => {
    const directory = await shopOf(3);
    const [file] = await segments(directory);
    await flip(file!, (await stat(file!)).size - 20, 1);
    const before = await contents(directory);
    await expect(openStorage(directory, small)).rejects.toThrow(VoteLostError);
    await expect(openStorage(directory, small)).rejects.toThrow(/needs a new identity/);
    expect(await contents(directory)).toEqual(before);
  });

  it('is a log that is gone while its snapshot is there', async () => {
    const directory = await shopOf(3);
    await using(directory, (storage) => takeSnapshot(storage, meta(3, 1)));
    await rm(join(directory, 'log'), { recursive: true });
    await expect(openStorage(directory, small)).rejects.toThrow(VoteLostError);
  });

  it('of the mark itself is a mark', async () => {
    const directory = await shopOf(3);
    await writeFile(join(directory, 'damaged.json'), '{"format":');
    expect(await using(directory)).toMatchObject({ damaged: true, entries: entries(1, 3, 1) });
  });
});

describe('damage of snapshots', () => {
  it('falls back to the one before where a crash left it, and to the log', async () => {
    const directory = await emptyDirectory();
    await using(directory, async (storage) => {
      await appendEach(storage, entries(1, 20, 1));
      await takeSnapshot(storage, meta(10, 1), ['ten']);
    });
    const older = join(directory, 'snapshots', '10-1.snap');
    await copyFile(older, join(directory, 'ten'));
    await using(directory, (storage) => takeSnapshot(storage, meta(15, 1), ['fifteen']));
    await copyFile(join(directory, 'ten'), older);
    await flip(join(directory, 'snapshots', '15-1.snap'), 150, 1);
    const storage = await openStorage(directory, small);
    expect(storage.opened).toMatchObject({
      damaged: true,
      snapshot: meta(10, 1),
      entries: entries(11, 20, 1),
    });
    expect(await recordsOf(storage)).toEqual(['ten']);
    await storage.close();
    expect((await readdir(join(directory, 'damaged'))).some((name) => name.endsWith('15-1.snap'))).toBe(true);
    expect(await using(directory)).toMatchObject({ damaged: true, snapshot: meta(10, 1) });
  });

  it('leaves a log that starts at 1', async () => {
    const directory = await shopOf(5);
    await using(directory, (storage) => takeSnapshot(storage, meta(3, 1)));
    await flip(join(directory, 'snapshots', '3-1.snap'), 5, 1);
    expect(await using(directory)).toMatchObject({
      damaged: true,
      snapshot: null,
      entries: entries(1, 5, 1),
    });
  });

  it('leaves nothing but term and vote where the log was dropped', async () => {
    const directory = await emptyDirectory();
    await using(directory, async (storage) => {
      await appendEach(storage, entries(1, 60, 6));
      await takeSnapshot(storage, meta(55, 6));
      await storage.dropThrough(55);
    });
    await rm(join(directory, 'snapshots', '55-6.snap'));
    const opened = await using(directory);
    expect(opened).toMatchObject({ damaged: true, snapshot: null, entries: [], hardState: hard(6, 'a') });
    expect(await using(directory)).toEqual(opened);
  });
});

describe('files of a newer program', () => {
  const cases: readonly (readonly [string, (directory: string) => Promise<void>])[] = [
    [
      'a log line',
      async (directory) => {
        const fields = unseal(JSON.stringify(toDocument(4, hard(1, 'a'), 4, 0, '[]')));
        const [file] = await segments(directory);
        const line = JSON.stringify(seal({ ...fields, v: 2, extra: 'unknown' }));
        await writeFile(file!, `${line}\n`, { flag: 'a' });
      },
    ],
    [
      'a snapshot',
      async (directory) => {
        const head = seal({ format: 2, kind: 'snapshot', something: 'else' });
        await writeFile(join(directory, 'snapshots', '3-1.snap'), `${JSON.stringify(head)}\nbody\nend\n`);
      },
    ],
    [
      'the mark of damage',
      (directory) => writeFile(join(directory, 'damaged.json'), JSON.stringify(seal({ format: 2 }))),
    ],
  ];
  it.each(cases)('are refused with a sentence and left alone: %s', async (_name, write) => {
    const directory = await shopOf(3);
    await write(directory);
    const before = await contents(directory);
    await expect(openStorage(directory, small)).rejects.toThrow(NewerFormatError);
    await expect(openStorage(directory, small)).rejects.toThrow(/newer PrintRaft: please update/);
    expect(await contents(directory)).toEqual(before);
  });
});

describe('a place that cannot be used', () => {
  it('gives one sentence', async () => {
    const directory = await emptyDirectory();
    await writeFile(join(directory, 'file'), '');
    const opening = openStorage(join(directory, 'file', 'data'), small);
    await expect(opening).rejects.toThrow(StorageError);
    await expect(opening).rejects.toThrow(/^The data folder .* cannot be used: a file is in its place\.$/);
  });
});
