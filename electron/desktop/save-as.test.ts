import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSaveAs } from './save-as.ts';

let folder = '';
let place: string | null = null;
let now = 0;
let shown = true;
const breach = vi.fn();
const ask = vi.fn((_usual: string) => Promise.resolve(place));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'printraft-save-'));
  [place, now, shown] = [join(folder, 'mine.csv'), 0, true];
  vi.clearAllMocks();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const saveAs = () =>
  createSaveAs({ ask, isShown: () => shown, breach, log: () => undefined, now: () => now });
const file = (...parts: string[]) => ({ name: 'printers.csv', parts });

describe('a file', () => {
  it('is written where the user says, whole', async () => {
    const saved = await saveAs()(file('ID,', 'Maker\r\n', 'x'.repeat(100_000)));
    expect(ask).toHaveBeenCalledWith('printers.csv');
    expect(saved).toEqual({ outcome: 'saved', name: 'mine.csv' });
    expect(await readFile(join(folder, 'mine.csv'), 'utf8')).toMatch(/^ID,Maker\r\nx{100000}$/);
    expect(await readdir(folder)).toEqual(['mine.csv']);
  });

  it('is not written where nobody wants it', async () => {
    place = null;
    expect(await saveAs()(file('x'))).toEqual({ outcome: 'dismissed' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('is a table, whatever it was called, and takes nobody’s place unasked', async () => {
    place = join(folder, 'run.sh');
    expect(await saveAs()(file('x'))).toEqual({ outcome: 'saved', name: 'run.sh.csv' });
    expect(await saveAs()(file('y'))).toMatchObject({
      sentence: 'Not saved: run.sh.csv is there already. Choose it, or another name.',
    });
    expect(await readFile(join(folder, 'run.sh.csv'), 'utf8')).toBe('x');
  });

  it('that fails half way leaves what was there as it was, and says why', async () => {
    await writeFile(join(folder, 'mine.csv'), 'of yesterday');
    const parts = (function* () {
      yield 'x'.repeat(50_000);
      throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    })();
    const saved = await saveAs()({ name: 'printers.csv', parts });
    expect(saved).toEqual({ outcome: 'failed', sentence: 'Not saved: the disk is full.' });
    expect(await readdir(folder)).toEqual(['mine.csv']);
    expect(await readFile(join(folder, 'mine.csv'), 'utf8')).toBe('of yesterday');
  });

  it('for a folder that is gone says so', async () => {
    place = join(folder, 'gone', 'mine.csv');
    expect(await saveAs()(file('x'))).toMatchObject({
      sentence: 'Not saved: there is no such file or folder.',
    });
  });
});

describe('a page that asks', () => {
  it('twice at once gets one dialog', async () => {
    const save = saveAs();
    const [first, second] = await Promise.all([save(file('x')), save(file('y'))]);
    expect([first.outcome, second.outcome]).toEqual(['saved', 'failed']);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('without end gets no more for a minute, and it is told', async () => {
    place = null;
    const save = saveAs();
    for (let n = 0; n < 12; n += 1) await save(file('x'));
    expect(ask).toHaveBeenCalledTimes(10);
    expect(breach).toHaveBeenCalledTimes(2);
    now = 60_000;
    expect(await save(file('x'))).toEqual({ outcome: 'dismissed' });
  });

  it('in a window that nobody sees gets none', async () => {
    shown = false;
    expect((await saveAs()(file('x'))).outcome).toBe('failed');
    expect(ask).not.toHaveBeenCalled();
    expect(breach).toHaveBeenCalledTimes(1);
  });
});
