import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import type { SnapshotMeta } from '../raft/types.ts';
import { seal } from './checksum.ts';
import { NewerFormatError, StorageError } from './errors.ts';
import { openStorage } from './open.ts';
import {
  appendEach,
  emptyDirectory,
  entries,
  meta,
  recordsOf,
  small,
  snapshotFiles,
  takeSnapshot,
  using,
} from './storage.fixture.ts';
import type { Storage } from './types.ts';

describe('a snapshot', () => {
  it('gives back its records in order, now and after opening again', async () => {
    const directory = await emptyDirectory();
    const records = Array.from({ length: 2500 }, (_, number) => `{"n":${number},"name":"a\u2028.$ü"}`);
    await using(directory, async (storage) => {
      await appendEach(storage, entries(1, 3, 1));
      await takeSnapshot(storage, meta(3, 1), records);
      expect(await recordsOf(storage)).toEqual(records);
    });
    await using(directory, async (storage) => {
      expect(storage.opened.snapshot).toEqual(meta(3, 1));
      expect(await recordsOf(storage)).toEqual(records);
      for await (const slice of storage.readSnapshot()) expect(slice.length).toBeLessThanOrEqual(500);
    });
  });

  it('of an empty state has no records; without a snapshot there are none either', async () => {
    await using(await emptyDirectory(), async (storage) => {
      expect(await recordsOf(storage)).toEqual([]);
      await takeSnapshot(storage, meta(3, 1), []);
      expect(await recordsOf(storage)).toEqual([]);
    });
  });

  it('takes the place of older ones only once it is committed', async () => {
    const directory = await emptyDirectory();
    await using(directory, async (storage) => {
      await appendEach(storage, entries(1, 9, 1));
      await takeSnapshot(storage, meta(3, 1), ['three']);
      const writer = await storage.createSnapshot(meta(7, 1));
      await writer.write(['seven']);
      expect(await recordsOf(storage)).toEqual(['three']);
      await writer.commit();
      expect(await recordsOf(storage)).toEqual(['seven']);
      expect(await snapshotFiles(directory)).toEqual(['7-1.snap']);
    });
  });

  it('that was begun and given up, or cut off by a crash, leaves nothing', async () => {
    const directory = await emptyDirectory();
    await using(directory, async (storage) => {
      await appendEach(storage, entries(1, 9, 1));
      const writer = await storage.createSnapshot(meta(5, 1));
      await writer.write(['five']);
      await writer.abort();
      expect(await snapshotFiles(directory)).toEqual([]);
      const other = await storage.createSnapshot(meta(6, 1));
      await other.write(['six']);
    });
    expect((await using(directory)).snapshot).toBeNull();
    expect(await snapshotFiles(directory)).toEqual([]);
  });

  it('older than the newest does not take its place', async () => {
    await using(await emptyDirectory(), async (storage) => {
      const older = await storage.createSnapshot(meta(5, 1));
      await takeSnapshot(storage, meta(9, 1), ['nine']);
      await older.commit();
      expect(await recordsOf(storage)).toEqual(['nine']);
    });
  });

  it('refuses a record with a line break', async () => {
    await using(await emptyDirectory(), async (storage) => {
      const writer = await storage.createSnapshot(meta(5, 1));
      await expect(writer.write(['a\nb'])).rejects.toThrow(StorageError);
      await writer.abort();
    });
  });

  it('is checked in slices: nothing holds the event loop', async () => {
    const directory = await emptyDirectory();
    const records = Array.from({ length: 60_000 }, (_, number) => `{"n":${number},"t":"${'z'.repeat(80)}"}`);
    await using(directory, async (storage) => {
      await appendEach(storage, entries(1, 3, 1));
      await takeSnapshot(storage, meta(3, 1), records);
    });
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    await using(directory);
    delay.disable();
    // Other programs on the machine share the blame, so this is far above what a slice takes.
    expect(delay.max / 1e6).toBeLessThan(150);
  });
});

