import { expect, it, vi } from 'vitest';
import { createStore } from 'zustand';
import { ShopTables } from '../../shared/domain/tables.ts';
import type { Job } from '../../shared/domain/model.ts';
import { aJob } from '../testing/records.ts';
import { openArchive } from './archive.ts';
import { readAll } from './reader.ts';
import type { Reader } from './reader.ts';
import type { Replica } from './replica.ts';

/** An archive of so many jobs, in pages of three. */
function archiveOf(count: number) {
  const jobs: Job[] = Array.from({ length: count }, (_, at) => aJob({ id: `J-${at + 1}` }));
  let asked = 0;
  let works = true;
  const reader: Reader = {
    page: (_archive, before) => {
      asked += 1;
      if (!works) return Promise.reject(new Error('gone'));
      const end = Math.min(before ?? jobs.length, jobs.length);
      const start = Math.max(0, end - 3);
      const records = jobs.slice(start, end).reverse();
      return Promise.resolve({ records, next: start > 0 ? start : null, length: jobs.length }) as never;
    },
  };
  const replica = createStore<Replica>(() => ({
    ...{ tables: new ShopTables(), index: 1, live: true, connection: 'connected', health: null },
  }));
  const archive = openArchive(reader, replica, 'jobs', 0);
  const ids = () => archive.store.getState().shown?.records.map(({ id }) => Number(id.slice(2)));
  const file = () => {
    jobs.push(aJob({ id: `J-${jobs.length + 1}` }));
    replica.setState(({ index }) => ({ index: (index ?? 0) + 1 }));
  };
  return {
    reader,
    replica,
    archive,
    ids,
    file,
    asked: () => asked,
    breaks: (now: boolean) => (works = !now),
  };
}

it('shows the newest, older ones on demand, and what comes in while it is followed', async () => {
  const { archive, ids, file, asked } = archiveOf(7);
  const stop = archive.follow();
  await vi.waitFor(() => expect(ids()).toEqual([7, 6, 5]));
  await archive.older();
  expect(ids()).toEqual([7, 6, 5, 4, 3, 2]);
  file();
  await vi.waitFor(() => expect(ids()).toEqual([8, 7, 6, 5, 4, 3, 2]));
  await archive.older();
  await archive.older();
  expect(ids()).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  stop();
  const before = asked();
  file();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(asked()).toBe(before);
});

it('asks once more for many changes at once, not once for each', async () => {
  const { archive, ids, file, asked } = archiveOf(2);
  const stop = archive.follow();
  for (let n = 0; n < 20; n += 1) file();
  await vi.waitFor(() => expect(ids()).toEqual([22, 21, 20]));
  expect(asked()).toBeLessThanOrEqual(3);
  stop();
});

it('says that it could not be read, and reads again with the next change', async () => {
  const { archive, ids, file, breaks } = archiveOf(1);
  breaks(true);
  const stop = archive.follow();
  await vi.waitFor(() => expect(archive.store.getState().failed).toBe(true));
  breaks(false);
  file();
  await vi.waitFor(() => expect(ids()).toEqual([2, 1]));
  expect(archive.store.getState().failed).toBe(false);
  stop();
});

it('can be read as a whole, and given up on the way', async () => {
  const { reader } = archiveOf(8);
  expect(await readAll(reader, 'jobs')).toHaveLength(8);
  expect(await readAll(reader, 'jobs', () => false)).toHaveLength(3);
});
