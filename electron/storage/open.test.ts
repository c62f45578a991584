import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../raft/types.ts';
import { StorageError } from './errors.ts';
import { openStorage } from './open.ts';
import {
  appendEach,
  emptyDirectory,
  entries,
  hard,
  meta,
  segments,
  small,
  takeSnapshot,
  using,
} from './storage.fixture.ts';

describe('a data directory', () => {
  it('is created, empty, where there is none', async () => {
    const directory = join(await emptyDirectory(), 'not', 'yet');
    const opened = await using(directory);
    expect(opened).toEqual({ hardState: hard(0), snapshot: null, entries: [], damaged: false, findings: [] });
  });

  it('gives back term, vote, commit and entries of every kind', async () => {
    const directory = await emptyDirectory();
    const list: Entry[] = [
      {
        index: 1,
        term: 1,
        payload: { kind: 'configuration', configuration: meta(1, 1).configuration, data: 'shop' },
      },
      { index: 2, term: 1, payload: { kind: 'noop' } },
      { index: 3, term: 2, payload: { kind: 'command', data: '{"a.b":{"$set":1},"__proto__":{}}' } },
    ];
    await using(directory, (storage) =>
      storage.append({ hardState: hard(2, 'node.$a', 2), firstIndex: 1, entries: list }),
    );
    const opened = await using(directory);
    expect(opened.entries).toEqual(list);
    expect(opened.hardState).toEqual(hard(2, 'node.$a', 2));
  });

  it('keeps whatever a user types, through every opening', async () => {
    const directory = await emptyDirectory();
    // NeDB takes some of these for ends of lines when it loads a file.
    const text = 'Ä\u0085\u2028\u2029\u000b\f\r\n\0"\\ 🖨 \ud800 $x.y';
    const list = entries(1, 3, 1, text);
    await using(directory, (storage) =>
      storage.append({ hardState: hard(1, text), firstIndex: 1, entries: list }),
    );
    await using(directory);
    const opened = await using(directory);
    expect(opened.entries).toEqual(list);
    expect(opened.hardState.vote).toBe(text);
    expect(opened.damaged).toBe(false);
  });

  it('remembers a term and vote that came without entries', async () => {
    const directory = await emptyDirectory();
    await using(directory, async (storage) => {
      await appendEach(storage, entries(1, 3, 1));
      await storage.append({ hardState: hard(7, 'b'), firstIndex: 4, entries: [] });
    });
    const opened = await using(directory);
    expect(opened.hardState).toEqual(hard(7, 'b'));
    expect(opened.entries).toEqual(entries(1, 3, 1));
  });

  it('lets a later write override everything from its first index on', async () => {
    const directory = await emptyDirectory();
    await using(directory, async (storage) => {
      await appendEach(storage, entries(1, 9, 1));
      await storage.append({ hardState: hard(2), firstIndex: 5, entries: entries(5, 6, 2) });
      await storage.append({ hardState: hard(3), firstIndex: 6, entries: [] });
    });
    expect((await using(directory)).entries).toEqual([...entries(1, 4, 1), ...entries(5, 5, 2)]);
  });

  it('never claims a commit beyond the entries it holds', async () => {
    const directory = await emptyDirectory();
    await using(directory, (storage) =>
      storage.append({ hardState: hard(1, null, 99), firstIndex: 1, entries: entries(1, 3, 1) }),
    );
    expect((await using(directory)).hardState.commit).toBe(3);
  });

  it('lays a large append into several documents', async () => {
    const directory = await emptyDirectory();
    const list = entries(1, 30, 1, 'y'.repeat(100_000));
    await using(
      directory,
      (storage) => storage.append({ hardState: hard(1), firstIndex: 1, entries: list }),
      {
        segmentBytes: 1 << 20,
      },
    );
    const [file] = await segments(directory);
    const lines = (await readFile(file!, 'utf8')).trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(5);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(512 * 1024);
    expect((await using(directory)).entries).toEqual(list);
  });

  it('refuses entries that leave a gap, and stops', async () => {
    const directory = await emptyDirectory();
    await using(directory, async (storage) => {
      await appendEach(storage, entries(1, 3, 1));
      await expect(
        storage.append({ hardState: hard(1), firstIndex: 6, entries: entries(6, 6, 1) }),
      ).rejects.toThrow(StorageError);
      // After a failed write nothing more is written.
      await expect(appendEach(storage, entries(4, 4, 1))).rejects.toThrow(/earlier write failed/);
      await expect(takeSnapshot(storage, meta(2, 1))).rejects.toThrow(StorageError);
    });
    expect((await using(directory)).entries).toEqual(entries(1, 3, 1));
  });

  it('answers nothing after it was closed', async () => {
    const storage = await openStorage(await emptyDirectory(), small);
    await storage.close();
    await expect(appendEach(storage, entries(1, 1, 1))).rejects.toThrow(/closed/);
  });
});