describe('a snapshot on its way to another node', () => {
  const records = Array.from({ length: 9000 }, (_, number) => `record ${number} ${'w'.repeat(40)}`);

  async function* chunks(storage: Storage, of: SnapshotMeta) {
    for (let offset = 0; ;) {
      const chunk = await storage.readSnapshotChunk(of, offset);
      if (chunk === null) return;
      yield { offset, ...chunk };
      if (chunk.done) return;
      offset += chunk.data.length;
    }
  }

  async function sender(): Promise<Storage> {
    const storage = await openStorage(await emptyDirectory(), small);
    await appendEach(storage, entries(1, 4, 2));
    await takeSnapshot(storage, meta(4, 2), records);
    return storage;
  }

  it('arrives in several chunks, is checked, and is what the other opens with', async () => {
    const from = await sender();
    const directory = await emptyDirectory();
    await using(directory, async (to) => {
      await appendEach(to, entries(1, 2, 1));
      const answers: string[] = [];
      for await (const { offset, data, done } of chunks(from, meta(4, 2))) {
        answers.push(await to.storeSnapshotChunk(meta(4, 2), offset, data, done));
      }
      expect(answers.length).toBeGreaterThan(2);
      expect(new Set(answers.slice(0, -1))).toEqual(new Set(['stored']));
      expect(answers.at(-1)).toBe('installed');
      expect(await recordsOf(to)).toEqual(records);
      await appendEach(to, entries(5, 6, 2));
    });
    const opened = await using(directory);
    expect(opened).toMatchObject({ snapshot: meta(4, 2), entries: entries(5, 6, 2), damaged: false });
    await from.close();
  });

  it('replaces a log of another history, even one that is longer', async () => {
    const from = await sender();
    const directory = await emptyDirectory();
    await using(directory, async (to) => {
      await appendEach(to, entries(1, 9, 1));
      for await (const { offset, data, done } of chunks(from, meta(4, 2))) {
        await to.storeSnapshotChunk(meta(4, 2), offset, data, done);
      }
      await appendEach(to, entries(5, 5, 2));
    });
    expect((await using(directory)).entries).toEqual(entries(5, 5, 2));
    await from.close();
  });

  it('is asked for in vain when there is none, another one, or no such byte', async () => {
    const from = await sender();
    expect(await from.readSnapshotChunk(meta(3, 2), 0)).toBeNull();
    expect(await from.readSnapshotChunk(meta(4, 1), 0)).toBeNull();
    expect(await from.readSnapshotChunk(meta(4, 2), 1e9)).toBeNull();
    expect(await from.readSnapshotChunk(meta(4, 2), -1)).toBeNull();
    expect(await from.readSnapshotChunk(meta(4, 2), NaN)).toBeNull();
    await from.close();
  });

  it('is rejected out of order, changed, cut short or under a false name, and may start over', async () => {
    const from = await sender();
    const sent: { offset: number; data: Uint8Array }[] = [];
    for await (const chunk of chunks(from, meta(4, 2))) sent.push(chunk);
    const [first, second] = sent;
    const all = Buffer.concat(sent.map(({ data }) => data));
    await using(await emptyDirectory(), async (to) => {
      expect(await to.storeSnapshotChunk(meta(4, 2), second!.offset, second!.data, false)).toBe('rejected');
      expect(await to.storeSnapshotChunk(meta(4, 2), 0, first!.data, false)).toBe('stored');
      expect(await to.storeSnapshotChunk(meta(4, 2), second!.offset + 1, second!.data, false)).toBe(
        'rejected',
      );
      expect(await to.storeSnapshotChunk(meta(4, 2), second!.offset, second!.data, false)).toBe('rejected');
      const changed = Buffer.from(all);
      changed[all.length >> 1]! ^= 1;
      expect(await to.storeSnapshotChunk(meta(4, 2), 0, changed, true)).toBe('rejected');
      expect(await to.storeSnapshotChunk(meta(4, 2), 0, all.subarray(0, -1), true)).toBe('rejected');
      expect(await to.storeSnapshotChunk(meta(5, 2), 0, all, true)).toBe('rejected');
      expect(await to.storeSnapshotChunk(meta(4, 2), 0, new Uint8Array(), true)).toBe('rejected');
      expect(await recordsOf(to)).toEqual([]);
      expect(await to.storeSnapshotChunk(meta(4, 2), 0, all, true)).toBe('installed');
      expect(await recordsOf(to)).toEqual(records);
    });
    await from.close();
  });

  it('of a newer format is refused with a sentence, and the node goes on', async () => {
    await using(await emptyDirectory(), async (to) => {
      const head = Buffer.from(`${JSON.stringify(seal({ format: 2, kind: 'snapshot' }))}\nx\ny\n`);
      await expect(to.storeSnapshotChunk(meta(4, 2), 0, head, true)).rejects.toThrow(NewerFormatError);
      await appendEach(to, entries(1, 1, 1));
    });
  });

  it('is read back with a sentence when it went bad meanwhile', async () => {
    const directory = await emptyDirectory();
    await using(directory, async (storage) => {
      await takeSnapshot(storage, meta(4, 2), ['one', 'two']);
      const path = join(directory, 'snapshots', '4-2.snap');
      await writeFile(path, (await readFile(path, 'utf8')).replace('two', 'tvo'));
      await expect(recordsOf(storage)).rejects.toThrow(/does not match its checksum/);
    });
  });
});
