import { beforeEach, describe, expect, it } from 'vitest';
import type { ChangeBatch, Watcher, Workstation } from '../../workstation-interface.ts';
import { type Frame, History, HISTORY } from './history.ts';
import { job } from './testing/tables.ts';

let watcher: Watcher;
let index: number;
const workstation = {
  get appliedIndex() {
    return index;
  },
  watch(given: Watcher) {
    watcher = given;
    return () => (watcher = { changes: () => undefined, reset: () => undefined });
  },
} as unknown as Workstation;

beforeEach(() => {
  index = 10;
});

const batch = (from: number, to: number, count = 1): ChangeBatch => ({
  ...{ from, to, filings: [] },
  changes: Array.from({ length: count }, (_, n) => ({ table: 'jobs', id: `J${n}`, entity: job(`J${n}`) })),
});
const put = (...one: Parameters<typeof batch>) => {
  index = one[1];
  watcher.changes(batch(...one));
};
const dataOf = (frame: Frame | null | 'gone') => {
  if (frame === null || frame === 'gone') return frame;
  const [, data = ''] = /^id: \d+\nevent: change\ndata: (.*)\n\n$/.exec(frame.bytes.toString()) ?? [];
  return JSON.parse(data) as ChangeBatch;
};

describe('the newest changes', () => {
  it('follow each other from where the server began', () => {
    const history = new History(workstation);
    put(10, 11);
    put(11, 15);
    expect(dataOf(history.next(10))).toEqual(batch(10, 11));
    expect(dataOf(history.next(11))).toEqual(batch(11, 15));
    expect(history.next(15)).toBeNull();
    expect([9, 10, 11, 12, 15, 16].map((at) => history.reaches(at))).toEqual([
      false,
      true,
      true,
      false,
      true,
      false,
    ]);
  });

  it('of which the state that one reads holds some already begin behind it', () => {
    const history = new History(workstation);
    put(8, 10);
    put(9, 12);
    expect(history.next(9)).toBe('gone');
    expect(dataOf(history.next(10))).toMatchObject({ from: 10, to: 12 });
  });

  it('are as many as may be kept, and no more', () => {
    const history = new History(workstation, { changes: 100, bytes: 1e9 });
    for (let at = 10; at < 5_000; at += 1) put(at, at + 1, 2);
    expect(history.next(4_949)).toBe('gone');
    expect(dataOf(history.next(4_950))).toMatchObject({ from: 4_950 });
  });

  it('are as large as may be kept, and no larger', () => {
    const history = new History(workstation, { changes: 1e9, bytes: 100_000 });
    for (let at = 10; at < 1_000; at += 1) put(at, at + 1);
    let bytes = 0;
    let at = 999;
    for (let frame = history.next(at); frame !== 'gone'; frame = history.next((at -= 1)))
      bytes += frame?.bytes.length ?? 0;
    expect(bytes).toBeGreaterThan(90_000);
    expect(bytes).toBeLessThan(101_000);
    put(1_000, 1_001, 1_000);
    expect(history.next(1_000)).toBe('gone');
    expect(history.next(1_001)).toBeNull();
  });

  it('that change nothing count, too', () => {
    const history = new History(workstation, { changes: 10, bytes: 1e9 });
    for (let at = 10; at < 100; at += 1) put(at, at + 1, 0);
    expect(history.reaches(89)).toBe(false);
    expect(history.reaches(90)).toBe(true);
  });

  it('are bounded as documented', () => expect(HISTORY).toEqual({ changes: 10_000, bytes: 8_388_608 }));
});

describe('another state', () => {
  it('has none of the changes before, and tells that it is another', () => {
    const history = new History(workstation);
    const { epoch } = history;
    put(10, 11);
    index = 500;
    watcher.reset();
    expect(history.epoch).not.toBe(epoch);
    expect([history.index, history.reaches(10), history.reaches(11), history.reaches(500)]).toEqual([
      500,
      false,
      false,
      true,
    ]);
  });

  it('with smaller indexes is not taken for the one before', () => {
    const history = new History(workstation);
    put(10, 300);
    index = 2;
    watcher.reset();
    for (let at = 2; at < 310; at += 1) put(at, at + 1);
    expect(history.reaches(200)).toBe(false);
    expect(history.reaches(300)).toBe(false);
    expect(history.reaches(305)).toBe(true);
  });

  it('is assumed where something is missing in between', () => {
    const history = new History(workstation);
    put(10, 11);
    put(12, 13);
    expect(history.reaches(10)).toBe(false);
    expect(history.index).toBe(13);
  });
});

it('tells whoever listens, until it is closed', () => {
  const history = new History(workstation);
  let told = 0;
  const stop = history.listen(() => (told += 1));
  put(10, 11);
  watcher.reset();
  expect(told).toBe(2);
  stop();
  put(11, 12);
  history.close();
  put(12, 13);
  expect([told, history.index]).toEqual([2, 12]);
});