describe('segments', () => {
  it('follow each other when they are full, and are read in order', async () => {
    const directory = await emptyDirectory();
    await using(directory, (storage) => appendEach(storage, entries(1, 60, 1)));
    expect((await segments(directory)).length).toBeGreaterThan(3);
    expect((await using(directory)).entries).toEqual(entries(1, 60, 1));
  });

  it('do not multiply by opening', async () => {
    const directory = await emptyDirectory();
    await using(directory, (storage) => appendEach(storage, entries(1, 1, 1)), {});
    for (let opening = 0; opening < 4; opening += 1) await using(directory, undefined, {});
    expect(await segments(directory)).toHaveLength(1);
  });

  it('are dropped, oldest first, once the newest snapshot covers them', async () => {
    const directory = await emptyDirectory();
    await using(directory, async (storage) => {
      await appendEach(storage, entries(1, 60, 1));
      const before = await segments(directory);
      await storage.dropThrough(60);
      expect(await segments(directory)).toEqual(before);
      await takeSnapshot(storage, meta(40, 1));
      await storage.dropThrough(30);
      const kept = await segments(directory);
      expect(kept.length).toBeLessThan(before.length);
      expect(before.slice(-kept.length)).toEqual(kept);
      await storage.dropThrough(60);
    });
    const opened = await using(directory);
    expect(opened).toMatchObject({ snapshot: meta(40, 1), damaged: false, hardState: hard(1, 'a', 40) });
    expect(opened.entries).toEqual(entries(41, 60, 1));
  });

  it('leave the newest term and vote behind when a snapshot covers everything', async () => {
    const directory = await emptyDirectory();
    await using(directory, async (storage) => {
      await appendEach(storage, entries(1, 60, 4));
      await takeSnapshot(storage, meta(60, 4));
      await storage.dropThrough(60);
    });
    const opened = await using(directory);
    expect(opened).toMatchObject({ entries: [], damaged: false, hardState: hard(4, 'a', 60) });
  });
});

describe('the log behind a snapshot', () => {
  it('is discarded when it belongs to another history', async () => {
    const directory = await emptyDirectory();
    await using(directory, async (storage) => {
      await appendEach(storage, entries(1, 30, 1));
      await takeSnapshot(storage, meta(20, 3));
    });
    expect((await using(directory)).entries).toEqual([]);
  });

  it('keeps what was appended after such a snapshot', async () => {
    const directory = await emptyDirectory();
    await using(directory, async (storage) => {
      await appendEach(storage, entries(1, 30, 1));
      await takeSnapshot(storage, meta(20, 3));
    });
    await using(directory, (storage) => appendEach(storage, entries(21, 25, 3)));
    expect((await using(directory)).entries).toEqual(entries(21, 25, 3));
  });

  it('may begin right behind a snapshot that lies beyond its end', async () => {
    const directory = await emptyDirectory();
    await using(directory, async (storage) => {
      await appendEach(storage, entries(1, 5, 1));
      await takeSnapshot(storage, meta(50, 2));
      await appendEach(storage, entries(51, 53, 2));
    });
    const opened = await using(directory);
    expect(opened).toMatchObject({ snapshot: meta(50, 2), damaged: false });
    expect(opened.entries).toEqual(entries(51, 53, 2));
  });

  it('may begin right behind it after a crash that came before anything followed', async () => {
    const directory = await emptyDirectory();
    await using(directory, async (storage) => {
      await appendEach(storage, entries(1, 5, 1));
      await takeSnapshot(storage, meta(50, 2));
    });
    expect((await using(directory)).entries).toEqual([]);
    await using(directory, (storage) => appendEach(storage, entries(51, 53, 2)));
    const opened = await using(directory);
    expect(opened).toMatchObject({ snapshot: meta(50, 2), damaged: false });
    expect(opened.entries).toEqual(entries(51, 53, 2));
  });
});

describe('the reserve', () => {
  it('holds the room of one segment, and is given up when there is too little', async () => {
    const directory = await emptyDirectory();
    const reserve = join(directory, 'reserve');
    await using(directory);
    expect((await stat(reserve)).size).toBe(small.segmentBytes);
    await using(directory, (storage) => appendEach(storage, entries(1, 1, 1)), {
      ...small,
      freeBytes: () => Promise.resolve(100),
    });
    await expect(stat(reserve)).rejects.toThrow(/ENOENT/);
    expect((await using(directory)).entries).toEqual(entries(1, 1, 1));
    expect((await stat(reserve)).size).toBe(small.segmentBytes);
  });
});
